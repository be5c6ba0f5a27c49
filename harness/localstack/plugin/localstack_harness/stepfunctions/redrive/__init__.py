"""Step Functions' RedriveExecution, which LocalStack does not have."""
