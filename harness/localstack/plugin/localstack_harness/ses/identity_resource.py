"""
CloudFormation's AWS::SES::EmailIdentity, which LocalStack has and does not make.

Mends services/ses/resource_providers/aws_ses_emailidentity.py of LocalStack.
"""

from contextlib import suppress
from typing import Any

from localstack.services.cloudformation.resource_provider import ProgressEvent

from localstack_harness.support.client_resource import ClientResource
from localstack_harness.support.patching import replace
from localstack_harness.support.resource_types import Model, done


class EmailIdentityProvider(ClientResource):
    TYPE = "AWS::SES::EmailIdentity"
    SERVICE = "sesv2"
    NOUN = "email_identity"
    KEYS = ("EmailIdentity",)
    CREATE_ONLY = ("EmailIdentity",)

    def create(self, request: Any) -> ProgressEvent[Any]:
        model: Model = dict(request.desired_state)
        client = self.client(request)
        # it is there already where the harness has verified it as one of `senders`
        with suppress(client.exceptions.AlreadyExistsException):
            client.create_email_identity(EmailIdentity=model["EmailIdentity"], Tags=model.get("Tags") or [])
        self._put_attributes(client, {}, model)
        found = client.get_email_identity(EmailIdentity=model["EmailIdentity"])
        for at, token in enumerate(found["DkimAttributes"].get("Tokens") or (), start=1):
            model[f"DkimDNSTokenName{at}"] = f"{token}._domainkey.{model['EmailIdentity']}"
            model[f"DkimDNSTokenValue{at}"] = f"{token}.dkim.amazonses.com"
        return done(model)

    def update(self, request: Any) -> ProgressEvent[Any]:
        before, after = request.previous_state or {}, dict(request.desired_state)
        self._put_attributes(self.client(request), before, after)
        tokens = {name: value for name, value in before.items() if name.startswith("DkimDNSToken")}
        return done({**tokens, **after})

    def delete(self, request: Any) -> ProgressEvent[Any]:
        client = self.client(request)
        with suppress(client.exceptions.NotFoundException):
            client.delete_email_identity(EmailIdentity=request.desired_state["EmailIdentity"])
        return done({})

    def _put_attributes(self, client: Any, before: Model, after: Model) -> None:
        for property_name, operation in _ATTRIBUTES.items():
            if before.get(property_name) != after.get(property_name):
                given = after.get(property_name) or {}
                getattr(client, operation)(EmailIdentity=after["EmailIdentity"], **given)


_ATTRIBUTES = {
    "ConfigurationSetAttributes": "put_email_identity_configuration_set_attributes",
    "DkimAttributes": "put_email_identity_dkim_attributes",
    "FeedbackAttributes": "put_email_identity_feedback_attributes",
    "MailFromAttributes": "put_email_identity_mail_from_attributes",
}


def install_identities() -> None:
    """In place of LocalStack's, which has the name already."""
    from localstack.services.ses.resource_providers.aws_ses_emailidentity import SESEmailIdentityProvider

    own = EmailIdentityProvider()
    for action in ("create", "update", "delete"):
        replace(SESEmailIdentityProvider, action, _forwarded(getattr(own, action)))


def _forwarded(action: Any) -> Any:
    return lambda _provider, request: action(request)
