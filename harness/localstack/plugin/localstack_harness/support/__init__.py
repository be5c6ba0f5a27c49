"""What the features share; imports none of them."""
