"""Writes API Gateway's access logs, which LocalStack leaves out, in each stage's own format."""

import hashlib
import logging
import time
from datetime import UTC, datetime
from typing import Any

from localstack.services.apigateway.next_gen.execute_api import handlers
from localstack.services.apigateway.next_gen.execute_api.context import (
    RestApiInvocationContext,
)
from localstack.services.apigateway.next_gen.execute_api.gateway import RestApiGateway
from localstack.utils.patch import patch

from localstack_harness.apigateway.access_log_delivery import DELIVERY, Destination
from localstack_harness.apigateway.access_log_format import render

LOG = logging.getLogger(__name__)


def install() -> None:
    @patch(RestApiGateway.__init__)
    def __init__(original: Any, self: Any) -> None:
        original(self)
        self.request_handlers.insert(0, _mark("harness_began"))
        integration = self.request_handlers.index(handlers.integration_handler)
        self.request_handlers.insert(integration + 1, _mark("harness_integration_ended"))
        self.request_handlers.insert(integration, _mark("harness_integration_began"))
        self.finalizers.append(_write)


def _mark(name: str) -> Any:
    def mark(chain: Any, context: RestApiInvocationContext, response: Any) -> None:
        setattr(context, name, time.perf_counter())

    return mark


def _write(chain: Any, context: RestApiInvocationContext, response: Any) -> None:
    settings = (context.stage_configuration or {}).get("accessLogSettings") or {}
    arn, template = settings.get("destinationArn"), settings.get("format")
    if not arn or not template or not context.context_variables:
        return
    parts = arn.split(":")
    if len(parts) < 7 or parts[2] != "logs":
        LOG.debug("access logs go to log groups only, not to %s", arn)
        return
    stage_arn = f"arn:aws:apigateway:{context.region}::/restapis/{context.api_id}/stages/{context.stage}"
    stream = hashlib.md5(stage_arn.encode(), usedforsecurity=False).hexdigest()
    destination = Destination(context.account_id or "", context.region or "", parts[6], stream, stage_arn)
    DELIVERY.send(destination, render(template, _variables(context, response)))


def _clf_time(variables: Any) -> str | None:
    """LocalStack's own lacks the zone."""
    epoch_ms = variables.get("requestTimeEpoch")
    if epoch_ms is None:
        return None
    return datetime.fromtimestamp(epoch_ms / 1000, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000")


def _variables(context: RestApiInvocationContext, response: Any) -> dict[str, Any]:
    now = time.perf_counter()
    began = getattr(context, "harness_began", now)
    variables: dict[str, Any] = {
        **(context.context_variables or {}),
        "status": response.status_code,
        "responseLength": len(response.data),
        "responseLatency": round((now - began) * 1000),
        "requestTime": _clf_time(context.context_variables or {}),
        "xrayTraceId": (context.trace_id or "").removeprefix("Root=").split(";")[0] or None,
    }
    if error := variables.get("error"):
        variables["error"] = {**error, "messageString": f'"{error.get("message", "")}"'}
    integration_began = getattr(context, "harness_integration_began", None)
    if integration_began is not None:
        latency = round((getattr(context, "harness_integration_ended", now) - integration_began) * 1000)
        answer: Any = context.endpoint_response or {}
        status = answer.get("status_code")
        variables |= {"integrationLatency": latency, "integrationStatus": status}
        variables["integration"] = {
            "latency": latency,
            "integrationStatus": status,
            "status": status,
        }
    return variables
