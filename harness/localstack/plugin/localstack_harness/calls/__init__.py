"""The record of service calls."""
