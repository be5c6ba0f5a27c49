"""One request to a stage of an HTTP API: its route, its authorizer, its integration, and CORS."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from moto.apigatewayv2.models import Api, Route

from localstack_harness.apigateway.http_api import cors
from localstack_harness.apigateway.http_api.answers import Answer, message
from localstack_harness.apigateway.http_api.authorization.authorizing import Refusal, authorize
from localstack_harness.apigateway.http_api.deployed import Deployed
from localstack_harness.apigateway.http_api.incoming import Incoming
from localstack_harness.apigateway.http_api.integrations import DEFAULT_MS, invoke
from localstack_harness.apigateway.http_api.passing_on import IntegrationError
from localstack_harness.apigateway.http_api.payloads import Circumstances
from localstack_harness.apigateway.http_api.routes import match
from localstack_harness.support.timing.time_limit import LateError, within

LOG = logging.getLogger(__name__)

type Admit = Callable[[str], bool]


@dataclass
class Exchange:
    """A request, and what became known of it on its way; the access log reads it."""

    request: Incoming
    given: Circumstances
    api: Api
    deployed: Deployed
    admit: Admit
    """Whether the throttle of a route admits one more request."""
    variables: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.request.method} of HTTP API {self.given.api_id}"


def serve(exchange: Exchange) -> Answer:
    configuration: Mapping[str, Any] | None = exchange.api.cors_configuration  # type: ignore[assignment] # wrong in moto
    is_preflight = configuration is not None and cors.is_preflight(exchange.request)
    answer = _answer(exchange, is_preflight)
    if configuration:
        answer = cors.apply(configuration, exchange.request, answer)
    return replace(answer, headers=(*answer.headers, ("apigw-requestid", exchange.given.request_id)))


def _answer(exchange: Exchange, is_preflight: bool) -> Answer:
    request = exchange.request
    found = match(exchange.deployed.routes, request.method, request.raw_path)
    if found is None:
        return cors.PREFLIGHT if is_preflight else message(404, "Not Found")
    exchange.given = replace(exchange.given, route_key=found.key, path_parameters=found.parameters)
    if not exchange.admit(found.key):
        return message(429, "Too Many Requests")
    route = exchange.deployed.routes[found.key]
    try:
        integration_id = (route.target or "").removeprefix("integrations/")
        integration = exchange.deployed.integrations.get(integration_id)
        version = integration.payload_format_version if integration else None
        granted = authorize(route, exchange.deployed.authorizers, request, exchange.given, version or "1.0")
    except Refusal as refusal:
        LOG.info("%s: %s: %s", exchange.name, refusal.answer.status, refusal)
        exchange.variables["authorizer"] = {"error": str(refusal)}
        return refusal.answer
    if is_preflight and not found.key.startswith("OPTIONS "):
        return cors.PREFLIGHT
    exchange.given = replace(exchange.given, authorizer=granted)
    return _integrate(exchange, route, integration)


def _integrate(exchange: Exchange, route: Route, integration: Any) -> Answer:
    began = time.perf_counter()
    try:
        if integration is None:
            raise IntegrationError(f"the route {route.route_key} has no integration")
        limit_s = (integration.timeout_in_millis or DEFAULT_MS) / 1000
        return within(limit_s, lambda: invoke(integration, exchange.request, exchange.given))
    except LateError:
        return _failed(
            exchange, message(503, "Service Unavailable"), "the integration did not respond in time"
        )
    except IntegrationError as error:
        return _failed(exchange, message(500, "Internal Server Error"), str(error))
    finally:
        exchange.variables["integrationLatency"] = round((time.perf_counter() - began) * 1000)


def _failed(exchange: Exchange, answer: Answer, reason: str) -> Answer:
    LOG.warning("%s: %s: %s", exchange.name, answer.status, reason)
    exchange.variables["integrationErrorMessage"] = reason
    return answer
