"""Access logs of API Gateway, which LocalStack lacks."""
