"""
The access log of a stage of an HTTP API.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
"""

import hashlib
from datetime import UTC, datetime
from typing import Any

from moto.apigatewayv2.models import Stage

from localstack_harness.apigateway.access_logs.delivery import DELIVERY, Destination
from localstack_harness.apigateway.access_logs.format import render
from localstack_harness.apigateway.http_api.answers import Answer
from localstack_harness.apigateway.http_api.gateway import Exchange


def write(exchange: Exchange, stage: Stage, answer: Answer) -> None:
    settings = stage.access_log_settings or {}
    arn, template = settings.get("destinationArn"), settings.get("format")
    if not arn or not template:
        return
    given = exchange.given
    stage_arn = f"arn:aws:apigateway:{given.region}::/apis/{given.api_id}/stages/{stage.name}"
    stream = hashlib.md5(stage_arn.encode(), usedforsecurity=False).hexdigest()
    match arn.split(":"):
        case [_, _, "logs", _, _, _, group, *_]:
            destination = Destination(given.account, given.region, group, stream, stage_arn)
            DELIVERY.send(destination, render(template, variables(exchange, answer)))


def variables(exchange: Exchange, answer: Answer) -> dict[str, Any]:
    """The values of `$context`."""
    request, given = exchange.request, exchange.given
    latency = exchange.variables.get("integrationLatency")
    status = answer.status if latency is not None else None
    authorizer = given.authorizer or {}
    return {
        "accountId": given.account,
        "apiId": given.api_id,
        "domainName": given.domain,
        "domainPrefix": given.api_id,
        "extendedRequestId": given.request_id,
        "httpMethod": request.method,
        "identity": {"sourceIp": request.source_ip, "userAgent": request.header("user-agent")},
        "path": request.path,
        "protocol": "HTTP/1.1",
        "requestId": given.request_id,
        "requestTime": given.clf_time,
        "requestTimeEpoch": given.epoch_ms,
        "responseLatency": round((datetime.now(UTC) - given.time).total_seconds() * 1000),
        "responseLength": len(answer.body),
        "routeKey": given.route_key,
        "stage": request.stage,
        "status": answer.status,
        "integrationStatus": status,
        "integration": {"status": status, "integrationStatus": status, "latency": latency},
        # an authorizer's own values, without the name of its kind
        "authorizer": authorizer.get("jwt") or authorizer.get("lambda") or authorizer,
        **exchange.variables,
    }
