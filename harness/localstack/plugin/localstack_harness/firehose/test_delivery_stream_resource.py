import unittest
from types import SimpleNamespace
from typing import Any
from unittest import mock

from localstack.services.cloudformation.resource_provider import OperationStatus
from localstack.services.kinesisfirehose.resource_providers.aws_kinesisfirehose_deliverystream import (
    KinesisFirehoseDeliveryStreamProvider as Provider,
)

from localstack_harness.firehose.delivery_stream_resource import install


class DeliveryStreamTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        install()

    def create(self, status: str) -> Any:
        firehose = mock.MagicMock()
        firehose.create_delivery_stream.return_value = {"DeliveryStreamARN": "arn"}
        description = {"DeliveryStreamDescription": {"DeliveryStreamStatus": status}}
        firehose.describe_delivery_stream.return_value = description
        request: Any = SimpleNamespace(
            desired_state={},
            aws_client_factory=SimpleNamespace(firehose=firehose),
            stack_name="Pets",
            logical_resource_id="Walks",
            custom_context={},
        )
        return Provider().create(request)

    def test_has_a_name_of_the_stack_where_the_template_has_none(self) -> None:
        event = self.create("ACTIVE")
        self.assertRegex(event.resource_model["DeliveryStreamName"], r"^Pets-Walks-")
        self.assertEqual(event.status, OperationStatus.IN_PROGRESS)

    def test_that_cannot_start_fails(self) -> None:
        self.assertEqual(self.create("CREATING_FAILED").status, OperationStatus.FAILED)


if __name__ == "__main__":
    unittest.main()
