"""Integrations of the type HTTP_PROXY: the request is passed on to an address."""

from urllib.parse import quote

from moto.apigatewayv2.models import Integration

from localstack_harness.apigateway.http_api.answers import Answer
from localstack_harness.apigateway.http_api.incoming import Incoming
from localstack_harness.apigateway.http_api.payloads import Circumstances
from localstack_harness.support.http.forwarding import NOT_PASSED_ON, UnreachableError, forward


class IntegrationError(Exception):
    """500: the message is for the log."""


def pass_on(integration: Integration, uri: str, request: Incoming, given: Circumstances) -> Answer:
    """Raises IntegrationError."""
    headers = {
        name: ",".join(values) for name, values in request.header_values.items() if name not in NOT_PASSED_ON
    }
    forwarded = f"by=127.0.0.1;for={request.source_ip};host={given.domain};proto=http"
    method = integration.integration_method
    try:
        received = forward(
            request.method if method in (None, "ANY") else method,
            address(uri, request, given),
            {**headers, "forwarded": forwarded},
            request.body,
        )
    except UnreachableError as error:
        raise IntegrationError(str(error)) from error
    return Answer(received.status, received.headers, received.body)


def address(uri: str, request: Incoming, given: Circumstances) -> str:
    """With the values of path parameters, and the query of the request."""
    for name, value in given.path_parameters.items():
        for variable in (f"{{{name}}}", f"{{{name}+}}"):
            uri = uri.replace(variable, quote(value, safe="/"))
    if not request.raw_query:
        return uri
    return f"{uri}{'&' if '?' in uri else '?'}{request.raw_query}"
