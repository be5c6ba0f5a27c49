"""What a test may name: AWS's services and operations, and the resources that exist."""
