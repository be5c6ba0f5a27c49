"""
Identities, the same ones as v1's: each is verified at once.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateEmailIdentity.html
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from localstack.aws.api import RequestContext
from localstack.services.ses.provider import get_ses_backend
from moto.ses.models import EmailIdentity, SESBackend

from localstack_harness.ses.v2.configuration_sets import pairs, tags_of
from localstack_harness.ses.v2.errors import already_exists, not_found
from localstack_harness.support.moto_service import Operation

type Request = Mapping[str, Any]

_TOKENS = 3
_DEFAULTS: dict[str, Any] = {"feedback": True, "mail_from": {"BehaviorOnMxFailure": "USE_DEFAULT_VALUE"}}


def create_email_identity(context: RequestContext, request: Request) -> Any:
    backend, name = get_ses_backend(context), request["EmailIdentity"]
    if name in backend.email_identities:
        raise already_exists(f"Email identity {name} already exist.")
    identity = backend.create_email_identity_v2(
        name, request.get("Tags"), request.get("DkimSigningAttributes"), request.get("ConfigurationSetName")
    )
    return {
        "IdentityType": identity.identity_type,
        "VerifiedForSendingStatus": True,
        "DkimAttributes": dkim_of(identity),
    }


def get_email_identity(context: RequestContext, request: Request) -> Any:
    backend = get_ses_backend(context)
    identity = _identity(backend, request)
    return {
        "IdentityType": identity.identity_type,
        "FeedbackForwardingStatus": _setting(identity, "feedback"),
        "VerifiedForSendingStatus": True,
        "VerificationStatus": "SUCCESS",
        "DkimAttributes": dkim_of(identity),
        "MailFromAttributes": _setting(identity, "mail_from"),
        "Policies": identity.policies,
        "Tags": pairs(tags_of(backend, f"email-identity/{identity.email_identity}")),
        "ConfigurationSetName": identity.configuration_set_name,
    }


def list_email_identities(context: RequestContext, _request: Request) -> Any:
    identities = get_ses_backend(context).email_identities.values()
    return {"EmailIdentities": [identity.list_response_object for identity in identities]}


def delete_email_identity(context: RequestContext, request: Request) -> Any:
    backend = get_ses_backend(context)
    _identity(backend, request)
    backend.delete_identity(request["EmailIdentity"])
    return {}


def put_configuration_set_attributes(context: RequestContext, request: Request) -> Any:
    _identity(get_ses_backend(context), request).configuration_set_name = request.get("ConfigurationSetName")
    return {}


def put_dkim_attributes(context: RequestContext, request: Request) -> Any:
    identity = _identity(get_ses_backend(context), request)
    identity.dkim_attributes["SigningEnabled"] = bool(request.get("SigningEnabled"))
    return {}


def put_dkim_signing_attributes(context: RequestContext, request: Request) -> Any:
    identity = _identity(get_ses_backend(context), request)
    identity.dkim_signing_attributes = request.get("SigningAttributes")
    return {"DkimStatus": "SUCCESS", "DkimTokens": dkim_of(identity).get("Tokens", [])}


def put_feedback_attributes(context: RequestContext, request: Request) -> Any:
    identity = _identity(get_ses_backend(context), request)
    vars(identity)["feedback"] = bool(request.get("EmailForwardingEnabled"))
    return {}


def put_mail_from_attributes(context: RequestContext, request: Request) -> Any:
    identity = _identity(get_ses_backend(context), request)
    domain = request.get("MailFromDomain")
    vars(identity)["mail_from"] = {
        "BehaviorOnMxFailure": request.get("BehaviorOnMxFailure") or "USE_DEFAULT_VALUE",
        **({"MailFromDomain": domain, "MailFromDomainStatus": "SUCCESS"} if domain else {}),
    }
    return {}


def dkim_of(identity: EmailIdentity) -> dict[str, Any]:
    """A domain's tokens are the same each time: templates have them in DNS records."""
    attributes = {
        "SigningEnabled": identity.dkim_attributes.get("SigningEnabled", True),
        "Status": "SUCCESS",
        "SigningAttributesOrigin": "AWS_SES",
    }
    if identity.identity_type == "DOMAIN":
        digests = [
            hashlib.sha256(f"{identity.email_identity}{at}".encode()).hexdigest()[:32]
            for at in range(_TOKENS)
        ]
        attributes.update(Tokens=digests, NextSigningKeyLength="RSA_2048_BIT")
    return attributes


def _identity(backend: SESBackend, request: Request) -> EmailIdentity:
    name = request["EmailIdentity"].lower()
    for known, identity in backend.email_identities.items():
        if known.lower() == name:
            return identity
    raise not_found(f"Email identity {request['EmailIdentity']} does not exist.")


def _setting(identity: EmailIdentity, name: str) -> Any:
    return vars(identity).get(name, _DEFAULTS[name])


OPERATIONS: Mapping[str, Operation] = {
    "CreateEmailIdentity": create_email_identity,
    "GetEmailIdentity": get_email_identity,
    "ListEmailIdentities": list_email_identities,
    "DeleteEmailIdentity": delete_email_identity,
    "PutEmailIdentityConfigurationSetAttributes": put_configuration_set_attributes,
    "PutEmailIdentityDkimAttributes": put_dkim_attributes,
    "PutEmailIdentityDkimSigningAttributes": put_dkim_signing_attributes,
    "PutEmailIdentityFeedbackAttributes": put_feedback_attributes,
    "PutEmailIdentityMailFromAttributes": put_mail_from_attributes,
}
