"""Mapping templates of REST APIs: what LocalStack's Velocity lacks."""
