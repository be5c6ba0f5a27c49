"""Modules that are loaded already, and what is to happen when others are."""
