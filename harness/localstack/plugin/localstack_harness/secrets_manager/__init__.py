"""Changes of LocalStack's Secrets Manager."""
