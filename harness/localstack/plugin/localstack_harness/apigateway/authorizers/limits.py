"""
What API Gateway refuses when an authorizer is made or changed, and LocalStack accepts.

Changes legacy/provider.py of LocalStack's API Gateway.
https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from localstack.aws.api import CommonServiceException, RequestContext
from localstack.aws.api.apigateway import BadRequestException, ConflictException
from localstack.services.apigateway.helpers import get_apigateway_store
from localstack.services.apigateway.legacy.provider import ApigatewayProvider

from localstack_harness.apigateway.limits import check_before, check_number, replaced_by

LONGEST_S = 3_600
DEFAULT_S = 300
"""For how long what an authorizer grants is kept."""
_TYPES = ("TOKEN", "REQUEST", "COGNITO_USER_POOLS")
_FUNCTION_URI = re.compile(r"arn:aws[\w-]*:apigateway:[\w-]+:lambda:path/2015-03-31/functions/.+/invocations")
_POOL_ARN = re.compile(r"arn:aws[\w-]*:cognito-idp:[\w-]+:\d{12}:userpool/[\w-]+")
_HEADER = re.compile(r"method\.request\.header\.[\w-]+")
_ANY_SOURCE = re.compile(r"(?:method\.request\.(?:header|querystring)|stageVariables|context)\.\S+")


def install() -> None:
    check_before(ApigatewayProvider.create_authorizer, _check_new)
    check_before(ApigatewayProvider.update_authorizer, _check_changed)


def _check_new(context: RequestContext, request: Any) -> None:
    known = _known(context, request["restApiId"])
    # CloudFormation makes the new one first where LocalStack replaces what AWS would update
    names = [] if context.is_internal_call else [each["name"] for each in known.values()]
    check_authorizer(request, names)


def _check_changed(context: RequestContext, request: Any) -> None:
    known = _known(context, request["restApiId"])
    if current := known.get(request["authorizerId"]):
        others = [each["name"] for each in known.values() if each is not current]
        check_authorizer({**current, **replaced_by(request)}, others)


def _known(context: RequestContext, api_id: str) -> Mapping[str, Any]:
    container = get_apigateway_store(context).rest_apis.get(api_id)
    return container.authorizers if container else {}


def check_authorizer(authorizer: Mapping[str, Any], other_names: Collection[str]) -> None:
    """Raises BadRequestException, ConflictException, ValidationException."""
    kind, name = authorizer.get("type"), authorizer.get("name")
    if kind not in _TYPES:
        raise CommonServiceException(
            "ValidationException",
            f"1 validation error detected: Value '{kind}' at 'createAuthorizerInput.type' failed to satisfy"
            f" constraint: Member must satisfy enum value set: [{', '.join(_TYPES)}]",
        )
    if not name:
        raise BadRequestException("Authorizer name cannot be empty")
    if name in other_names:
        raise ConflictException("Authorizer name must be unique. Authorizer with this name already exists")
    seconds = authorizer.get("authorizerResultTtlInSeconds")
    check_seconds(seconds)
    if kind == "COGNITO_USER_POOLS":
        _check_pools(authorizer.get("providerARNs") or [])
    elif not _FUNCTION_URI.fullmatch(uri := authorizer.get("authorizerUri") or ""):
        raise BadRequestException(
            f"Invalid Authorizer URI: {uri or 'null'}. Authorizer URI should be a valid API Gateway ARN that represents"
            " a Lambda function invocation."
        )
    _check_sources(kind, authorizer.get("identitySource"), DEFAULT_S if seconds is None else int(seconds))
    _check_pattern(authorizer.get("identityValidationExpression"))


def check_seconds(ttl: object) -> None:
    """Raises BadRequestException."""
    check_number(ttl, 0, LONGEST_S, f"Authorizer result TTL must be between 0 and {LONGEST_S} seconds")


def _check_pools(arns: Collection[str]) -> None:
    if not arns or not all(_POOL_ARN.fullmatch(arn) for arn in arns):
        raise BadRequestException("Invalid Cognito User Pool ARN")


def _check_sources(kind: str, given: str | None, seconds: int) -> None:
    sources = [source.strip() for source in (given or "").split(",") if source.strip()]
    if kind == "REQUEST" and not sources and not seconds:
        return
    if not sources:
        why = " if authorizer caching is enabled (TTL is greater than 0)" if kind == "REQUEST" else ""
        raise BadRequestException(f"Identity source must be set{why}")
    legal = _ANY_SOURCE if kind == "REQUEST" else _HEADER
    wrong = next((source for source in sources if not legal.fullmatch(source)), None)
    if wrong or (kind != "REQUEST" and len(sources) > 1):
        raise BadRequestException(
            "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping"
            f" expression parameter specified: {wrong or given}]"
        )


def _check_pattern(pattern: str | None) -> None:
    try:
        re.compile(pattern or "")
    except re.error as error:
        raise BadRequestException(f"Invalid identity validation expression: {pattern}") from error
