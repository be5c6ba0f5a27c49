"""
The tokens of a user pool: moto's lack claims, the validity of the client, and the trigger before their generation.

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
"""

import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal

from joserfc import jwt
from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool

from localstack_harness.cognito import triggers
from localstack_harness.cognito.pools import attributes_of, setting, user_of
from localstack_harness.support.patching import replace

type Use = Literal["id", "access"]
type Claims = dict[str, Any]

_KEY_ID = "dummy"
"""Of the key in moto's jwks-public.json."""
_UNITS_S = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}
_DEFAULT_S = 3_600
_FLAGS = ("email_verified", "phone_number_verified")


@dataclass
class Generation:
    """One sign-in or refresh: its trigger is asked once, for both tokens."""

    source: str
    overrides: Mapping[Use, Mapping[str, Any]] | None = field(default=None)


_generation: ContextVar[Generation | None] = ContextVar("token-generation", default=None)


@contextmanager
def generation(source: str) -> Iterator[None]:
    reset = _generation.set(Generation(source))
    try:
        yield
    finally:
        _generation.reset(reset)


def install() -> None:
    replace(CognitoIdpUserPool, "create_jwt", create_jwt)


def create_jwt(  # noqa: PLR0913, PLR0917 moto's parameters
    pool: CognitoIdpUserPool,
    client_id: str,
    username: str,
    token_use: Use,
    expires_in: int = _DEFAULT_S,  # noqa: ARG001 moto's own, which is always an hour
    extra_data: Claims | None = None,
) -> tuple[str, int]:
    """The token, and how long it is valid, in seconds."""
    user = user_of(pool, username)
    seconds = validity_s(pool, client_id, token_use)
    given = extra_data or {}
    claims = {**base_claims(pool, token_use, seconds), "sub": user.id, "event_id": str(uuid.uuid4())}
    claims |= {name: given[name] for name in ("origin_jti", "cognito:groups") if name in given}
    if token_use == "access":  # noqa: S105 not a token
        claims |= {
            "client_id": client_id,
            "username": user.username,
            "scope": given.get("scope", ""),
            "version": 2,
        }
    else:
        claims |= {"aud": client_id, "cognito:username": user.username, **_readable(pool, client_id, user)}
    _override(claims, token_use, _overrides(pool, client_id, user).get(token_use, {}))
    return sign(pool, claims), seconds


def base_claims(pool: CognitoIdpUserPool, token_use: Use, seconds: int) -> Claims:
    now = int(time.time())
    return {
        "iss": f"https://cognito-idp.{pool.region}.amazonaws.com/{pool.id}",
        "token_use": token_use,
        "auth_time": now,
        "iat": now,
        "exp": now + seconds,
        "jti": str(uuid.uuid4()),
    }


def sign(pool: CognitoIdpUserPool, claims: Claims) -> str:
    return jwt.encode({"kid": _KEY_ID, "alg": "RS256"}, claims, pool.json_web_key)


def validity_s(pool: CognitoIdpUserPool, client_id: str, token_use: Use) -> int:
    client = pool.clients.get(client_id)
    configuration = client.extended_config if client else {}
    name = "AccessToken" if token_use == "access" else "IdToken"  # noqa: S105 not a token
    amount = configuration.get(f"{name}Validity")
    unit = (configuration.get("TokenValidityUnits") or {}).get(name, "hours")
    return int(amount) * _UNITS_S[unit] if amount else _DEFAULT_S


def _readable(pool: CognitoIdpUserPool, client_id: str, user: CognitoIdpUser) -> Claims:
    """The attributes that the client may read; all, unless it names some."""
    client = pool.clients.get(client_id)
    named = client.extended_config.get("ReadAttributes") if client else None
    attributes = {
        name: value
        for name, value in attributes_of(user).items()
        if name != "sub" and not name.startswith("dev:") and (not named or name in named)
    }
    return {name: value == "true" if name in _FLAGS else value for name, value in attributes.items()}


def _overrides(
    pool: CognitoIdpUserPool, client_id: str, user: CognitoIdpUser
) -> Mapping[Use, Mapping[str, Any]]:
    current = _generation.get()
    if current is None:
        return {}
    if current.overrides is None:
        current.overrides = _ask(pool, client_id, user, current.source)
    return current.overrides


def _ask(
    pool: CognitoIdpUserPool, client_id: str, user: CognitoIdpUser, source: str
) -> Mapping[Use, Mapping[str, Any]]:
    configuration = setting(pool, "LambdaConfig", "PreTokenGenerationConfig") or {}
    function = configuration.get("LambdaArn") or triggers.function_of(pool, "PreTokenGeneration")
    first = configuration.get("LambdaVersion", "V1_0") == "V1_0"
    groups = [group.group_name for group in user.groups]
    roles = [group.role_arn for group in user.groups if group.role_arn]
    request = {
        "userAttributes": triggers.user_attributes(user),
        "groupConfiguration": {
            "groupsToOverride": groups,
            "iamRolesToOverride": roles,
            "preferredRole": roles[0] if roles else None,
        },
        "clientMetadata": {},
    }
    detail = "claimsOverrideDetails" if first else "claimsAndScopeOverrideDetails"
    question = triggers.Question(
        "PreTokenGeneration",
        source,
        user.username,
        request if first else {**request, "scopes": ["aws.cognito.signin.user.admin"]},
        {detail: None},
        client_id,
        function,
        version="1" if first else "2",
    )
    answer = triggers.ask(pool, question)
    details = (answer or {}).get(detail) or {}
    of_groups = {"groupOverrideDetails": details.get("groupOverrideDetails")}
    if first:
        return {"id": details, "access": of_groups}
    return {
        "id": {**(details.get("idTokenGeneration") or {}), **of_groups},
        "access": {**(details.get("accessTokenGeneration") or {}), **of_groups},
    }


def _override(claims: Claims, token_use: Use, details: Mapping[str, Any]) -> None:
    groups = (details.get("groupOverrideDetails") or {}).get("groupsToOverride")
    if groups is not None:
        claims["cognito:groups"] = groups
    claims |= details.get("claimsToAddOrOverride") or {}
    for name in details.get("claimsToSuppress") or []:
        claims.pop(name, None)
    if token_use == "access":  # noqa: S105 not a token
        suppressed = details.get("scopesToSuppress") or []
        scopes = [scope for scope in str(claims["scope"]).split() if scope not in suppressed]
        claims["scope"] = " ".join([*scopes, *(details.get("scopesToAdd") or [])])
