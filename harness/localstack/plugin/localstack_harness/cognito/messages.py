"""
Messages to users: a code or a temporary password, by mail (SES) or text message (SNS).

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-message-customizations.html
"""

import secrets
from dataclasses import dataclass
from typing import Literal

from botocore.exceptions import ClientError
from localstack.aws.connect import connect_to
from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool

from localstack_harness.cognito import triggers
from localstack_harness.cognito.pools import attributes_of, error, setting
from localstack_harness.support.moto_service import Attached

type Purpose = Literal["confirm", "reset"]
type Medium = Literal["EMAIL", "SMS"]

DEFAULT_SENDER = "no-reply@verificationemail.com"
_PLACEHOLDER = "{####}"


@dataclass(frozen=True)
class Message:
    medium: Medium
    code: str
    """Or a temporary password."""
    source: str
    """Of the trigger CustomMessage."""
    client_id: str | None = None


_codes: Attached[dict[Purpose, str]] = Attached("codes", dict)


def send_code(
    pool: CognitoIdpUserPool, user: CognitoIdpUser, purpose: Purpose, source: str, client_id: str
) -> dict[str, str] | None:
    """
    Sends a new code to the attribute that the pool verifies, or, to reset a password, to one that is verified. Returns
    CodeDeliveryDetails; None if there is no such attribute.
    """
    name = _attribute(pool, user, purpose)
    if name is None:
        return None
    medium: Medium = "EMAIL" if name == "email" else "SMS"
    code = f"{secrets.randbelow(1_000_000):06}"
    _codes.of(user)[purpose] = code
    send(pool, user, Message(medium, code, source, client_id))
    return {"AttributeName": name, "DeliveryMedium": medium, "Destination": hidden(attributes_of(user)[name])}


def hidden(address: str) -> str:
    """As Cognito shows an address: `a***@e***`, or the end of a number."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}***@{domain[:1]}***" if at else f"+{'*' * 7}{address[-4:]}"


def check_code(user: CognitoIdpUser, purpose: Purpose, given: str) -> None:
    """Takes a code back. Raises CodeMismatchException, and ExpiredCodeException if none was sent."""
    expected = _codes.of(user).get(purpose)
    if expected is None:
        raise error("ExpiredCodeException", "Invalid code provided, please request a code again.")
    if not secrets.compare_digest(expected.encode(), given.encode()):
        raise error("CodeMismatchException", "Invalid verification code provided, please try again.")
    del _codes.of(user)[purpose]


def send(pool: CognitoIdpUserPool, user: CognitoIdpUser, message: Message) -> None:
    """Raises CodeDeliveryFailureException."""
    is_invitation = message.source == "CustomMessage_AdminCreateUser"
    subject, mail, text = _texts(pool, is_invitation)
    request = {
        "userAttributes": triggers.user_attributes(user),
        "codeParameter": _PLACEHOLDER,
        "usernameParameter": "{username}" if is_invitation else None,
        "clientMetadata": {},
    }
    response = {"smsMessage": None, "emailMessage": None, "emailSubject": None}
    question = triggers.Question(
        "CustomMessage", message.source, user.username, request, response, message.client_id
    )
    custom = triggers.ask(pool, question) or {}
    clients = connect_to(aws_access_key_id=pool.account_id, region_name=pool.region)
    attributes = attributes_of(user)

    def fill(template: str) -> str:
        return template.replace(_PLACEHOLDER, message.code).replace("{username}", user.username)

    try:
        if message.medium == "SMS":
            clients.sns.publish(
                PhoneNumber=attributes["phone_number"], Message=fill(custom.get("smsMessage") or text)
            )
            return
        sender = _sender(pool)
        if sender == DEFAULT_SENDER:
            clients.ses.verify_email_identity(EmailAddress=sender)
        clients.ses.send_email(
            Source=sender,
            Destination={"ToAddresses": [attributes["email"]]},
            Message={
                "Subject": {"Data": fill(custom.get("emailSubject") or subject)},
                "Body": {"Html": {"Data": fill(custom.get("emailMessage") or mail)}},
            },
        )
    except ClientError as failure:
        raise error("CodeDeliveryFailureException", f"Unable to deliver the message: {failure}") from failure


def _attribute(pool: CognitoIdpUserPool, user: CognitoIdpUser, purpose: Purpose) -> str | None:
    attributes = attributes_of(user)
    names = ("email", "phone_number")
    if purpose == "reset":
        return next((name for name in names if attributes.get(f"{name}_verified") == "true"), None)
    verified = setting(pool, "AutoVerifiedAttributes") or []
    return next((name for name in names if name in verified and attributes.get(name)), None)


def _texts(pool: CognitoIdpUserPool, invitation: bool) -> tuple[str, str, str]:
    """Subject and text of the mail, and the text message."""
    if invitation:
        template = setting(pool, "AdminCreateUserConfig", "InviteMessageTemplate") or {}
        standard = "Your username is {username} and temporary password is {####}."
        return (
            template.get("EmailSubject") or "Your temporary password",
            template.get("EmailMessage") or standard,
            template.get("SMSMessage") or standard,
        )
    template = setting(pool, "VerificationMessageTemplate") or {}
    standard = "Your verification code is {####}."
    return (
        setting(pool, "EmailVerificationSubject") or template.get("EmailSubject") or "Your verification code",
        setting(pool, "EmailVerificationMessage") or template.get("EmailMessage") or standard,
        setting(pool, "SmsVerificationMessage") or template.get("SmsMessage") or standard,
    )


def _sender(pool: CognitoIdpUserPool) -> str:
    configuration = setting(pool, "EmailConfiguration") or {}
    if configuration.get("From"):
        return str(configuration["From"])
    identity = str(configuration.get("SourceArn") or "").rpartition("identity/")[2]
    return identity if "@" in identity else DEFAULT_SENDER
