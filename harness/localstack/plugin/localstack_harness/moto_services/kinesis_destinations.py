"""
Kinesis streams as destinations of a table's changes, which moto has not.

A record is sent in the background, in the order of the changes. Those of a transaction are sent when it succeeds.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds.html
"""

import json
import logging
import queue
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import md5
from typing import Any
from uuid import uuid4

from localstack.aws.connect import connect_to
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import StreamShard, Table

from localstack_harness.support.moto_service import Attached
from localstack_harness.support.patching import Original, patch

LOG = logging.getLogger(__name__)

type Destination = dict[str, Any]
type Record = tuple[str, dict[str, Any]]
"""The ARN of a stream, and what it gets."""

ACTIVE = "ACTIVE"
PRECISION = "ApproximateCreationDateTimePrecision"
_PER_SECOND = {"MILLISECOND": 1_000, "MICROSECOND": 1_000_000}

destinations: Attached[dict[str, Destination]] = Attached("destinations", dict)
"""Of a table, by the ARN of the stream."""
_transaction: ContextVar[list[Record] | None] = ContextVar("changes of a transaction", default=None)


class _Unread(StreamShard):
    """In place of the stream of a table that has none: moto reports changes only to a stream."""

    def add(self, old: Item | None, new: Item | None) -> None:
        _report(self.table, old, new)


def install() -> None:
    @patch(StreamShard.add)
    def add(original: Original, /, self: StreamShard, old: Item | None, new: Item | None) -> None:
        original(self, old, new)
        _report(self.table, old, new)

    @patch(Table.set_stream_specification)
    def set_stream_specification(original: Original, /, self: Table, streams: Any) -> None:
        original(self, streams)
        observe(self)

    @patch(DynamoDBBackend.transact_write_items)
    def transact_write_items(original: Original, /, self: DynamoDBBackend, transact_items: Any) -> Any:
        with _sent_at_end():
            return original(self, transact_items)


@contextmanager
def _sent_at_end() -> Iterator[None]:
    changes: list[Record] = []
    token = _transaction.set(changes)
    try:
        yield
    finally:
        _transaction.reset(token)
    for change in changes:
        _sender.send(change)


def observe(table: Table) -> None:
    """Makes moto report the changes of a table that has destinations."""
    if _active(table) and table.stream_shard is None:
        table.stream_shard = _Unread(table.account_id, table)


def _active(table: Table) -> list[Destination]:
    return [each for each in destinations.of(table).values() if each["DestinationStatus"] == ACTIVE]


def _report(table: Table, old: Item | None, new: Item | None) -> None:
    to = _active(table)
    if not to or (old is not None and new is not None and old.to_json() == new.to_json()):
        return
    waiting = _transaction.get()
    for destination in to:
        change = (destination["StreamArn"], record(table, old, new, destination[PRECISION]))
        _sender.send(change) if waiting is None else waiting.append(change)


def record(table: Table, old: Item | None, new: Item | None, precision: str) -> dict[str, Any]:
    """https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_gettingstarted.html"""
    images = {
        name: item.to_json()["Attributes"] for name, item in (("NewImage", new), ("OldImage", old)) if item
    }
    item: Item | None = new or old
    assert item is not None, "a change has an item"
    keys = {table.hash_key_attr: item.hash_key.to_json()}
    if table.range_key_attr is not None and item.range_key is not None:
        keys[table.range_key_attr] = item.range_key.to_json()
    change: dict[str, Any] = {
        "ApproximateCreationDateTime": time.time_ns() * _PER_SECOND[precision] // 1_000_000_000,
        "Keys": keys,
        **images,
        "SizeBytes": len(json.dumps([keys, images])),
    }
    if precision != "MILLISECOND":
        change[PRECISION] = precision
    return {
        "awsRegion": table.region_name,
        "eventID": str(uuid4()),
        "eventName": "INSERT" if old is None else "REMOVE" if new is None else "MODIFY",
        "userIdentity": None,
        "recordFormat": "application/json",
        "tableName": table.name,
        "dynamodb": change,
        "eventSource": "aws:dynamodb",
    }


class _Sender:
    def __init__(self) -> None:
        self._changes: queue.SimpleQueue[Record] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def send(self, change: Record) -> None:
        with self._lock:
            if not self._thread:
                self._thread = threading.Thread(target=self._run, daemon=True, name="dynamodb-to-kinesis")
                self._thread.start()
        self._changes.put(change)

    def _run(self) -> None:
        while True:
            stream, content = self._changes.get()
            try:
                _put(stream, content)
            except Exception as error:  # noqa: BLE001 - any failure must leave the thread running
                LOG.warning(
                    "a change of the table %s did not reach %s: %s", content["tableName"], stream, error
                )


_sender = _Sender()


def _put(stream: str, content: Mapping[str, Any]) -> None:
    key = json.dumps(content["dynamodb"]["Keys"], sort_keys=True).encode()
    kinesis(stream).put_record(
        StreamARN=stream,
        Data=json.dumps(content).encode(),
        PartitionKey=md5(key, usedforsecurity=False).hexdigest(),
    )


def kinesis(stream: str) -> Any:
    """The client that a stream is reached with."""
    _, _, _, region, account, _ = stream.split(":", 5)
    return connect_to(aws_access_key_id=account, region_name=region).kinesis
