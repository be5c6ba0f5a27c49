"""Integrations of the type HTTP_PROXY: the request is passed on to an address."""

from urllib.parse import quote, urlsplit

from moto.apigatewayv2.models import Integration

from localstack_harness.apigateway.http_api.answers import Answer
from localstack_harness.apigateway.http_api.incoming import Incoming
from localstack_harness.apigateway.http_api.payloads import Circumstances
from localstack_harness.support.http.certificate import certificate_file
from localstack_harness.support.http.sender import is_local_name

_LONGEST_S = 30
_OF_CONNECTION = (
    "connection",
    "keep-alive",
    "transfer-encoding",
    "upgrade",
    "te",
    "trailer",
    "proxy-connection",
)
_NOT_PASSED_ON = (*_OF_CONNECTION, "host", "content-length")
_NOT_PASSED_BACK = (*_OF_CONNECTION, "content-length", "content-encoding")


class IntegrationError(Exception):
    """500: the message is for the log."""


def pass_on(integration: Integration, uri: str, request: Incoming, given: Circumstances) -> Answer:
    """Raises IntegrationError."""
    import requests

    url = address(uri, request, given)
    parts = urlsplit(url)
    # the system resolves `localhost`, but not the names below it
    is_local = is_local_name(parts.hostname or "")
    target = url.replace(parts.netloc, f"localhost:{parts.port}", 1) if is_local and parts.port else url
    headers = {
        name: ",".join(values) for name, values in request.header_values.items() if name not in _NOT_PASSED_ON
    }
    forwarded = f"by=127.0.0.1;for={request.source_ip};host={given.domain};proto=http"
    method = integration.integration_method
    try:
        response = requests.request(
            request.method if method in (None, "ANY") else method,
            target,
            headers={**headers, "host": parts.netloc, "forwarded": forwarded},
            data=request.body,
            timeout=_LONGEST_S,
            allow_redirects=False,
            verify=str(certificate_file()) if is_local else True,
        )
    except requests.RequestException as error:
        raise IntegrationError(f"{url} cannot be reached: {error}") from error
    received = (
        (name.lower(), value)
        for name, value in response.raw.headers.items()
        if name.lower() not in _NOT_PASSED_BACK
    )
    return Answer(response.status_code, tuple(received), response.content)


def address(uri: str, request: Incoming, given: Circumstances) -> str:
    """With the values of path parameters, and the query of the request."""
    for name, value in given.path_parameters.items():
        for variable in (f"{{{name}}}", f"{{{name}+}}"):
            uri = uri.replace(variable, quote(value, safe="/"))
    if not request.raw_query:
        return uri
    return f"{uri}{'&' if '?' in uri else '?'}{request.raw_query}"
