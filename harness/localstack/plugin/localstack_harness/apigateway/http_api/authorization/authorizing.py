"""Asks the authorizer of a route."""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError
from moto.apigatewayv2.models import Authorizer, Route

from localstack_harness.apigateway.authorizers.answers import AuthorizerAnswerError, UnauthorizedCallerError
from localstack_harness.apigateway.authorizers.asking import Grants, ask
from localstack_harness.apigateway.http_api.answers import Answer, message
from localstack_harness.apigateway.http_api.authorization.authorizers import (
    FORMAT_1,
    ForbiddenError,
    check_audience,
    check_scopes,
    claims_as_strings,
    identity_of,
    policy_context,
    simple_context,
)
from localstack_harness.apigateway.http_api.incoming import Incoming
from localstack_harness.apigateway.http_api.payloads import (
    Circumstances,
    Event,
    authorizer_event_v1,
    authorizer_event_v2,
    route_arn,
)
from localstack_harness.support.http.json_web_tokens import InvalidTokenError, verify

_grants: Grants[Any] = Grants()
_DEFAULT_TTL_S = 300
_BEARER = "bearer "


class Refusal(Exception):  # noqa: N818 an outcome, not an error of the program
    def __init__(self, answer: Answer, reason: str) -> None:
        super().__init__(reason)
        self.answer = answer


def authorize(
    route: Route,
    authorizers: Mapping[str, Authorizer],
    request: Incoming,
    given: Circumstances,
    payload_version: str,
) -> Event | None:
    """What the event of the route's function says of the caller; None if the route is open. Raises Refusal."""
    kind = route.authorization_type or "NONE"
    if kind == "NONE":
        return None
    if kind == "AWS_IAM":
        return _by_signature(request)
    authorizer = authorizers.get(route.authorizer_id or "")
    if authorizer is None:
        raise _failure("its authorizer does not exist")
    if kind == "JWT":
        return _by_token(authorizer, route, request, given, payload_version)
    return _by_function(authorizer, request, given, payload_version)


def _by_signature(request: Incoming) -> Event:
    if not request.is_signed:
        raise _forbidden("the request is not signed")
    return {"iam": {}}


def _by_token(
    authorizer: Authorizer, route: Route, request: Incoming, given: Circumstances, payload_version: str
) -> Event:
    identity = identity_of(_listed(authorizer.identity_source), request, given.stage_variables, {})
    if not identity:
        raise Refusal(message(401, "Unauthorized", ("www-authenticate", "Bearer")), "there is no token")
    token = identity[0][len(_BEARER) :] if identity[0].lower().startswith(_BEARER) else identity[0]
    configuration: Mapping[str, Any] = authorizer.jwt_config  # type: ignore[assignment] # wrong in moto
    scopes = route.authorization_scopes or []
    try:
        claims = verify(token.strip(), configuration.get("issuer", ""))
        check_audience(claims, configuration.get("audience") or [])
        check_scopes(claims, scopes)
    except InvalidTokenError as error:
        challenge = f'Bearer scope="{" ".join(scopes)}" error="invalid_token" error_description="{error}"'
        raise Refusal(message(401, "Unauthorized", ("www-authenticate", challenge)), str(error)) from error
    except ForbiddenError as error:
        raise _forbidden(str(error)) from error
    granted = {"claims": claims_as_strings(claims), "scopes": scopes or None}
    return granted if payload_version == FORMAT_1 else {"jwt": granted}


def _by_function(
    authorizer: Authorizer, request: Incoming, given: Circumstances, payload_version: str
) -> Event:
    context = {"routeKey": given.route_key, "identity": {"sourceIp": request.source_ip}}
    sources = _listed(authorizer.identity_source)
    identity = identity_of(sources, request, given.stage_variables, context)
    if identity is None:
        raise Refusal(message(401, "Unauthorized"), f"one of {', '.join(sources)} is missing")
    version = authorizer.auth_payload_format_version or FORMAT_1
    ttl = authorizer.auth_result_ttl
    seconds = int(ttl if ttl is not None else _DEFAULT_TTL_S) if identity else 0
    event = (authorizer_event_v1 if version == FORMAT_1 else authorizer_event_v2)(request, given, identity)
    source_arn = f"{route_arn(request, given).partition('/')[0]}/authorizers/{authorizer.id}"
    key = (given.api_id, request.stage, authorizer.id, authorizer.authorizer_uri, tuple(identity))
    try:
        answer = _grants.get(
            key, seconds, lambda: ask(authorizer.authorizer_uri, authorizer.auth_creds_arn, source_arn, event)
        )
        if authorizer.enable_simple_response:
            granted = simple_context(answer)
        else:
            granted = policy_context(answer, route_arn(request, given), version)
    except ForbiddenError as error:
        raise _forbidden(str(error)) from error
    except (AuthorizerAnswerError, UnauthorizedCallerError, ClientError) as error:
        raise _failure(f"the authorizer {authorizer.name} failed: {error}") from error
    return granted if payload_version == FORMAT_1 else {"lambda": granted}


def _listed(value: str | list[str] | None) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _forbidden(reason: str) -> Refusal:
    return Refusal(message(403, "Forbidden"), reason)


def _failure(reason: str) -> Refusal:
    return Refusal(message(500, "Internal Server Error"), reason)
