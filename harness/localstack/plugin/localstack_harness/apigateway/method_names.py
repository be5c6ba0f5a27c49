"""
Methods of HTTP are case-sensitive: API Gateway has no route for `post`.

Werkzeug turns a request's method into upper case before LocalStack looks for its route. Mends
next_gen/execute_api/handlers/resource_router.py of LocalStack's API Gateway.
https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-method-settings.html
"""

from collections.abc import Callable

from localstack.aws.api.apigateway import Resource
from localstack.services.apigateway.next_gen.execute_api.context import RestApiInvocationContext
from localstack.services.apigateway.next_gen.execute_api.gateway_response import MissingAuthTokenError
from localstack.services.apigateway.next_gen.execute_api.handlers.resource_router import RestAPIResourceRouter

from localstack_harness.support.patching import patch

type Match = tuple[Resource, dict[str, str]]


def install() -> None:
    patch(RestAPIResourceRouter.match)(_match)


def _match(
    original: Callable[[RestAPIResourceRouter, RestApiInvocationContext], Match],
    /,
    self: RestAPIResourceRouter,
    context: RestApiInvocationContext,
) -> Match:
    method = context.request.environ.get("REQUEST_METHOD", "")
    if method != method.upper():
        raise MissingAuthTokenError("Missing Authentication Token")
    return original(self, context)
