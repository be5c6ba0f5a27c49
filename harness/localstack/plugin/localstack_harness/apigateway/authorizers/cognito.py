"""
Cognito user pools as authorizers of REST APIs: the token is one that such a pool signed.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from localstack_harness.support.http.json_web_tokens import InvalidTokenError, verify

_BEARER = "Bearer "


def issuer_of(pool_arn: str) -> str:
    """Of the tokens of a user pool."""
    _, _, _, region, _, pool = pool_arn.split(":", 5)
    return f"https://cognito-idp.{region}.amazonaws.com/{pool.removeprefix('userpool/')}"


def claims_of(token: str, pool_arns: Iterable[str], scopes: Iterable[str]) -> dict[str, str]:
    """
    The claims, as strings. A method without scopes takes an ID token, one with scopes an access token that has one of
    them. Raises InvalidTokenError.
    """
    bare = token.removeprefix(_BEARER).strip()
    reasons = []
    for arn in pool_arns:
        try:
            claims = verify(bare, issuer_of(arn))
        except InvalidTokenError as error:
            reasons.append(str(error))
            continue
        _check_use(claims, set(scopes))
        return as_strings(claims)
    raise InvalidTokenError("; ".join(reasons) or "the authorizer has no user pool")


def _check_use(claims: Mapping[str, Any], scopes: set[str]) -> None:
    use = claims.get("token_use")
    wanted = "access" if scopes else "id"
    if use != wanted:
        raise InvalidTokenError(f"the method needs an {wanted} token, and this is an {use} token")
    if scopes and not scopes & set(str(claims.get("scope", "")).split()):
        raise InvalidTokenError(f"the token has none of the scopes {', '.join(sorted(scopes))}")


def as_strings(claims: Mapping[str, Any]) -> dict[str, str]:
    """As API Gateway passes claims to functions; a list is separated by commas."""
    return {name: _text(value) for name, value in claims.items()}


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ",".join(map(_text, value))
    return json.dumps(value)
