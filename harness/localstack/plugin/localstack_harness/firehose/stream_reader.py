"""
Reads a Kinesis stream for Firehose, in place of LocalStack's utils/kinesis/kinesis_connector.py: that is a Java program
which LocalStack's package leaves out.
"""

import base64
import logging
import sys
from collections.abc import Callable
from importlib.util import find_spec
from threading import Event, Thread
from types import ModuleType
from typing import Any

from localstack.aws.connect import connect_to

LOG = logging.getLogger(__name__)

PAUSE_S = 0.5
_REPLACED = "localstack.utils.kinesis.kinesis_connector"

type Listener = Callable[[list[dict[str, Any]]], Any]


def install() -> None:
    """Must run before LocalStack imports its Firehose."""
    if find_spec("amazon_kclpy"):
        return
    module = ModuleType(_REPLACED, __doc__)
    vars(module).update(KinesisProcessorThread=StreamReader, listen_to_kinesis=listen)
    sys.modules[_REPLACED] = module


def listen(
    stream_name: str, account_id: str, region_name: str, listener_func: Listener, **_options: object
) -> "StreamReader":
    reader = StreamReader(
        connect_to(aws_access_key_id=account_id, region_name=region_name).kinesis, stream_name, listener_func
    )
    reader.start()
    return reader


class StreamReader(Thread):
    """Gives the listener all records that come after it was made."""

    def __init__(self, kinesis: Any, stream: str, listener: Listener) -> None:
        super().__init__(daemon=True, name=f"stream-reader-{stream}")
        self._kinesis = kinesis
        self._stream = stream
        self._listener = listener
        self._stopped = Event()
        self._iterators = self._latest()

    def stop(self) -> None:
        self._stopped.set()

    def run(self) -> None:
        while not self._stopped.wait(PAUSE_S):
            try:
                self._read()
            except self._kinesis.exceptions.ResourceNotFoundException:
                LOG.info("the stream %s is gone", self._stream)
                return
            except Exception as error:  # noqa: BLE001 - the next records must be read
                LOG.warning("records of the stream %s could not be delivered: %s", self._stream, error)

    def _latest(self) -> dict[str, str | None]:
        shards = self._kinesis.list_shards(StreamName=self._stream)["Shards"]
        return {shard["ShardId"]: self._iterator(shard["ShardId"], "LATEST") for shard in shards}

    def _iterator(self, shard: str, kind: str) -> str:
        given = {"StreamName": self._stream, "ShardId": shard, "ShardIteratorType": kind}
        iterator: str = self._kinesis.get_shard_iterator(**given)["ShardIterator"]
        return iterator

    def _read(self) -> None:
        for shard in self._kinesis.list_shards(StreamName=self._stream)["Shards"]:
            # a shard that a split or merge has made
            if shard["ShardId"] not in self._iterators:
                self._iterators[shard["ShardId"]] = self._iterator(shard["ShardId"], "TRIM_HORIZON")
        for shard_id, iterator in list(self._iterators.items()):
            if not iterator:
                continue
            answer = self._kinesis.get_records(ShardIterator=iterator)
            self._iterators[shard_id] = answer.get("NextShardIterator")
            if answer["Records"]:
                self._listener([_as_firehose_has_it(record) for record in answer["Records"]])


def _as_firehose_has_it(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": base64.b64encode(record["Data"]).decode(),
        "partitionKey": record["PartitionKey"],
        "sequenceNumber": record["SequenceNumber"],
    }
