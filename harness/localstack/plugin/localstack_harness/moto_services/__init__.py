"""Services that LocalStack's free release leaves out or downloads, supplied by moto's backends, which it brings."""
