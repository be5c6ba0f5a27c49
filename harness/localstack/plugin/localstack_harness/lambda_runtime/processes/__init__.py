"""The processes of functions: how they start, what they may use, how they end."""
