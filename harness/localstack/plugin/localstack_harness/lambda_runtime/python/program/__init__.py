"""What a function finds in /var/runtime."""
