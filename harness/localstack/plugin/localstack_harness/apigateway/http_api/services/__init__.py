"""Integrations of HTTP APIs that call a service of AWS."""
