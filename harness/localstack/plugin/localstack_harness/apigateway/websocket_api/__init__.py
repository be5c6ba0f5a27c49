"""WebSocket APIs, which LocalStack lacks: moto keeps them, and this package serves them."""
