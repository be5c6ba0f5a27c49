"""
Creates global tables, as CDK's TableV2 makes them, and changes them and tables.

Changes services/dynamodb/resource_providers/ of LocalStack, which relies on its own program, and changes nothing.
"""

from typing import Any
from uuid import uuid4

from localstack.services.cloudformation.resource_provider import ProgressEvent

from localstack_harness.dynamodb.table_properties import (
    Properties,
    as_table,
    changes,
    creation,
    local_replica,
)
from localstack_harness.support.patching import replace
from localstack_harness.support.resource_types import default_name, done

_KINESIS = "KinesisStreamSpecification"


def install_global() -> None:
    from localstack.services.dynamodb.resource_providers.aws_dynamodb_globaltable import (
        DynamoDBGlobalTableProvider,
    )

    replace(DynamoDBGlobalTableProvider, "create", _create_global)
    replace(DynamoDBGlobalTableProvider, "update", _update_global)


def install() -> None:
    from localstack.services.dynamodb.resource_providers.aws_dynamodb_table import DynamoDBTableProvider

    replace(DynamoDBTableProvider, "create", _create)
    replace(DynamoDBTableProvider, "update", _update)


def _create(_: Any, request: Any) -> ProgressEvent[Any]:
    model = _named(request)
    return done({**model, **_created(request, model, model)})


def _create_global(_: Any, request: Any) -> ProgressEvent[Any]:
    model = _named(request)
    table = as_table(model, local_replica(model, request.region_name))
    return done({**model, **_created(request, model, table), "TableId": str(uuid4())})


def _named(request: Any) -> dict[str, Any]:
    name = default_name(request)
    return {"TableName": name, **request.desired_state}


def _created(request: Any, model: Properties, table: Properties) -> dict[str, str]:
    client = request.aws_client_factory.dynamodb
    client.create_table(**creation(table))
    _finish(client, {}, table)
    return _attributes(client, model)


def _update_global(_: Any, request: Any) -> ProgressEvent[Any]:
    before = request.previous_state
    after = {**_kept(before, ("TableName", "TableId")), **request.desired_state}
    region = request.region_name
    return _change(
        request,
        as_table(before, local_replica(before, region)),
        as_table(after, local_replica(after, region)),
        after,
    )


def _update(_: Any, request: Any) -> ProgressEvent[Any]:
    after = {**_kept(request.previous_state, ("TableName",)), **request.desired_state}
    return _change(request, request.previous_state, after, after)


def _change(request: Any, before: Properties, after: Properties, model: Properties) -> ProgressEvent[Any]:
    client = request.aws_client_factory.dynamodb
    for arguments in changes(before, after):
        client.update_table(TableName=after["TableName"], **arguments)
        _wait(client, after)
    _finish(client, before, after)
    return done({**model, **_attributes(client, model)})


def _finish(client: Any, before: Properties, table: Properties) -> None:
    """What other operations set, once the table is active."""
    _wait(client, table)
    name = table["TableName"]
    if (ttl := table.get("TimeToLiveSpecification")) != (old := before.get("TimeToLiveSpecification")):
        setting = ttl or {**(old or {}), "Enabled": False}
        client.update_time_to_live(TableName=name, TimeToLiveSpecification=setting)
    _stream_to_kinesis(client, before, table)
    if before and (removed := _tags(before).keys() - _tags(table).keys()):
        client.untag_resource(ResourceArn=_arn(client, table), TagKeys=sorted(removed))
    if before and _tags(table) != _tags(before) and table.get("Tags"):
        client.tag_resource(ResourceArn=_arn(client, table), Tags=table["Tags"])


def _stream_to_kinesis(client: Any, before: Properties, table: Properties) -> None:
    name = table["TableName"]
    old, new = (each.get(_KINESIS) or {} for each in (before, table))
    if old == new:
        return
    if old:
        client.disable_kinesis_streaming_destination(TableName=name, StreamArn=old["StreamArn"])
    if new:
        precision = "ApproximateCreationDateTimePrecision"
        settings = {precision: new[precision]} if precision in new else {}
        client.enable_kinesis_streaming_destination(
            TableName=name,
            StreamArn=new["StreamArn"],
            **({"EnableKinesisStreamingConfiguration": settings} if settings else {}),
        )


def _wait(client: Any, table: Properties) -> None:
    client.get_waiter("table_exists").wait(
        TableName=table["TableName"], WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )


def _arn(client: Any, table: Properties) -> str:
    return str(client.describe_table(TableName=table["TableName"])["Table"]["TableArn"])


def _tags(table: Properties) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in table.get("Tags") or ()}


def _kept(model: Properties, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: model[name] for name in names if name in model}


def _attributes(client: Any, model: Properties) -> dict[str, str]:
    described = client.describe_table(TableName=model["TableName"])["Table"]
    stream = described.get("LatestStreamArn")
    return {"Arn": described["TableArn"], **({"StreamArn": stream} if stream else {})}
