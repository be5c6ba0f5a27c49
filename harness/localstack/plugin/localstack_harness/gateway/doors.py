"""Adds the rules to LocalStack's gateway, before any handler that reads a request."""

import logging
import os
from typing import Any
from urllib.parse import urlsplit

from localstack import config, constants
from localstack.aws import handlers
from localstack.aws.api import RequestContext
from localstack.aws.spec import get_service_catalog
from rolo.gateway import Gateway

from localstack_harness.gateway.hosts import Hosts, hosts_of
from localstack_harness.gateway.rules import USER_POOLS, Asked, Passed, Refusal, Rules
from localstack_harness.gateway.s3_access import page_may_use_s3
from localstack_harness.gateway.unsigned import refuse_unsigned
from localstack_harness.support.http.sender import came_over_network

LOG = logging.getLogger(__name__)
PASSED = "harness.passed"
"""The key in a request's environment for how it passed the rules."""


def install(gateway: Gateway) -> None:
    first = FirstDoor(Rules(own_hosts(), trusted_origins(), page_may_use_s3))
    gateway.request_handlers.insert(0, first)
    known = gateway.request_handlers.index(handlers.parse_service_name) + 1
    gateway.request_handlers[known:known] = [keep_pages_to_objects, refuse_unsigned]


def own_hosts() -> Hosts:
    listen = [at.host for at in config.GATEWAY_LISTEN]
    extra = _listed(os.environ.get("HARNESS_HOSTS"))
    return hosts_of(
        names=[constants.LOCALHOST_HOSTNAME, config.LOCALSTACK_HOST.host, *extra],
        services=get_service_catalog().endpoint_prefix_index,
        in_container=config.is_in_docker,
        listens_on=listen,
    )


def trusted_origins() -> frozenset[str]:
    origins = _listed(config.EXTRA_CORS_ALLOWED_ORIGINS)
    if "*" in origins:
        LOG.warning(
            "EXTRA_CORS_ALLOWED_ORIGINS=* is ignored: it would let any web page run code on this machine;"
            " name the origins of your pages instead"
        )
    return frozenset(origins) - {"*", "null"}


def _listed(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


class FirstDoor:
    """Judges requests from the network. Calls between LocalStack's services in memory pass."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def __call__(self, chain: Any, context: RequestContext, response: Any) -> None:
        if not came_over_network(context.request):
            return
        verdict = self._judge(context.request)
        if isinstance(verdict, Refusal):
            refuse(chain, context, response, verdict)
        else:
            context.request.environ[PASSED] = verdict

    def _judge(self, request: Any) -> Passed | Refusal:
        if len(request.headers.getlist("Host")) > 1:
            return Refusal.HOST
        query = request.query_string.decode("latin-1")
        return self._rules.judge(Asked(request.method, request.path, query, request.headers))


def passed(request: Any) -> Passed | None:
    """How a request passed the rules; None for calls between LocalStack's services."""
    return request.environ.get(PASSED)  # type: ignore[no-any-return]


def keep_pages_to_objects(chain: Any, context: RequestContext, response: Any) -> None:
    """Refuses a page's request for an object that LocalStack understands as a call of another service."""
    came = passed(context.request)
    if came and came.is_page and context.service and context.service.service_name != "s3":
        if context.service.service_name == "cognito-idp" and _is_public(context):
            return
        refuse(chain, context, response, Refusal.PAGE)


def _is_public(context: RequestContext) -> bool:
    """An operation that takes a client's id or a token in place of a signature."""
    found = USER_POOLS.fullmatch(context.request.headers.get("X-Amz-Target") or "")
    service = context.service
    assert service
    named = found is not None and found[1] in service.operation_names
    return found is not None and named and service.operation_model(found[1]).auth_type == "none"


def refuse(chain: Any, context: RequestContext, response: Any, refusal: Refusal) -> None:
    headers = context.request.headers
    page = headers.get("Origin") or "{0.scheme}://{0.netloc}".format(urlsplit(headers.get("Referer", "")))
    # neither query nor body, which may hold personal data
    LOG.warning(
        "refused %s %s at %s from %s: %s",
        context.request.method,
        context.request.path[:200],
        headers.get("Host"),
        page if page != "://" else "an unknown page",
        refusal.name,
    )
    response.status_code = 403
    response.set_json({"error": refusal.value})
    chain.terminate()
