"""Python functions: their interpreter and the program that runs them."""
