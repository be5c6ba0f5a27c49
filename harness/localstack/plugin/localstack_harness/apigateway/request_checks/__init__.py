"""What a REST API checks of a request: keys, and models by request validators."""
