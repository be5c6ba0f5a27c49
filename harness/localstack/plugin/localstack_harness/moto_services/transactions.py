"""
Streams of DynamoDB after a transaction that was cancelled. moto restores a copy of each table then, and with it another
stream than the one that readers follow; and the stream keeps the changes that were taken back.
"""

from typing import Any

from moto.dynamodb.models import DynamoDBBackend

from localstack_harness.support.patching import Original, patch


def install() -> None:
    @patch(DynamoDBBackend.transact_write_items)
    def transact_write_items(
        original: Original, /, self: DynamoDBBackend, transact_items: list[dict[str, Any]]
    ) -> None:
        shards = {
            name: (table.stream_shard, len(table.stream_shard.items))
            for name, table in self.tables.items()
            if table.stream_shard is not None
        }
        try:
            original(self, transact_items)
        except Exception:
            for name, (shard, length) in shards.items():
                del shard.items[length:]
                shard.table = self.tables[name]
                self.tables[name].stream_shard = shard
            raise
