"""JSONata in state machines by npm's `jsonata`, the reference implementation; LocalStack would need Java."""
