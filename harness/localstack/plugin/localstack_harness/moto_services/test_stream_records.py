import unittest
from typing import Any

from moto.dynamodb.models import DynamoDBBackend

from localstack_harness.moto_services import stream_records
from localstack_harness.moto_services.tables_for_tests import create_pets


class StreamRecordsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        stream_records.install()

    def test_a_record_has_the_images_that_there_are_and_only_changes_are_recorded(self) -> None:
        backend = DynamoDBBackend("us-east-1", "000000000000")
        table = create_pets(backend, {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
        for age in ("1", "1", "2"):
            backend.put_item("Pets", {"name": {"S": "Rex"}, "age": {"N": age}})
        backend.delete_item("Pets", {"name": {"S": "Rex"}})
        shard: Any = table.stream_shard
        records = [item.record for item in shard.items]
        self.assertEqual(
            [(record["eventName"], *_images(record["dynamodb"])) for record in records],
            [("INSERT", None, {"N": "1"}), ("MODIFY", {"N": "1"}, {"N": "2"}), ("REMOVE", {"N": "2"}, None)],
        )


def _images(change: dict[str, Any]) -> tuple[Any, Any]:
    old, new = change.get("OldImage"), change.get("NewImage")
    return old and old["age"], new and new["age"]


if __name__ == "__main__":
    unittest.main()
