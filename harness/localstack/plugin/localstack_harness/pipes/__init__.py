"""EventBridge Pipes, which LocalStack's free release leaves out, on the pollers of its event source mappings."""
