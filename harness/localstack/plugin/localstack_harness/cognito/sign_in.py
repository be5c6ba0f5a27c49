"""
Signing in: the flows that a client allows, the secret of a client, the triggers, and SRP, of which moto checks nothing.

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
"""

import base64
import binascii
import time
from collections.abc import Mapping, MutableMapping
from typing import Any

from cachetools import TTLCache
from localstack.aws.api import RequestContext
from localstack.services.moto import call_moto, call_moto_with_request
from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool, CognitoIdpUserPoolClient, UserStatus
from moto.cognitoidp.utils import check_secret_hash

from localstack_harness.cognito import tokens, triggers
from localstack_harness.cognito.pools import error, pool_of_client, user_of
from localstack_harness.cognito.srp import Verification

_SRP = "USER_SRP_AUTH"
_REFRESH = ("REFRESH_TOKEN", "REFRESH_TOKEN_AUTH")
_ALLOWED_BY = {
    "USER_PASSWORD_AUTH": {"ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"},
    "ADMIN_USER_PASSWORD_AUTH": {"ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"},
    "ADMIN_NO_SRP_AUTH": {"ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"},
    _SRP: {"ALLOW_USER_SRP_AUTH"},
}
_DEFAULT_FLOWS = ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"]
_INCORRECT = "Incorrect username or password."
_SESSION_S = 180

_verifications: MutableMapping[str, Verification] = TTLCache(10_000, _SESSION_S, timer=time.monotonic)
"""By moto's session."""


def initiate_auth(context: RequestContext, request: Any) -> Any:
    flow = request["AuthFlow"]
    parameters: Mapping[str, str] = request.get("AuthParameters") or {}
    pool, client = pool_of_client(request["ClientId"])
    _check_flow(client, flow)
    if flow in _REFRESH:
        _check_refresh_token(pool, client, parameters.get("REFRESH_TOKEN", ""))
        with tokens.generation("TokenGeneration_RefreshTokens"):
            return call_moto(context)
    user = _signing_in(pool, client, parameters)
    if flow != _SRP and user.password != parameters.get("PASSWORD"):
        raise error("NotAuthorizedException", _INCORRECT)
    if user.status is UserStatus.UNCONFIRMED:
        raise error("UserNotConfirmedException", "User is not confirmed.")
    if user.status is UserStatus.RESET_REQUIRED:
        raise error("PasswordResetRequiredException", "Password reset required for the user")
    _ask_before(pool, client, user)
    if flow == _SRP:
        return _start_srp(pool, user, parameters, call_moto(context))
    with tokens.generation("TokenGeneration_Authentication"):
        response = call_moto(context)
    return _signed_in(pool, client, user, response)


