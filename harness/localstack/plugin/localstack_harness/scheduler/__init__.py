"""EventBridge Scheduler, and EventBridge rules with a schedule, which LocalStack stores and hardly fires."""
