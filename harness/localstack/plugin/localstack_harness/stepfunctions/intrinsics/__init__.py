"""Intrinsic functions of state machines in JSONPath."""
