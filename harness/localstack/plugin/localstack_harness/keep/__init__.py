"""Keeps the state of LocalStack in a folder, for the next LocalStack."""
