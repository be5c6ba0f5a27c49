"""What starts, ends, and is kept of executions."""
