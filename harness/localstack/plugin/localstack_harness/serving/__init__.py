"""The port of LocalStack: who may connect, and how requests and responses pass."""
