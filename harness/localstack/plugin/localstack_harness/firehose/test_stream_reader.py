import base64
import unittest
from types import SimpleNamespace
from typing import Any

from localstack_harness.firehose.stream_reader import StreamReader


class ResourceNotFoundError(Exception):
    pass


class Kinesis:
    """One stream, whose shards have the records after their iterator."""

    exceptions = SimpleNamespace(ResourceNotFoundException=ResourceNotFoundError)

    def __init__(self, **shards: list[bytes]) -> None:
        self.shards = shards

    def list_shards(self, **_: Any) -> Any:
        return {"Shards": [{"ShardId": shard} for shard in self.shards]}

    def get_shard_iterator(self, **given: Any) -> Any:
        shard = given["ShardId"]
        at = len(self.shards[shard]) if given["ShardIteratorType"] == "LATEST" else 0
        return {"ShardIterator": f"{shard}:{at}"}

    def get_records(self, **given: Any) -> Any:
        shard, _, at = given["ShardIterator"].partition(":")
        data = self.shards[shard][int(at) :]
        return {
            "Records": [{"Data": item, "PartitionKey": "k", "SequenceNumber": "1"} for item in data],
            "NextShardIterator": f"{shard}:{len(self.shards[shard])}",
        }


class StreamReaderTest(unittest.TestCase):
    def test_gives_each_new_record_once_also_of_shards_that_come_later(self) -> None:
        kinesis = Kinesis(one=[b"before"])
        given: list[str] = []
        reader = StreamReader(
            kinesis,
            "pets",
            lambda records: given.extend(base64.b64decode(record["data"]).decode() for record in records),
        )
        kinesis.shards["one"].append(b"Rex")
        reader._read()
        kinesis.shards["two"] = [b"Tom"]
        reader._read()
        reader._read()
        self.assertEqual(given, ["Rex", "Tom"])

    def test_ends_with_its_stream(self) -> None:
        kinesis = Kinesis(one=[])
        reader = StreamReader(kinesis, "pets", lambda _: None)
        kinesis.list_shards = gone  # type: ignore[method-assign]
        reader.start()
        reader.join(10)
        self.assertFalse(reader.is_alive())


def gone(**_: Any) -> Any:
    raise ResourceNotFoundError


if __name__ == "__main__":
    unittest.main()
