"""Errors and delays that a test asks for."""
