"""What API Gateway lacks."""
