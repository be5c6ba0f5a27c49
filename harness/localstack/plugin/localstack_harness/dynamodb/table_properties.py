"""What CreateTable and UpdateTable take for the properties of a table or global table. Knows nothing of LocalStack."""

from collections.abc import Iterator, Mapping
from typing import Any

type Properties = Mapping[str, Any]

_CREATED = (
    "TableName",
    "AttributeDefinitions",
    "KeySchema",
    "BillingMode",
    "LocalSecondaryIndexes",
    "TableClass",
    "DeletionProtectionEnabled",
)
_CHANGED = ("BillingMode", "TableClass", "DeletionProtectionEnabled")
_OF_REPLICA = ("TableClass", "DeletionProtectionEnabled", "Tags", "KinesisStreamSpecification")
_INDEX = ("IndexName", "KeySchema", "Projection")
_DEFAULT_UNITS = 5
"""Where a template has no capacity."""


def local_replica(model: Properties, region: str) -> dict[str, Any]:
    """Of a global table. Raises ValueError if it has one in another region."""
    others = [replica["Region"] for replica in model["Replicas"] if replica["Region"] != region]
    if others:
        raise ValueError(
            f"a replica in {', '.join(others)} is not supported: leave out the replicas of the table, "
            f"so that it has only the one in {region}"
        )
    return dict(model["Replicas"][0])


def as_table(model: Properties, replica: Properties) -> dict[str, Any]:
    """A global table as a table: it has its settings for reading, class, protection and tags in its replica."""
    reads = {index["IndexName"]: index for index in replica.get("GlobalSecondaryIndexes") or ()}
    indexes = [
        {**index, "ProvisionedThroughput": _throughput(index, reads.get(index["IndexName"], {}))}
        for index in model.get("GlobalSecondaryIndexes") or ()
    ]
    local = {name: replica[name] for name in _OF_REPLICA if name in replica}
    table = {**model, **local, "ProvisionedThroughput": _throughput(model, replica)}
    return {**table, "GlobalSecondaryIndexes": indexes} if indexes else table


def _throughput(written: Properties, read: Properties) -> dict[str, int]:
    write = written.get("WriteProvisionedThroughputSettings") or {}
    reads = read.get("ReadProvisionedThroughputSettings") or {}
    return {"ReadCapacityUnits": _units(reads, "Read"), "WriteCapacityUnits": _units(write, "Write")}


def _units(settings: Properties, kind: str) -> int:
    scaled = settings.get(f"{kind}CapacityAutoScalingSettings") or {}
    units = settings.get(f"{kind}CapacityUnits") or scaled.get("SeedCapacity") or scaled.get("MinCapacity")
    return int(units or _DEFAULT_UNITS)


def creation(table: Properties) -> dict[str, Any]:
    """The arguments of CreateTable."""
    arguments = {name: table[name] for name in _CREATED if table.get(name) is not None}
    if _provisioned(table):
        arguments["ProvisionedThroughput"] = _capacity(table)
    if indexes := table.get("GlobalSecondaryIndexes"):
        arguments["GlobalSecondaryIndexes"] = [_index(table, index) for index in indexes]
    if stream := table.get("StreamSpecification"):
        arguments["StreamSpecification"] = {**stream, "StreamEnabled": True}
    if (encryption := table.get("SSESpecification")) is not None:
        arguments["SSESpecification"] = {
            "Enabled": encryption["SSEEnabled"],
            **{name: value for name, value in encryption.items() if name != "SSEEnabled"},
        }
    if tags := table.get("Tags"):
        arguments["Tags"] = tags
    return arguments


def changes(before: Properties, after: Properties) -> Iterator[dict[str, Any]]:
    """The arguments of each UpdateTable in turn: an operation creates or deletes one index."""
    changed: dict[str, Any] = {name: after[name] for name in _CHANGED if name in _differing(before, after)}
    if _provisioned(after) and _differing(before, after) & {"BillingMode", "ProvisionedThroughput"}:
        changed["ProvisionedThroughput"] = _capacity(after)
    if changed:
        yield changed
    old, new = before.get("StreamSpecification"), after.get("StreamSpecification")
    if old != new:
        if old:
            yield {"StreamSpecification": {"StreamEnabled": False}}
        if new:
            yield {"StreamSpecification": {**new, "StreamEnabled": True}}
    yield from _index_changes(before, after)


def _index_changes(before: Properties, after: Properties) -> Iterator[dict[str, Any]]:
    old, new = _indexes(before), _indexes(after)
    for name in old:
        if name not in new or _shape(old[name]) != _shape(new[name]):
            yield {"GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": name}}]}
    for name, index in new.items():
        if name not in old or _shape(old[name]) != _shape(index):
            yield {
                "AttributeDefinitions": after["AttributeDefinitions"],
                "GlobalSecondaryIndexUpdates": [{"Create": _index(after, index)}],
            }


def _differing(before: Properties, after: Properties) -> set[str]:
    return {name for name in after if before.get(name) != after[name]}


def _indexes(table: Properties) -> dict[str, Properties]:
    return {index["IndexName"]: index for index in table.get("GlobalSecondaryIndexes") or ()}


def _shape(index: Properties) -> dict[str, Any]:
    return {name: index.get(name) for name in _INDEX}


def _index(table: Properties, index: Properties) -> dict[str, Any]:
    capacity = {"ProvisionedThroughput": _capacity(index)} if _provisioned(table) else {}
    return {**{name: index[name] for name in _INDEX}, **capacity}


def _provisioned(table: Properties) -> bool:
    return table.get("BillingMode") != "PAY_PER_REQUEST"


def _capacity(table: Properties) -> dict[str, int]:
    given = table.get("ProvisionedThroughput") or {}
    names = ("ReadCapacityUnits", "WriteCapacityUnits")
    return {name: int(given.get(name) or _DEFAULT_UNITS) for name in names}
