"""Keeps threads from making each other wait: only one at a time runs Python, and each system call lets another one go first."""
