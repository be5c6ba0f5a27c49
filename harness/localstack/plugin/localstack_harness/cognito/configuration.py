"""Making and changing user pools and their clients, where moto loses or ignores something."""

from typing import Any

from localstack.aws.api import RequestContext
from localstack.services.moto import call_moto
from moto.cognitoidp.models import CognitoIdpUserPool, CognitoIdpUserPoolClient

from localstack_harness.cognito import triggers
from localstack_harness.cognito.pools import error, pool_by_id, setting
from localstack_harness.support.patching import Original, patch

_FIXED = ("AliasAttributes", "UsernameAttributes", "UsernameConfiguration")
"""What an update of a pool keeps."""


def install() -> None:
    @patch(CognitoIdpUserPool._get_user)
    def get_user(original: Original, /, self: CognitoIdpUserPool, username: str) -> Any:
        """moto does not know of aliases: attributes to sign in with beside the name, once they are verified."""
        user = original(self, username)
        if user is not None:
            return user
        return next(
            (
                each
                for each in self.users.values()
                for name in self.extended_config.get("AliasAttributes") or []
                if each.attribute_lookup.get(name) == username
                and (name == "preferred_username" or each.attribute_lookup.get(f"{name}_verified") == "true")
            ),
            None,
        )


def create_user_pool(context: RequestContext, request: Any) -> Any:
    _check(request)
    return call_moto(context)


def update_user_pool(context: RequestContext, request: Any) -> Any:
    _check(request)
    pool = pool_by_id(request["UserPoolId"])
    fixed = {name: pool.extended_config[name] for name in _FIXED if name in pool.extended_config}
    call_moto(context)
    pool.extended_config.update(fixed)
    pool.extended_config.pop("UserPoolId", None)
    return {}


def delete_user_pool(context: RequestContext, request: Any) -> Any:
    pool = pool_by_id(request["UserPoolId"])
    if setting(pool, "DeletionProtection") == "ACTIVE":
        reason = "The user pool cannot be deleted because deletion protection is activated."
        raise error("InvalidParameterException", reason)
    if pool.domain:
        reason = "User pool cannot be deleted. It has a domain configured that should be deleted first."
        raise error("InvalidParameterException", reason)
    return call_moto(context)


def update_user_pool_client(context: RequestContext, request: Any) -> Any:
    """What an update does not name is back at its default."""
    client = pool_by_id(request["UserPoolId"]).clients.get(request["ClientId"])
    if client:
        fresh = CognitoIdpUserPoolClient(client.user_pool_id, client.generate_secret, {})
        name = client.extended_config.get("ClientName")
        client.extended_config = {**fresh.extended_config, **({"ClientName": name} if name else {})}
    return call_moto(context)


def create_user_pool_domain(context: RequestContext, request: Any) -> Any:
    if request.get("CustomDomainConfig"):
        raise error(
            "InvalidParameterException",
            "custom domains of user pools are not supported: use a prefix (cognitoDomain)",
        )
    return call_moto(context)


def _check(request: Any) -> None:
    triggers.check(request.get("LambdaConfig"))
    template = request.get("VerificationMessageTemplate") or {}
    if template.get("DefaultEmailOption") == "CONFIRM_WITH_LINK":
        raise error(
            "InvalidParameterException",
            "CONFIRM_WITH_LINK is not supported, as there are no hosted pages: use CONFIRM_WITH_CODE",
        )
