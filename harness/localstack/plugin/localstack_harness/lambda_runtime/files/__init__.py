"""The files that a function finds: its code and its layers."""
