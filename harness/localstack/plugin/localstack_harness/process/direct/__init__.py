"""Calls between LocalStack's services that go to the provider without an HTTP message."""
