"""CloudFormation's AWS::KinesisFirehose::DeliveryStream: LocalStack fails without a name, and waits for a failed one."""

from typing import Any

from localstack.services.cloudformation.resource_provider import OperationStatus, ProgressEvent
from localstack.services.kinesisfirehose.resource_providers.aws_kinesisfirehose_deliverystream import (
    KinesisFirehoseDeliveryStreamProvider as Provider,
)

from localstack_harness.support.patching import Original, patch
from localstack_harness.support.resource_types import default_name


def install() -> None:
    @patch(Provider.create)
    def create(original: Original, self: Provider, request: Any) -> ProgressEvent[Any]:
        model = request.desired_state
        if not model.get("DeliveryStreamName"):
            model["DeliveryStreamName"] = default_name(request)
        event: ProgressEvent[Any] = original(self, request)
        name = model["DeliveryStreamName"]
        described = request.aws_client_factory.firehose.describe_delivery_stream(DeliveryStreamName=name)
        if described["DeliveryStreamDescription"]["DeliveryStreamStatus"] == "CREATING_FAILED":
            return ProgressEvent(
                OperationStatus.FAILED,
                resource_model=model,
                message=f"the delivery stream {name} cannot read its source",
            )
        return event
