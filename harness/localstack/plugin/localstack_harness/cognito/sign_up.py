"""
Users sign up, are confirmed by a code, and reset their password. moto takes any code and sends none.

https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
"""

import secrets
from collections.abc import Mapping
from typing import Any

from localstack.aws.api import RequestContext
from localstack.services.moto import call_moto
from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool, UserStatus
from moto.cognitoidp.utils import flatten_attrs

from localstack_harness.cognito import triggers
from localstack_harness.cognito.messages import Message, check_code, send, send_code
from localstack_harness.cognito.pools import (
    attributes_of,
    error,
    pool_by_id,
    pool_of_client,
    setting,
    user_of,
)
from localstack_harness.cognito.sign_in import check_client_secret

_CONFIRMED = "PostConfirmation_ConfirmSignUp"
_PASSWORD_CHARACTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # noqa: S105 not a password


def sign_up(context: RequestContext, request: Any) -> Any:
    pool, client = pool_of_client(request["ClientId"])
    check_client_secret(client, request["Username"], request.get("SecretHash"))
    if setting(pool, "AdminCreateUserConfig", "AllowAdminCreateUserOnly"):
        raise error("NotAuthorizedException", "SignUp is not permitted for this user pool")
    attributes = flatten_attrs(request.get("UserAttributes") or [])
    _check_required(pool, attributes)
    answer = _ask_before(pool, "PreSignUp_SignUp", request, attributes, client.id)
    response = call_moto(context)
    user = user_of(pool, request["Username"])
    _verify_as_answered(user, answer)
    response.pop("CodeDeliveryDetails", None)
    if answer.get("autoConfirmUser"):
        user.status = UserStatus.CONFIRMED
        _ask_after(pool, user, _CONFIRMED, client.id)
        return {**response, "UserConfirmed": True}
    details = send_code(pool, user, "confirm", "CustomMessage_SignUp", client.id)
    return {**response, **({"CodeDeliveryDetails": details} if details else {})}


def confirm_sign_up(context: RequestContext, request: Any) -> Any:
    pool, client = pool_of_client(request["ClientId"])
    check_client_secret(client, request["Username"], request.get("SecretHash"))
    user = user_of(pool, request["Username"])
    if user.status is not UserStatus.UNCONFIRMED:
        status = getattr(user.status, "value", user.status)
        raise error("NotAuthorizedException", f"User cannot be confirmed. Current status is {status}")
    check_code(user, "confirm", request["ConfirmationCode"])
    response = call_moto(context)
    verified = setting(pool, "AutoVerifiedAttributes") or []
    _set_verified(user, "email" if "email" in verified else "phone_number")
    _ask_after(pool, user, _CONFIRMED, client.id)
    return response


def resend_confirmation_code(_context: RequestContext, request: Any) -> Any:
    pool, client = pool_of_client(request["ClientId"])
    check_client_secret(client, request["Username"], request.get("SecretHash"))
    user = user_of(pool, request["Username"])
    if user.status is not UserStatus.UNCONFIRMED:
        raise error("InvalidParameterException", "User is already confirmed.")
    details = send_code(pool, user, "confirm", "CustomMessage_ResendCode", client.id)
    if details is None:
        raise error("InvalidParameterException", "Auto verification not turned on.")
    return {"CodeDeliveryDetails": details}


def admin_confirm_sign_up(context: RequestContext, request: Any) -> Any:
    pool = pool_by_id(request["UserPoolId"])
    response = call_moto(context)
    _ask_after(pool, user_of(pool, request["Username"]), _CONFIRMED, None)
    return response


def admin_create_user(context: RequestContext, request: Any) -> Any:
    pool = pool_by_id(request["UserPoolId"])
    if request.get("MessageAction") == "RESEND":
        response, user = {}, user_of(pool, request["Username"])
    else:
        attributes = flatten_attrs(request.get("UserAttributes") or [])
        answer = _ask_before(pool, "PreSignUp_AdminCreateUser", request, attributes, None)
        response = call_moto(context)
        user = user_of(pool, request["Username"])
        _verify_as_answered(user, answer)
    if not request.get("TemporaryPassword"):
        user.password = _temporary_password()
    if request.get("MessageAction") != "SUPPRESS":
        _invite(pool, user, request.get("DesiredDeliveryMediums") or ["SMS"])
    return {**response, "User": _described(user)}


