"""Writes API Gateway's access logs, which LocalStack lacks, in the format of each stage."""

import hashlib
import logging
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from localstack.services.apigateway.next_gen.execute_api import handlers
from localstack.services.apigateway.next_gen.execute_api.context import RestApiInvocationContext
from localstack.services.apigateway.next_gen.execute_api.gateway import RestApiGateway
from rolo import Response
from rolo.gateway.chain import Handler

from localstack_harness.apigateway.access_logs.delivery import DELIVERY, Destination
from localstack_harness.apigateway.access_logs.format import render
from localstack_harness.support.patching import Original, patch

LOG = logging.getLogger(__name__)


def install() -> None:
    @patch(RestApiGateway.__init__)
    def init(original: Original, self: RestApiGateway) -> None:
        original(self)
        self.request_handlers.insert(0, _mark("harness_start"))
        integration = self.request_handlers.index(handlers.integration_handler)
        self.request_handlers.insert(integration + 1, _mark("harness_integration_end"))
        self.request_handlers.insert(integration, _mark("harness_integration_start"))
        self.finalizers.append(_write)


def _mark(name: str) -> Handler[RestApiInvocationContext]:
    def mark(chain: object, context: RestApiInvocationContext, response: object) -> None:
        setattr(context, name, time.perf_counter())

    return mark


def _write(chain: object, context: RestApiInvocationContext, response: Response) -> None:
    settings = (context.stage_configuration or {}).get("accessLogSettings") or {}
    arn, template = settings.get("destinationArn"), settings.get("format")
    if not arn or not template or not context.context_variables:
        return
    match arn.split(":"):
        case [_, _, "logs", _, _, _, group, *_]:
            DELIVERY.send(_destination(context, group), render(template, _variables(context, response)))
        case _:
            LOG.debug("access logs can go to log groups only, not to %s", arn)


def _destination(context: RestApiInvocationContext, group: str) -> Destination:
    region = context.region or ""
    stage_arn = f"arn:aws:apigateway:{region}::/restapis/{context.api_id}/stages/{context.stage}"
    stream = hashlib.md5(stage_arn.encode(), usedforsecurity=False).hexdigest()
    return Destination(context.account_id or "", region, group, stream, stage_arn)


def _variables(context: RestApiInvocationContext, response: Response) -> dict[str, object]:
    now = time.perf_counter()
    given: Mapping[str, Any] = context.context_variables or {}
    variables: dict[str, object] = {
        **given,
        "status": response.status_code,
        "responseLength": len(response.data),
        "responseLatency": _milliseconds(context.get("harness_start") or now, now),
        "requestTime": _clf_time(given.get("requestTimeEpoch")),
        "xrayTraceId": (context.trace_id or "").removeprefix("Root=").split(";")[0] or None,
    }
    if error := given.get("error"):
        variables["error"] = {**error, "messageString": f'"{error.get("message", "")}"'}
    integration_start = context.get("harness_integration_start")
    if integration_start is not None:
        end = context.get("harness_integration_end") or now
        latency = _milliseconds(integration_start, end)
        endpoint = context.endpoint_response
        status = endpoint["status_code"] if endpoint else None
        variables |= {
            "integrationLatency": latency,
            "integrationStatus": status,
            "integration": {"latency": latency, "integrationStatus": status, "status": status},
        }
    return variables


def _milliseconds(start: float, end: float) -> int:
    return round((end - start) * 1000)


def _clf_time(epoch_ms: int | None) -> str | None:
    """LocalStack's own value lacks the time zone."""
    if epoch_ms is None:
        return None
    return datetime.fromtimestamp(epoch_ms / 1000, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000")
