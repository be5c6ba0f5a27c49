"""What Step Functions lacks."""