def respond_to_auth_challenge(context: RequestContext, request: Any) -> Any:
    responses: dict[str, str] = dict(request.get("ChallengeResponses") or {})
    pool, client = pool_of_client(request["ClientId"])
    user = user_of(pool, responses.get("USERNAME", ""))
    if request["ChallengeName"] == "PASSWORD_VERIFIER":
        responses["PASSWORD_CLAIM_SECRET_BLOCK"] = _finish_srp(responses)
    new_password = request["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    source = "TokenGeneration_NewPasswordChallenge" if new_password else "TokenGeneration_Authentication"
    with tokens.generation(source):
        verified: Any = {**request, "ChallengeResponses": responses}
        response = call_moto_with_request(context, verified)
    return _signed_in(pool, client, user, response)


def _check_flow(client: CognitoIdpUserPoolClient, flow: str) -> None:
    if flow in ("CUSTOM_AUTH", "USER_AUTH"):
        raise error(
            "InvalidParameterException", f"the flow {flow} is not supported here: use a flow with a password"
        )
    allowed = set(client.extended_config.get("ExplicitAuthFlows") or _DEFAULT_FLOWS)
    if flow not in _REFRESH and not allowed & _ALLOWED_BY.get(flow, set()):
        raise error("InvalidParameterException", f"{flow} flow not enabled for this client")


def _check_refresh_token(pool: CognitoIdpUserPool, client: CognitoIdpUserPoolClient, token: str) -> None:
    held = pool.refresh_tokens.get(token)
    if held is None:
        raise error("NotAuthorizedException", "Invalid Refresh Token")
    if held[0] != client.id:
        raise error("NotAuthorizedException", "Refresh Token is not for this client")
    if not user_of(pool, held[1]).enabled:
        raise error("NotAuthorizedException", "User is disabled.")


def _signing_in(
    pool: CognitoIdpUserPool, client: CognitoIdpUserPoolClient, parameters: Mapping[str, str]
) -> CognitoIdpUser:
    username = parameters.get("USERNAME", "")
    check_client_secret(client, username, parameters.get("SECRET_HASH"))
    user: CognitoIdpUser | None = pool._get_user(username)
    if user is None:
        if client.extended_config.get("PreventUserExistenceErrors") == "ENABLED":
            raise error("NotAuthorizedException", _INCORRECT)
        raise error("UserNotFoundException", "User does not exist.")
    if not user.enabled:
        raise error("NotAuthorizedException", "User is disabled.")
    return user


def check_client_secret(client: CognitoIdpUserPoolClient, username: str, secret_hash: str | None) -> None:
    """Raises NotAuthorizedException unless the hash is that of a client with a secret, or the client has none."""
    if not client.generate_secret:
        return
    if not secret_hash:
        reason = f"Client {client.id} is configured with secret but SECRET_HASH was not received"
        raise error("NotAuthorizedException", reason)
    if not check_secret_hash(client.secret, client.id, username, secret_hash):
        raise error("NotAuthorizedException", f"SecretHash does not match for the client: {client.id}")


def _ask_before(pool: CognitoIdpUserPool, client: CognitoIdpUserPoolClient, user: CognitoIdpUser) -> None:
    request = {
        "userAttributes": triggers.user_attributes(user),
        "validationData": None,
        "userNotFound": False,
    }
    _ask(pool, client, "PreAuthentication", user, request)


def _signed_in(
    pool: CognitoIdpUserPool, client: CognitoIdpUserPoolClient, user: CognitoIdpUser, response: Any
) -> Any:
    if response.get("AuthenticationResult"):
        request = {
            "userAttributes": triggers.user_attributes(user),
            "newDeviceUsed": False,
            "clientMetadata": {},
        }
        _ask(pool, client, "PostAuthentication", user, request)
    return response


def _ask(
    pool: CognitoIdpUserPool,
    client: CognitoIdpUserPoolClient,
    trigger: str,
    user: CognitoIdpUser,
    request: Mapping[str, Any],
) -> None:
    source = f"{trigger}_Authentication"
    triggers.ask(pool, triggers.Question(trigger, source, user.username, request, client_id=client.id))


def _start_srp(
    pool: CognitoIdpUserPool, user: CognitoIdpUser, parameters: Mapping[str, str], challenge: Any
) -> Any:
    try:
        verification = Verification(
            pool.id.partition("_")[2],
            user.username,
            user.password or "",
            int(parameters.get("SRP_A", ""), 16),
        )
    except ValueError as failure:
        raise error(
            "InvalidParameterException", "SRP_A is not a number that the protocol allows"
        ) from failure
    session = challenge["Session"]
    _verifications[session] = verification
    given = {
        "SALT": f"{verification.salt:x}",
        "SRP_B": f"{verification.public:x}",
        "SECRET_BLOCK": base64.b64encode(session.encode()).decode(),
        "USERNAME": user.username,
        "USER_ID_FOR_SRP": user.username,
    }
    return {"ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": given}


def _finish_srp(responses: Mapping[str, str]) -> str:
    """moto's session of a verified password."""
    block = responses.get("PASSWORD_CLAIM_SECRET_BLOCK", "")
    try:
        session = base64.b64decode(block).decode()
    except (binascii.Error, UnicodeDecodeError):
        session = ""
    verification = _verifications.pop(session, None)
    if verification is None:
        raise error("NotAuthorizedException", "Invalid session for the user.")
    signature, timestamp = responses.get("PASSWORD_CLAIM_SIGNATURE", ""), responses.get("TIMESTAMP", "")
    if not verification.accepts(signature, block, timestamp):
        raise error("NotAuthorizedException", _INCORRECT)
    return session
