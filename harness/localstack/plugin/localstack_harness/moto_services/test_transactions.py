import unittest
from typing import Any

from moto.dynamodb.exceptions import TransactionCanceledException
from moto.dynamodb.models import DynamoDBBackend

from localstack_harness.moto_services import transactions


class CancelledTransactionTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        transactions.install()

    def setUp(self) -> None:
        self.backend = DynamoDBBackend("us-east-1", "000000000000")
        self.backend.create_table(
            "pets",
            schema=[{"AttributeName": "name", "KeyType": "HASH"}],
            throughput=None,
            attr=[{"AttributeName": "name", "AttributeType": "S"}],
            global_indexes=None,
            indexes=None,
            streams={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
            billing_mode="PAY_PER_REQUEST",
            sse_specification=None,
            tags=[],
            deletion_protection_enabled=False,
            warm_throughput=None,
        )

    def _put(self, name: str, condition: str | None = None) -> dict[str, Any]:
        put: dict[str, Any] = {"TableName": "pets", "Item": {"name": {"S": name}}}
        return {"Put": {**put, **({"ConditionExpression": condition} if condition else {})}}

    def _changes(self) -> list[str]:
        shard = self.backend.tables["pets"].stream_shard
        assert shard is not None
        return [
            record["dynamodb"]["Keys"]["name"]["S"] for record in shard.get(shard.starting_sequence_number, 9)
        ]

    def test_leaves_no_change_and_the_same_stream(self) -> None:
        self.backend.transact_write_items([self._put("Rex")])
        stream = self.backend.tables["pets"].stream_shard
        with self.assertRaises(TransactionCanceledException):
            self.backend.transact_write_items(
                [self._put("Cat"), self._put("Rex", "attribute_exists(absent)")]
            )
        self.backend.transact_write_items([self._put("Tom")])
        self.assertEqual(self._changes(), ["Rex", "Tom"])
        self.assertIs(self.backend.tables["pets"].stream_shard, stream)


if __name__ == "__main__":
    unittest.main()
