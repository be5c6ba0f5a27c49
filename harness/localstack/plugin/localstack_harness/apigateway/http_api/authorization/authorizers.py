"""
Authorizers of HTTP APIs: JSON web tokens, and Lambda functions with a simple answer or a policy. Knows nothing of
LocalStack.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from localstack_harness.apigateway.authorizers.answers import AuthorizerAnswerError, effects, read_grant
from localstack_harness.apigateway.http_api.incoming import Incoming
from localstack_harness.support.http.json_web_tokens import InvalidTokenError

FORMAT_1 = "1.0"
_SOURCE = re.compile(r"\$(request\.header|request\.querystring|context|stageVariables)\.(.+)")


class ForbiddenError(Exception):
    """403: the caller is known, and may not do this."""


def identity_of(
    sources: Iterable[str], request: Incoming, stage_variables: Mapping[str, str], context: Mapping[str, Any]
) -> list[str] | None:
    """The values of the identity sources, such as `$request.header.Authorization`; None if one is missing."""
    readers: dict[str, Callable[[str], Any]] = {
        "request.header": request.header,
        "request.querystring": dict(request.query).get,
        "stageVariables": stage_variables.get,
        "context": lambda name: _nested(context, name),
    }
    values = []
    for source in sources:
        found = _SOURCE.fullmatch(source)
        value = readers[found[1]](found[2]) if found else None
        if not value:
            return None
        values.append(str(value))
    return values


def _nested(context: Mapping[str, Any], path: str) -> Any:
    value: Any = context
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def check_audience(claims: Mapping[str, Any], audience: Iterable[str]) -> None:
    """Access tokens of Cognito have a `client_id` in place of `aud`. Raises InvalidTokenError."""
    given = claims["aud"] if "aud" in claims else claims.get("client_id")
    named = given if isinstance(given, list) else [given]
    if not set(map(str, named)) & set(audience):
        raise InvalidTokenError("the token has an invalid audience")


def check_scopes(claims: Mapping[str, Any], wanted: Iterable[str]) -> None:
    """Raises ForbiddenError unless the token has one of the route's scopes, if it has any."""
    scopes = set(wanted)
    given = claims.get("scope", claims.get("scp", ""))
    held = set(given if isinstance(given, list) else str(given).split())
    if scopes and not scopes & held:
        raise ForbiddenError(f"the token has none of the scopes {', '.join(sorted(scopes))}")


def claims_as_strings(claims: Mapping[str, Any]) -> dict[str, str]:
    """As HTTP APIs pass them to functions: a list is `[one two]`."""
    return {name: _text(value) for name, value in claims.items()}


def _text(value: Any) -> str:
    if isinstance(value, list):
        return f"[{' '.join(map(_text, value))}]"
    return value if isinstance(value, str) else json.dumps(value)


def simple_context(answer: Any) -> dict[str, Any]:
    """The context of a simple answer. Raises ForbiddenError and AuthorizerAnswerError."""
    if not isinstance(answer, dict) or not isinstance(answer.get("isAuthorized"), bool):
        raise AuthorizerAnswerError("its answer has no `isAuthorized`, true or false")
    if not answer["isAuthorized"]:
        raise ForbiddenError("its answer is isAuthorized: false")
    context = answer.get("context") or {}
    if not isinstance(context, dict):
        raise AuthorizerAnswerError("its `context` is no object")
    return context


def policy_context(answer: Any, route_arn: str, version: str) -> dict[str, Any]:
    """The context of an answer with a policy. Raises ForbiddenError and AuthorizerAnswerError."""
    if version == FORMAT_1:
        grant = read_grant(answer)
        context: dict[str, Any] = {**grant.context, "principalId": grant.principal_id}
    else:
        grant = read_grant({**answer, "context": None} if isinstance(answer, dict) else answer)
        context = answer.get("context") or {}
    found = effects(grant.policy, route_arn)
    if "Deny" in found or "Allow" not in found:
        raise ForbiddenError(f"its policy does not allow {route_arn}")
    return context
