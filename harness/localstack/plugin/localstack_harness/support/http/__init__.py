"""What HTTP requests say of who sent them, and of what they belong to."""
