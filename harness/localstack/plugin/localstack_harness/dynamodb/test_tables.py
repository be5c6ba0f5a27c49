import unittest
from typing import Any
from unittest.mock import MagicMock, call

from localstack_harness.dynamodb.tables import _stream_to_kinesis

ONE, TWO = (
    "arn:aws:kinesis:us-east-1:000000000000:stream/one",
    "arn:aws:kinesis:us-east-1:000000000000:stream/two",
)
PRECISION = {"ApproximateCreationDateTimePrecision": "MICROSECOND"}


def table(**stream: str) -> dict[str, Any]:
    return {"TableName": "Pets", **({"KinesisStreamSpecification": stream} if stream else {})}


class KinesisStreamTest(unittest.TestCase):
    def calls(self, before: dict[str, Any], after: dict[str, Any]) -> list[Any]:
        client = MagicMock()
        _stream_to_kinesis(client, before, after)
        return client.mock_calls

    def test_a_changed_stream_replaces_the_former_one(self) -> None:
        enable = call.enable_kinesis_streaming_destination
        disable = call.disable_kinesis_streaming_destination
        self.assertEqual(self.calls({}, table(StreamArn=ONE)), [enable(TableName="Pets", StreamArn=ONE)])
        self.assertEqual(
            self.calls(table(StreamArn=ONE), table(StreamArn=TWO, **PRECISION)),
            [
                disable(TableName="Pets", StreamArn=ONE),
                enable(TableName="Pets", StreamArn=TWO, EnableKinesisStreamingConfiguration=PRECISION),
            ],
        )
        self.assertEqual(
            self.calls(table(StreamArn=ONE), table()), [disable(TableName="Pets", StreamArn=ONE)]
        )
        self.assertEqual(self.calls(table(StreamArn=ONE), table(StreamArn=ONE)), [])


if __name__ == "__main__":
    unittest.main()
