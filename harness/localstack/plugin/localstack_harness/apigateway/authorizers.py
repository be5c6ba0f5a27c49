"""
Lambda authorizers of REST APIs, which LocalStack stores and never invokes, and the refusal of unsigned
requests where a method requires a signature (AWS_IAM).

Adds to next_gen/execute_api/handlers of LocalStack's API Gateway.
"""

import json
import logging
import threading
import time
from collections.abc import MutableMapping
from typing import Any

from botocore.exceptions import ClientError
from cachetools import TLRUCache
from localstack.services.apigateway.next_gen.execute_api import handlers
from localstack.services.apigateway.next_gen.execute_api.gateway_response import (
    AccessDeniedError,
    AuthorizerConfigurationError,
    MissingAuthTokenError,
    UnauthorizedError,
)
from localstack.services.apigateway.next_gen.execute_api.header_utils import build_multi_value_headers
from localstack.services.apigateway.next_gen.execute_api.helpers import (
    get_lambda_function_arn_from_invocation_uri,
    render_uri_with_stage_variables,
)
from localstack.services.apigateway.next_gen.execute_api.integrations.aws import (
    RestApiAwsProxyIntegration,
    get_service_factory,
)
from localstack.utils.aws.arns import extract_region_from_arn
from localstack.utils.aws.client_types import ServicePrincipal

from localstack_harness.apigateway.authorizer import (
    AuthorizerAnswerError,
    Grant,
    UnauthorizedCallerError,
    effects,
    identify,
    read_grant,
)

LOG = logging.getLogger(__name__)

CACHED_GRANTS = 1_000
_NOT_AUTHORIZED = "User is not authorized to access this resource"

_cache: MutableMapping[Any, tuple[Grant, int]] = TLRUCache(
    CACHED_GRANTS, ttu=lambda _key, value, now: now + value[1], timer=time.monotonic
)
_cache_lock = threading.Lock()


def install() -> None:
    handlers.preprocess_request.append(_authorize)


def _authorize(chain: Any, context: Any, response: Any) -> None:
    kind = context.resource_method.get("authorizationType")
    if kind == "AWS_IAM" and not _is_signed(context.request):
        raise MissingAuthTokenError("Missing Authentication Token")
    if kind != "CUSTOM":
        return
    authorizer = context.deployment.rest_api.authorizers.get(context.resource_method.get("authorizerId"))
    if not authorizer:
        raise AuthorizerConfigurationError
    began = time.monotonic()
    try:
        grant = _grant(context, authorizer)
    except UnauthorizedCallerError as error:
        raise UnauthorizedError("Unauthorized") from error
    except (AuthorizerAnswerError, ClientError) as error:
        LOG.warning("authorizer %s of API %s: %s", authorizer.get("name"), context.api_id, error)
        raise AuthorizerConfigurationError from error
    found = effects(grant.policy, _method_arn(context))
    if "Deny" in found:
        raise AccessDeniedError(f"{_NOT_AUTHORIZED} with an explicit deny")
    if "Allow" not in found:
        raise AccessDeniedError(_NOT_AUTHORIZED)
    context.context_variables["authorizer"] = {
        **grant.context,
        "principalId": grant.principal_id,
        "integrationLatency": round((time.monotonic() - began) * 1000),
    }
    if grant.usage_key:
        context.context_variables["identity"]["apiKey"] = grant.usage_key


def _is_signed(request: Any) -> bool:
    header = request.headers.get("Authorization", "")
    return header.startswith("AWS4-HMAC-SHA256 ") or "X-Amz-Signature" in request.args


def _grant(context: Any, authorizer: Any) -> Grant:
    request = context.invocation_request
    identity = identify(
        authorizer,
        {
            "method.request.header": request["headers"],
            "method.request.querystring": request["query_string_parameters"],
            "stageVariables": context.stage_variables or {},
            "context": context.context_variables,
        },
    )
    seconds = int(authorizer.get("authorizerResultTtlInSeconds", 300))
    key = (context.api_id, context.stage, context.deployment_id, authorizer["id"], identity)
    with _cache_lock:
        cached: tuple[Grant, int] | None = _cache.get(key) if identity else None
    if cached:
        return cached[0]
    grant = read_grant(*_ask(context, authorizer, _event(context, authorizer, identity)))
    with _cache_lock:
        if identity and seconds:
            _cache[key] = (grant, seconds)
    return grant


def _method_arn(context: Any) -> str:
    request = context.invocation_request
    return f"{_api_arn(context)}/{context.stage}/{request['http_method']}{request['path'] or '/'}"


def _api_arn(context: Any) -> str:
    return f"arn:aws:execute-api:{context.region}:{context.account_id}:{context.api_id}"


def _event(context: Any, authorizer: Any, identity: tuple[str, ...]) -> dict[str, Any]:
    event = {"type": authorizer["type"], "methodArn": _method_arn(context)}
    if authorizer["type"] == "TOKEN":
        return {**event, "authorizationToken": identity[0]}
    request = context.invocation_request
    headers = request["headers"].copy()
    handlers.integration_request_handler._set_proxy_headers(headers, context.request)
    formatted: Any = RestApiAwsProxyIntegration._format_headers
    return {
        **event,
        "resource": context.resource["path"],
        "path": request["path"],
        "httpMethod": request["http_method"],
        "headers": formatted(dict(headers)),
        "multiValueHeaders": formatted(dict(build_multi_value_headers(headers))),
        "queryStringParameters": request["query_string_parameters"],
        "multiValueQueryStringParameters": request["multi_value_query_string_parameters"],
        "pathParameters": request["path_parameters"] or {},
        "stageVariables": context.stage_variables or {},
        "requestContext": context.context_variables,
    }


def _ask(context: Any, authorizer: Any, event: dict[str, Any]) -> tuple[bytes, bool]:
    """The function's answer, and whether it failed."""
    uri = render_uri_with_stage_variables(authorizer["authorizerUri"], context.stage_variables) or ""
    function = get_lambda_function_arn_from_invocation_uri(uri)
    clients: Any = get_service_factory(
        region_name=extract_region_from_arn(function), role_arn=authorizer.get("authorizerCredentials")
    )
    source = f"{_api_arn(context)}/authorizers/{authorizer['id']}"
    client = clients.lambda_.request_metadata(
        service_principal=ServicePrincipal.apigateway, source_arn=source
    )
    result = client.invoke(FunctionName=function, Payload=json.dumps(event, default=str).encode())
    return result["Payload"].read(), "FunctionError" in result
