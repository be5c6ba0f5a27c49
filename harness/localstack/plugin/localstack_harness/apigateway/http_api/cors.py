"""
The CORS configuration of an HTTP API. Knows nothing of LocalStack.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
"""

from dataclasses import replace

from localstack_harness.apigateway.http_api.answers import Answer
from localstack_harness.apigateway.http_api.incoming import Incoming
from localstack_harness.support.http import cors

PREFLIGHT = Answer(204, (), b"")
"""API Gateway's own response to a preflight, for which it asks no integration."""


def is_preflight(request: Incoming) -> bool:
    return cors.is_preflight(request.method, request.header)


def apply(configuration: cors.Configuration, request: Incoming, answer: Answer) -> Answer:
    """The CORS headers of the integration give way to those of the configuration."""
    added = cors.cors_headers(configuration, request.header("origin"), preflight=is_preflight(request))
    return replace(answer, headers=(*cors.without_cors(answer.headers), *added))
