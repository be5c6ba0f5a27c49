"""
The operations for Kinesis streams as destinations of a table's changes, which moto has not.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_EnableKinesisStreamingDestination.html
"""

from typing import Any

from botocore.exceptions import ClientError
from localstack.aws.api import CommonServiceException, RequestContext
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table

from localstack_harness.moto_services.kinesis_destinations import (
    ACTIVE,
    PRECISION,
    Destination,
    destinations,
    kinesis,
    observe,
)
from localstack_harness.support.moto_service import Operation


def _enable(context: RequestContext, request: Any) -> Any:
    table, stream = _table(context, request), request["StreamArn"]
    settings = request.get("EnableKinesisStreamingConfiguration") or {}
    try:
        kinesis(stream).describe_stream_summary(StreamARN=stream)
    except ClientError as error:
        raise _invalid("User does not have a permission to use kinesis stream") from error
    own = destinations.of(table)
    if own.get(stream, {}).get("DestinationStatus") == ACTIVE:
        raise _invalid(
            "Table is not in a valid state to enable Kinesis Streaming Destination: "
            "KinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation."
        )
    own[stream] = {
        "StreamArn": stream,
        "DestinationStatus": ACTIVE,
        PRECISION: settings.get(PRECISION) or "MILLISECOND",
    }
    observe(table)
    return _answer(request, "ENABLING", EnableKinesisStreamingConfiguration=settings)


def _disable(context: RequestContext, request: Any) -> Any:
    _destination(context, request)["DestinationStatus"] = "DISABLED"
    return _answer(request, "DISABLING")


def _update(context: RequestContext, request: Any) -> Any:
    settings = request["UpdateKinesisStreamingConfiguration"]
    _destination(context, request)[PRECISION] = settings[PRECISION]
    return _answer(request, "UPDATING", UpdateKinesisStreamingConfiguration=settings)


def _describe(context: RequestContext, request: Any) -> Any:
    own = destinations.of(_table(context, request))
    return {"TableName": request["TableName"], "KinesisDataStreamDestinations": list(own.values())}


OPERATIONS: dict[str, Operation] = {
    "EnableKinesisStreamingDestination": _enable,
    "DisableKinesisStreamingDestination": _disable,
    "UpdateKinesisStreamingDestination": _update,
    "DescribeKinesisStreamingDestination": _describe,
}


def _answer(request: Any, status: str, **settings: Any) -> dict[str, Any]:
    names = {name: request[name] for name in ("TableName", "StreamArn")}
    return {**names, "DestinationStatus": status, **settings}


def _destination(context: RequestContext, request: Any) -> Destination:
    found = destinations.of(_table(context, request)).get(request["StreamArn"])
    if not found or found["DestinationStatus"] != ACTIVE:
        raise _invalid(
            "Table is not in a valid state to disable or update Kinesis Streaming Destination: "
            "KinesisStreamingDestination must be ACTIVE."
        )
    return found


def _table(context: RequestContext, request: Any) -> Table:
    tables: dict[str, Table] = dynamodb_backends[context.account_id][context.region].tables
    name = str(request["TableName"]).rpartition("/")[2]
    if name not in tables:
        raise CommonServiceException(
            "ResourceNotFoundException", f"Requested resource not found: Table: {name} not found", 400
        )
    return tables[name]


def _invalid(message: str) -> CommonServiceException:
    return CommonServiceException("ValidationException", message, 400, sender_fault=True)
