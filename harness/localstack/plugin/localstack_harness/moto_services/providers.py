"""
The services by name. PROVIDER_OVERRIDE_<SERVICE>=moto selects one that LocalStack has another provider for: its
DynamoDB and Kinesis are programs that it downloads.
"""

from localstack.services.plugins import Service, aws_provider


@aws_provider(api="dynamodb", name="moto")  # type: ignore[untyped-decorator] # LocalStack's
def dynamodb() -> Service:
    from localstack_harness.moto_services import kinesis_operations
    from localstack_harness.support.moto_service import moto_service

    return moto_service("dynamodb", kinesis_operations.OPERATIONS)


@aws_provider(api="dynamodbstreams", name="moto")  # type: ignore[untyped-decorator] # LocalStack's
def dynamodb_streams() -> Service:
    from localstack_harness.support.moto_service import moto_service

    return moto_service("dynamodbstreams")


@aws_provider(api="kinesis", name="moto")  # type: ignore[untyped-decorator] # LocalStack's
def kinesis() -> Service:
    """LocalStack's own part, which has subscriptions to shards, with moto in place of its program."""
    from localstack.services.kinesis.provider import KinesisProvider
    from localstack.services.moto import MotoFallbackDispatcher

    service: Service = Service.for_provider(KinesisProvider(), dispatch_table_factory=MotoFallbackDispatcher)
    return service
