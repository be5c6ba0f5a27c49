"""Waits of Step Functions that end at once."""
