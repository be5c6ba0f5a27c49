import unittest
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from localstack.aws.api import CommonServiceException
from moto.dynamodb.exceptions import TransactionCanceledException
from moto.dynamodb.models import dynamodb_backends

from localstack_harness.moto_services import (
    kinesis_destinations,
    kinesis_operations,
    stream_records,
    transactions,
)
from localstack_harness.moto_services.tables_for_tests import create_pets

ACCOUNT, REGION, STREAM = "000000000001", "eu-west-1", "arn:aws:kinesis:eu-west-1:000000000001:stream/pets"
CONTEXT: Any = SimpleNamespace(account_id=ACCOUNT, region=REGION)
REX = {"name": {"S": "Rex"}}


class KinesisDestinationsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        for module in (transactions, stream_records, kinesis_destinations):
            module.install()

    def setUp(self) -> None:
        self.sent: list[tuple[str, dict[str, Any]]] = []
        for target, value in (
            (kinesis_operations, {"kinesis": lambda _: unittest.mock.MagicMock()}),
            (kinesis_destinations._sender, {"send": self.sent.append}),
        ):
            patched = patch.multiple(target, **value)
            patched.start()
            self.addCleanup(patched.stop)
        self.backend = dynamodb_backends[ACCOUNT][REGION]
        self.addCleanup(self.backend.tables.clear)

    def table(self, streams: dict[str, Any] | None = None) -> Any:
        return create_pets(self.backend, streams)

    def ask(self, operation: str, **more: Any) -> Any:
        request = {"TableName": "Pets", "StreamArn": STREAM, **more}
        return kinesis_operations.OPERATIONS[f"{operation}KinesisStreamingDestination"](CONTEXT, request)

    def put(self, age: str) -> None:
        self.backend.put_item("Pets", {**REX, "age": {"N": age}})

    def events(self) -> list[str]:
        return [content["eventName"] for _, content in self.sent]

    def test_a_table_without_a_stream_reports_its_changes_with_both_images(self) -> None:
        table = self.table()
        self.ask("Enable")
        for age in ("1", "1", "2"):
            self.put(age)
        self.backend.delete_item("Pets", REX)
        self.assertEqual(self.events(), ["INSERT", "MODIFY", "REMOVE"])
        stream, content = self.sent[1]
        self.assertEqual((stream, content["tableName"], content["awsRegion"]), (STREAM, "Pets", REGION))
        change = content["dynamodb"]
        self.assertEqual(change["Keys"], REX)
        self.assertEqual((change["OldImage"]["age"], change["NewImage"]["age"]), ({"N": "1"}, {"N": "2"}))
        self.assertAlmostEqual(change["ApproximateCreationDateTime"], 1e12, delta=9e11)
        self.assertIsNone(table.latest_stream_label)

    def test_a_table_with_a_stream_of_keys_keeps_it(self) -> None:
        table = self.table({"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
        self.ask("Enable")
        self.put("1")
        self.assertEqual(self.sent[0][1]["dynamodb"]["NewImage"]["age"], {"N": "1"})
        self.assertNotIn("NewImage", table.stream_shard.items[0].record["dynamodb"])

    def test_a_stream_that_is_turned_on_later_takes_part(self) -> None:
        table = self.table()
        self.ask("Enable")
        table.set_stream_specification({"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})
        self.put("1")
        self.assertEqual((self.events(), len(table.stream_shard.items)), (["INSERT"], 1))

    def test_a_destination_ends_and_starts_again(self) -> None:
        self.table()
        self.ask("Enable")
        self.ask("Disable")
        self.put("1")
        with self.assertRaisesRegex(CommonServiceException, "must be ACTIVE"):
            self.ask("Disable")
        precision = "ApproximateCreationDateTimePrecision"
        self.ask("Enable", EnableKinesisStreamingConfiguration={precision: "MICROSECOND"})
        with self.assertRaisesRegex(CommonServiceException, "must be DISABLED"):
            self.ask("Enable")
        self.put("2")
        self.assertEqual(self.events(), ["MODIFY"])
        self.assertEqual(self.sent[0][1]["dynamodb"][precision], "MICROSECOND")
        self.assertGreater(self.sent[0][1]["dynamodb"]["ApproximateCreationDateTime"], 1e15)
        described = self.ask("Describe")["KinesisDataStreamDestinations"]
        self.assertEqual([each["DestinationStatus"] for each in described], ["ACTIVE"])

    def test_a_transaction_reports_its_changes_only_if_it_succeeds(self) -> None:
        self.table()
        self.ask("Enable")
        put = {"Put": {"TableName": "Pets", "Item": REX}}
        missing = {
            "ConditionCheck": {
                "TableName": "Pets",
                "Key": {"name": {"S": "Tom"}},
                "ConditionExpression": "attribute_exists(#n)",
                "ExpressionAttributeNames": {"#n": "name"},
                "ExpressionAttributeValues": {},
            }
        }
        with self.assertRaises(TransactionCanceledException):
            self.backend.transact_write_items([put, missing])
        self.assertEqual(self.events(), [])
        self.backend.transact_write_items([put])
        self.assertEqual(self.events(), ["INSERT"])

    def test_an_unknown_table_is_refused(self) -> None:
        with self.assertRaisesRegex(CommonServiceException, "Table: Pets not found"):
            self.ask("Enable")


if __name__ == "__main__":
    unittest.main()
