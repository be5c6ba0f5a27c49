from typing import Any

from moto.dynamodb.models import DynamoDBBackend


def create_pets(backend: DynamoDBBackend, streams: dict[str, Any] | None = None) -> Any:
    """A table `Pets` with the key `name`."""
    return backend.create_table(
        "Pets",
        schema=[{"AttributeName": "name", "KeyType": "HASH"}],
        throughput=None,
        attr=[{"AttributeName": "name", "AttributeType": "S"}],
        global_indexes=[],
        indexes=[],
        streams=streams,
        billing_mode="PAY_PER_REQUEST",
        sse_specification=None,
        tags=[],
        deletion_protection_enabled=None,
        warm_throughput=None,
    )
