"""What the features share about HTTP."""
