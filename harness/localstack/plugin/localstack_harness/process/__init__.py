"""The LocalStack process itself."""
