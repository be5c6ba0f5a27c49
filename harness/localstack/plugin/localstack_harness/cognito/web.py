"""
What a user pool serves beside its API: the keys of its tokens, and tokens for the credentials of a client.

https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from localstack.aws.api import CommonServiceException
from localstack.http import Response
from localstack.services.edge import ROUTER
from moto.cognitoidp.models import CognitoIdpUserPool, CognitoIdpUserPoolClient
from moto.utilities.utils import load_resource
from werkzeug import Request

from localstack_harness.cognito import tokens
from localstack_harness.cognito.pools import pool_by_id, pool_of_client

_POOL = "/<regex('[a-z0-9-]+_[A-Za-z0-9]+'):pool_id>/.well-known"
TOKEN_PATH = "/_aws/cognito-idp/oauth2/token"  # noqa: S105 not a token
_DOMAIN = "<regex('[a-z0-9-]+'):prefix>.auth.<regex('[a-z0-9-]+'):region>.amazoncognito.com<regex('(:[0-9]+)?'):port>"


class OAuthError(Exception):
    """The message is the `error` of RFC 6749."""


def install() -> None:
    ROUTER.add(f"{_POOL}/jwks.json", _keys, methods=["GET"])
    ROUTER.add(f"{_POOL}/openid-configuration", _discovery, methods=["GET"])
    ROUTER.add(TOKEN_PATH, _token, methods=["POST"])
    ROUTER.add("/oauth2/token", _token, host=_DOMAIN, methods=["POST"])


def _keys(_request: Request, pool_id: Any) -> Response:
    try:
        pool_by_id(pool_id)
    except CommonServiceException as failure:
        return _json({"message": failure.message}, 404)
    return _json(load_resource("moto.cognitoidp.models", "resources/jwks-public.json"))


def _discovery(request: Request, pool_id: Any) -> Response:
    try:
        pool = pool_by_id(pool_id)
    except CommonServiceException as failure:
        return _json({"message": failure.message}, 404)
    here = request.host_url.rstrip("/")
    return _json(
        {
            "issuer": f"https://cognito-idp.{pool.region}.amazonaws.com/{pool.id}",
            "jwks_uri": f"{here}/{pool.id}/.well-known/jwks.json",
            "token_endpoint": f"{here}{TOKEN_PATH}",
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["token"],
            "subject_types_supported": ["public"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }
    )


def _token(request: Request, **_address: Any) -> Response:
    try:
        return _json(_grant(request.form, request.headers.get("Authorization", "")))
    except OAuthError as failure:
        return _json({"error": str(failure)}, 400)


def _grant(form: Mapping[str, str], authorization: str) -> dict[str, Any]:
    pool, client = _client(form, authorization)
    allowed = client.extended_config.get("AllowedOAuthFlows") or []
    match form.get("grant_type"):
        case "client_credentials":
            if "client_credentials" not in allowed or not client.extended_config.get(
                "AllowedOAuthFlowsUserPoolClient"
            ):
                raise OAuthError("unauthorized_client")
            return _for_client(pool, client, form.get("scope", ""))
        case "refresh_token":
            return _refreshed(pool, client, form.get("refresh_token", ""))
        case _:
            raise OAuthError("unsupported_grant_type")


def _client(
    form: Mapping[str, str], authorization: str
) -> tuple[CognitoIdpUserPool, CognitoIdpUserPoolClient]:
    client_id, secret = form.get("client_id", ""), form.get("client_secret")
    if authorization.startswith("Basic "):
        try:
            client_id, _, secret = base64.b64decode(authorization[6:]).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError) as failure:
            raise OAuthError("invalid_client") from failure
    try:
        pool, client = pool_of_client(client_id)
    except CommonServiceException as failure:
        raise OAuthError("invalid_client") from failure
    if client.generate_secret and client.secret != secret:
        raise OAuthError("invalid_client")
    return pool, client


def _for_client(pool: CognitoIdpUserPool, client: CognitoIdpUserPoolClient, scope: str) -> dict[str, Any]:
    allowed = client.extended_config.get("AllowedOAuthScopes") or []
    scopes = scope.split() or list(allowed)
    if not scopes or not set(scopes) <= set(allowed):
        raise OAuthError("invalid_scope")
    seconds = tokens.validity_s(pool, client.id, "access")
    claims = {
        **tokens.base_claims(pool, "access", seconds),
        "sub": client.id,
        "client_id": client.id,
        "scope": " ".join(scopes),
        "version": 2,
    }
    return {"access_token": tokens.sign(pool, claims), "expires_in": seconds, "token_type": "Bearer"}


def _refreshed(pool: CognitoIdpUserPool, client: CognitoIdpUserPoolClient, token: str) -> dict[str, Any]:
    held = pool.refresh_tokens.get(token)
    if held is None or held[0] != client.id:
        raise OAuthError("invalid_grant")
    with tokens.generation("TokenGeneration_RefreshTokens"):
        access, identity, seconds = pool.create_tokens_from_refresh_token(token)
    return {"access_token": access, "id_token": identity, "expires_in": seconds, "token_type": "Bearer"}


def _json(document: Any, status: int = 200) -> Response:
    return Response(json.dumps(document), status, content_type="application/json")
