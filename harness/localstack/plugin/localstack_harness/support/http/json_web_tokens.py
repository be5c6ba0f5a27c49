"""
Verifies tokens of an OpenID Connect issuer: a user pool of this LocalStack, or a server that publishes its keys.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
"""

import re
import threading
import time
from collections.abc import MutableMapping
from typing import Any

from cachetools import TTLCache

from localstack_harness.support.loading.loaded import loaded

ALGORITHMS = ["RS256", "RS384", "RS512"]
"""API Gateway supports RSA only."""
_POOL = re.compile(r"https://cognito-idp\.([a-z0-9-]+)\.amazonaws\.com/(.+)")
_KEYS_S = 300
_FETCH_S = 5

_fetched: MutableMapping[str, Any] = TTLCache(100, _KEYS_S)
_lock = threading.Lock()


class InvalidTokenError(Exception):
    """The message says why, as API Gateway does in `WWW-Authenticate`."""


def verify(token: str, issuer: str) -> dict[str, Any]:
    """The claims of a token that `issuer` signed, and that is valid now. Raises InvalidTokenError."""
    from joserfc import jwt
    from joserfc.errors import JoseError

    keys = _keys(issuer)
    try:
        claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    except (JoseError, ValueError) as error:
        raise InvalidTokenError(_reason(token, error)) from error
    if claims.get("iss") != issuer:
        raise InvalidTokenError("the token has an invalid issuer")
    _check_times(claims)
    return claims


def user_pool(issuer: str) -> Any:
    """The user pool of this LocalStack whose tokens name `issuer`; None if there is none."""
    found = _POOL.fullmatch(issuer)
    if not found or not loaded("moto.cognitoidp.models"):
        return None
    from moto.cognitoidp.models import cognitoidp_backends

    for backends in list(cognitoidp_backends.values()):
        region, pool_id = found.groups()
        if region in backends and pool_id in backends[region].user_pools:
            return backends[region].user_pools[pool_id]
    return None


def _keys(issuer: str) -> Any:
    if _POOL.fullmatch(issuer):
        pool = user_pool(issuer)
        if pool is None:
            raise InvalidTokenError(f"there is no user pool with the issuer {issuer}")
        return pool.json_web_key
    with _lock:
        keys = _fetched.get(issuer)
    if keys is None:
        keys = _fetch(issuer)
        with _lock:
            _fetched[issuer] = keys
    return keys


def _fetch(issuer: str) -> Any:
    import requests
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        discovery = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
        address = _get(discovery)["jwks_uri"]
        return KeySet.import_key_set(_get(address))
    except (requests.RequestException, JoseError, ValueError, KeyError) as error:
        raise InvalidTokenError(f"the keys of {issuer} cannot be read: {error}") from error


def _get(url: str) -> Any:
    import requests

    response = requests.get(url, timeout=_FETCH_S)
    response.raise_for_status()
    return response.json()


def _reason(token: str, error: Exception) -> str:
    if token.count(".") != 2:  # noqa: PLR2004 header, claims and signature
        return "the token is not a JSON web token"
    return f"the token's signature cannot be verified ({error})"


def _check_times(claims: dict[str, Any]) -> None:
    now = time.time()
    expires = claims.get("exp")
    if not isinstance(expires, int | float) or expires <= now:
        raise InvalidTokenError("the token has expired")
    for name in ("nbf", "iat"):
        if isinstance(claims.get(name), int | float) and claims[name] > now + 1:
            raise InvalidTokenError(f"the token is not valid yet: its {name} is in the future")
