"""Paths of state machines in JSONPath."""
