"""A Lambda authorizer's part in a request: what identifies the caller, and what its answer allows.

Knows nothing of LocalStack.
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

AUTHORIZATION_HEADER = "method.request.header.Authorization"
INVOKE = "execute-api:Invoke"


class UnauthorizedCallerError(Exception):
    """401: what identifies the caller is missing, or the function says `Unauthorized`."""


class AuthorizerAnswerError(Exception):
    """500: the function failed, or its answer is none; the message is for the log."""


@dataclass(frozen=True)
class Grant:
    principal_id: str
    policy: Mapping[str, Any]
    context: Mapping[str, Any]
    usage_key: str | None


def identify(authorizer: Mapping[str, Any], sources: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """
    The values of the identity sources, which are the key of the cache too. Raises UnauthorizedCallerError.

    The keys of `sources`: `method.request.header`, `method.request.querystring`, `stageVariables`, `context`.
    """
    default = AUTHORIZATION_HEADER if authorizer["type"] == "TOKEN" else ""
    named = authorizer.get("identitySource") or default
    values = [_value(name.strip(), sources) for name in named.split(",") if name.strip()]
    if not all(values):
        raise UnauthorizedCallerError
    pattern = authorizer.get("identityValidationExpression")
    if authorizer["type"] == "TOKEN" and pattern and not re.fullmatch(pattern, values[0]):
        raise UnauthorizedCallerError
    return tuple(values)


def _value(name: str, sources: Mapping[str, Mapping[str, Any]]) -> str:
    for prefix, source in sources.items():
        if name.startswith(f"{prefix}."):
            path = name.removeprefix(f"{prefix}.")
            value: Any = source.get(path) if prefix != "context" else _nested(source, path)
            return "" if value is None else str(value)
    return ""


def _nested(source: Mapping[str, Any], path: str) -> Any:
    value: Any = source
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def read_answer(payload: bytes, failed: bool) -> Any:
    """Raises UnauthorizedCallerError and AuthorizerAnswerError."""
    try:
        answer = json.loads(payload)
    except ValueError as error:
        raise AuthorizerAnswerError("its answer is not JSON") from error
    if failed:
        if isinstance(answer, dict) and answer.get("errorMessage") == "Unauthorized":
            raise UnauthorizedCallerError
        raise AuthorizerAnswerError(f"it failed: {json.dumps(answer)[:500]}")
    return answer


def read_grant(answer: Any) -> Grant:
    """Raises AuthorizerAnswerError."""
    if not isinstance(answer, dict) or not isinstance(answer.get("principalId"), str):
        raise AuthorizerAnswerError("its answer has no `principalId`, a string")
    policy = answer.get("policyDocument")
    if not isinstance(policy, dict) or not isinstance(policy.get("Statement"), list | dict):
        raise AuthorizerAnswerError("its answer has no `policyDocument` with statements")
    return Grant(
        answer["principalId"], policy, _context(answer.get("context")), answer.get("usageIdentifierKey")
    )


def _context(given: object) -> dict[str, str]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise AuthorizerAnswerError("its `context` is no object")
    for name, value in given.items():
        if not isinstance(value, str | int | float | bool):
            raise AuthorizerAnswerError(f"`context.{name}` is no string, number or boolean")
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}


def effects(policy: Mapping[str, Any], resource: str) -> set[str]:
    """`Allow` and `Deny`, of the statements that are about invoking `resource`."""
    statements = policy["Statement"]
    return {
        str(statement.get("Effect"))
        for statement in (statements if isinstance(statements, list) else [statements])
        if _covers(statement, "Action", INVOKE, ignore_case=True) and _covers(statement, "Resource", resource)
    }


def _covers(statement: Mapping[str, Any], element: str, value: str, ignore_case: bool = False) -> bool:
    if (excluded := statement.get(f"Not{element}")) is not None:
        return not _any_matches(excluded, value, ignore_case)
    return _any_matches(statement.get(element, []), value, ignore_case)


def _any_matches(patterns: str | Iterable[str], value: str, ignore_case: bool) -> bool:
    flags = re.IGNORECASE if ignore_case else 0
    return any(
        re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), value, flags)
        for pattern in ([patterns] if isinstance(patterns, str) else patterns)
    )
