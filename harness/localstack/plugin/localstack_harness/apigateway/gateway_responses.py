"""
Responses of API Gateway itself, with the headers and the body that an API's gateway responses define.

LocalStack stores them and uses only their status. Mends next_gen/execute_api/handlers/gateway_exception.py of
LocalStack's API Gateway.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from localstack.http import Response
from localstack.services.apigateway.next_gen.execute_api.gateway_response import (
    AccessDeniedError,
    get_gateway_response_or_default,
)
from localstack.services.apigateway.next_gen.execute_api.handlers.gateway_exception import (
    GatewayExceptionHandler,
)

from localstack_harness.support.patching import replace

DEFAULT_TYPE = "application/json"
DEFAULT_TEMPLATE = '{"message":$context.error.messageString}'
_VARIABLE = re.compile(r"\$((?:context|stageVariables)(?:\.\w+)+)")
_HEADER = "gatewayresponse.header."


def install() -> None:
    replace(GatewayExceptionHandler, "create_exception_response", _respond)


def _respond(_: Any, exception: Any, context: Any) -> Response:
    gateway_response = get_gateway_response_or_default(
        exception.type, context.deployment.rest_api.gateway_responses
    )
    variables = {
        "context": {**context.context_variables, "error": _error_variables(exception)},
        "stageVariables": context.stage_variables or {},
    }
    content_type, template = _choose(gateway_response.get("responseTemplates") or {})
    if template == DEFAULT_TEMPLATE and isinstance(exception, AccessDeniedError):
        template = template.replace("message", "Message", 1)
    response = Response(
        fill(template, variables),
        status=int(gateway_response.get("statusCode") or exception.status_code or 500),
        headers={"Content-Type": content_type, "x-amzn-ErrorType": exception.code},
    )
    request = context.invocation_request
    for name, expression in (gateway_response.get("responseParameters") or {}).items():
        value = evaluate(expression, variables, request)
        if name.startswith(_HEADER) and value is not None:
            response.headers[name.removeprefix(_HEADER)] = value
    return response


def _error_variables(exception: Any) -> dict[str, Any]:
    return {
        "message": exception.message,
        "messageString": json.dumps(exception.message),
        "responseType": exception.type,
    }


def _choose(templates: Mapping[str, str]) -> tuple[str, str]:
    if not templates or DEFAULT_TYPE in templates:
        return DEFAULT_TYPE, templates.get(DEFAULT_TYPE) or DEFAULT_TEMPLATE
    return next(iter(templates.items()))


def fill(template: str, variables: Mapping[str, Any]) -> str:
    """Variables only: gateway responses have no other part of the template language."""
    return _VARIABLE.sub(lambda found: _text(_look_up(variables, found[1])) or "", template)


def evaluate(expression: str, variables: Mapping[str, Any], request: Mapping[str, Any]) -> str | None:
    """None: there is no such value."""
    if expression.startswith("'"):
        return expression.strip("'")
    source, _, name = expression.removeprefix("method.request.").partition(".")
    if not expression.startswith("method.request."):
        return _text(_look_up(variables, expression))
    sources = {
        "header": request["headers"],
        "querystring": request["query_string_parameters"],
        "path": request.get("path_parameters"),
    }
    return _text((sources.get(source) or {}).get(name))


def _look_up(variables: Mapping[str, Any], path: str) -> Any:
    value: Any = variables
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, default=str)
