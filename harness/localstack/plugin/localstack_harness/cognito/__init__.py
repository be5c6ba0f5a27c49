"""Cognito, which LocalStack's free release lacks: moto keeps user pools, and this package adds what it does not do."""
