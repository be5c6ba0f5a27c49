"""Which HTTP requests may reach LocalStack. docs/security.md describes the threats."""
