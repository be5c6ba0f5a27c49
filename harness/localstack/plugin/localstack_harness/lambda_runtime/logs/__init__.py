"""What a function logs, and the lines that Lambda adds."""