def forgot_password(_context: RequestContext, request: Any) -> Any:
    pool, client = pool_of_client(request["ClientId"])
    check_client_secret(client, request["Username"], request.get("SecretHash"))
    details = send_code(
        pool, user_of(pool, request["Username"]), "reset", "CustomMessage_ForgotPassword", client.id
    )
    if details is None:
        reason = "Cannot reset password for the user as there is no registered/verified email or phone_number"
        raise error("InvalidParameterException", reason)
    return {"CodeDeliveryDetails": details}


def confirm_forgot_password(context: RequestContext, request: Any) -> Any:
    pool, client = pool_of_client(request["ClientId"])
    check_client_secret(client, request["Username"], request.get("SecretHash"))
    user = user_of(pool, request["Username"])
    pool.backend._validate_password(pool.id, request["Password"])
    check_code(user, "reset", request["ConfirmationCode"])
    response = call_moto(context)
    user.status = UserStatus.CONFIRMED
    _ask_after(pool, user, "PostConfirmation_ConfirmForgotPassword", client.id)
    return response


def _check_required(pool: CognitoIdpUserPool, attributes: Mapping[str, str]) -> None:
    given = {*attributes, "sub", *(setting(pool, "UsernameAttributes") or [])}
    named = [name for name, schema in pool.schema_attributes.items() if schema.required and name not in given]
    if named:
        missing = "; ".join(f"{name}: The attribute is required" for name in named)
        raise error("InvalidParameterException", f"Attributes did not conform to the schema: {missing}\n")


def _ask_before(
    pool: CognitoIdpUserPool, source: str, request: Any, attributes: Mapping[str, str], client_id: str | None
) -> dict[str, Any]:
    validation = flatten_attrs(request.get("ValidationData") or [])
    asked = {
        "userAttributes": dict(attributes),
        "validationData": validation or None,
        "clientMetadata": request.get("ClientMetadata") or {},
    }
    answer = {"autoConfirmUser": False, "autoVerifyEmail": False, "autoVerifyPhone": False}
    question = triggers.Question("PreSignUp", source, request["Username"], asked, answer, client_id)
    return triggers.ask(pool, question) or {}


def _ask_after(pool: CognitoIdpUserPool, user: CognitoIdpUser, source: str, client_id: str | None) -> None:
    request = {"userAttributes": triggers.user_attributes(user), "clientMetadata": {}}
    question = triggers.Question("PostConfirmation", source, user.username, request, client_id=client_id)
    triggers.ask(pool, question)


def _verify_as_answered(user: CognitoIdpUser, answer: Mapping[str, Any]) -> None:
    for name, flag in (("email", "autoVerifyEmail"), ("phone_number", "autoVerifyPhone")):
        if answer.get(flag):
            _set_verified(user, name)


def _set_verified(user: CognitoIdpUser, name: str) -> None:
    if attributes_of(user).get(name):
        user.update_attributes([{"Name": f"{name}_verified", "Value": "true"}])


def _invite(pool: CognitoIdpUserPool, user: CognitoIdpUser, mediums: list[str]) -> None:
    attributes = attributes_of(user)
    source = "CustomMessage_AdminCreateUser"
    if "EMAIL" in mediums and attributes.get("email"):
        send(pool, user, Message("EMAIL", user.password or "", source))
    if "SMS" in mediums and attributes.get("phone_number"):
        send(pool, user, Message("SMS", user.password or "", source))


def _temporary_password() -> str:
    """With a character of each kind that a policy may ask for."""
    return "".join(secrets.choice(_PASSWORD_CHARACTERS) for _ in range(12)) + "aA1!"


def _described(user: CognitoIdpUser) -> dict[str, Any]:
    return {
        "Username": user.username,
        "Attributes": [{"Name": name, "Value": value} for name, value in attributes_of(user).items()],
        "Enabled": user.enabled,
        "UserStatus": getattr(user.status, "value", user.status),
        "UserCreateDate": user.create_date,
        "UserLastModifiedDate": user.last_modified_date,
    }
