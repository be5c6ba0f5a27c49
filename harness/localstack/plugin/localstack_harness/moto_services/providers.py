"""
The services by name. PROVIDER_OVERRIDE_<SERVICE>=moto selects one that LocalStack has another provider for: its
DynamoDB is a Java program that it downloads.
"""

from localstack.services.plugins import Service, aws_provider


@aws_provider(api="dynamodb", name="moto")  # type: ignore[untyped-decorator] # LocalStack's
def dynamodb() -> Service:
    from localstack_harness.support.moto_service import moto_service

    return moto_service("dynamodb")


@aws_provider(api="dynamodbstreams", name="moto")  # type: ignore[untyped-decorator] # LocalStack's
def dynamodb_streams() -> Service:
    from localstack_harness.support.moto_service import moto_service

    return moto_service("dynamodbstreams")
