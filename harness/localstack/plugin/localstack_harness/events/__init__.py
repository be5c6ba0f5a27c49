"""What EventBridge lacks."""
