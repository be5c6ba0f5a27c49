"""SES v2, which LocalStack's free release leaves out. Its state is that of v1."""
