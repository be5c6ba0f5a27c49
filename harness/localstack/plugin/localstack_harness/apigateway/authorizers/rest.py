"""
Authorizers of REST APIs, which LocalStack stores and never asks: Lambda functions, Cognito user pools, and the refusal of
unsigned requests where a method requires a signature (AWS_IAM).

Adds to next_gen/execute_api/handlers of LocalStack's API Gateway.
"""

import logging
import time
from typing import Any

from botocore.exceptions import ClientError
from localstack.aws.api import RequestContext, handler
from localstack.aws.api.apigateway import NotFoundException
from localstack.services.apigateway.next_gen.execute_api import handlers
from localstack.services.apigateway.next_gen.execute_api.gateway_response import (
    AccessDeniedError,
    AuthorizerConfigurationError,
    MissingAuthTokenError,
    UnauthorizedError,
)
from localstack.services.apigateway.next_gen.execute_api.header_utils import build_multi_value_headers
from localstack.services.apigateway.next_gen.execute_api.helpers import render_uri_with_stage_variables
from localstack.services.apigateway.next_gen.execute_api.integrations.aws import RestApiAwsProxyIntegration

from localstack_harness.apigateway.authorizers.answers import (
    AuthorizerAnswerError,
    Grant,
    UnauthorizedCallerError,
    effects,
    identify,
    read_grant,
)
from localstack_harness.apigateway.authorizers.asking import Grants, ask
from localstack_harness.apigateway.authorizers.cognito import claims_of
from localstack_harness.support.http.json_web_tokens import InvalidTokenError
from localstack_harness.support.patching import replace

LOG = logging.getLogger(__name__)

_NOT_AUTHORIZED = "User is not authorized to access this resource"

_grants: Grants[Grant] = Grants()


def install() -> None:
    handlers.preprocess_request.append(_authorize)


def flush_on_request() -> None:
    from localstack.services.apigateway.helpers import get_moto_rest_api
    from localstack.services.apigateway.legacy.provider import ApigatewayProvider

    @handler("FlushStageAuthorizersCache")
    def flush_stage_authorizers_cache(
        self: ApigatewayProvider, context: RequestContext, rest_api_id: str, stage_name: str, **_: Any
    ) -> None:
        if stage_name not in get_moto_rest_api(context, rest_api_id).stages:
            raise NotFoundException("Invalid stage identifier specified")
        _grants.forget(lambda key: key[:2] == (rest_api_id, stage_name))

    replace(ApigatewayProvider, "flush_stage_authorizers_cache", flush_stage_authorizers_cache)


def _authorize(chain: Any, context: Any, response: Any) -> None:
    kind = context.resource_method.get("authorizationType")
    if kind == "AWS_IAM" and not _is_signed(context.request):
        raise MissingAuthTokenError("Missing Authentication Token")
    if kind not in ("CUSTOM", "COGNITO_USER_POOLS"):
        return
    authorizer = context.deployment.rest_api.authorizers.get(context.resource_method.get("authorizerId"))
    if not authorizer:
        raise AuthorizerConfigurationError
    if kind == "COGNITO_USER_POOLS":
        _authorize_by_token(context, authorizer)
    else:
        _authorize_by_function(context, authorizer)


def _authorize_by_token(context: Any, authorizer: Any) -> None:
    try:
        (token,) = identify({**authorizer, "type": "TOKEN"}, _sources(context))
        scopes = context.resource_method.get("authorizationScopes") or []
        claims = claims_of(token, authorizer.get("providerARNs") or [], scopes)
    except (UnauthorizedCallerError, InvalidTokenError) as error:
        LOG.debug("authorizer %s of API %s: %s", authorizer.get("name"), context.api_id, error)
        raise UnauthorizedError("Unauthorized") from error
    context.context_variables["authorizer"] = {"claims": claims}


def _authorize_by_function(context: Any, authorizer: Any) -> None:
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


def _sources(context: Any) -> dict[str, Any]:
    request = context.invocation_request
    return {
        "method.request.header": request["headers"],
        "method.request.querystring": request["query_string_parameters"],
        "stageVariables": context.stage_variables or {},
        "context": context.context_variables,
    }


def _grant(context: Any, authorizer: Any) -> Grant:
    identity = identify(authorizer, _sources(context))
    seconds = int(authorizer.get("authorizerResultTtlInSeconds", 300)) if identity else 0
    key = (context.api_id, context.stage, context.deployment_id, authorizer["id"], identity)
    return _grants.get(key, seconds, lambda: read_grant(_ask(context, authorizer, identity)))


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


def _ask(context: Any, authorizer: Any, identity: tuple[str, ...]) -> Any:
    uri = render_uri_with_stage_variables(authorizer["authorizerUri"], context.stage_variables) or ""
    source = f"{_api_arn(context)}/authorizers/{authorizer['id']}"
    event = _event(context, authorizer, identity)
    return ask(uri, authorizer.get("authorizerCredentials"), source, event)
