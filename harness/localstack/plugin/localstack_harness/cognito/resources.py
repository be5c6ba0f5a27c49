"""
CloudFormation's types of Cognito.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_Cognito.html
"""

from typing import Any

from localstack_harness.support.client_resource import ClientResource
from localstack_harness.support.resource_types import Model, default_name, done, plugin_of

_SERVICE = "cognito-idp"


class UserPoolProvider(ClientResource):
    TYPE = "AWS::Cognito::UserPool"
    SERVICE = _SERVICE
    NOUN = "user_pool"
    KEYS = ("UserPoolId",)
    MEMBER = "UserPool"
    GENERATED = ("UserPoolId", "Arn", "ProviderName", "ProviderURL")
    CREATE_ONLY = ("AliasAttributes", "UsernameAttributes", "UsernameConfiguration")

    def arguments(self, request: Any, model: Model) -> Model:
        name = model.get("UserPoolName") or default_name(request)
        return {**model, "PoolName": name}

    def created(self, request: Any, described: Model) -> Model:
        provider = f"cognito-idp.{request.region_name}.amazonaws.com/{described['Id']}"
        self._set_mfa(request, described["Id"], {}, request.desired_state)
        return {
            "UserPoolId": described["Id"],
            "Arn": described["Arn"],
            "ProviderName": provider,
            "ProviderURL": f"https://{provider}",
        }

    def change(self, request: Any, arguments: Model, before: Model, after: Model) -> None:
        super().change(request, arguments, before, after)
        known = {schema.get("Name") for schema in before.get("Schema") or []}
        added = [schema for schema in after.get("Schema") or [] if schema.get("Name") not in known]
        if added:
            client = self.client(request)
            client.add_custom_attributes(UserPoolId=arguments["UserPoolId"], CustomAttributes=added)
        self._set_mfa(request, arguments["UserPoolId"], before, after)

    def _set_mfa(self, request: Any, pool_id: str, before: Model, after: Model) -> None:
        configuration = after.get("MfaConfiguration") or "OFF"
        if configuration == (before.get("MfaConfiguration") or "OFF"):
            return
        kinds = after.get("EnabledMfas") or []
        more: Model = {}
        if "SOFTWARE_TOKEN_MFA" in kinds:
            more["SoftwareTokenMfaConfiguration"] = {"Enabled": True}
        if "SMS_MFA" in kinds:
            sms = after.get("SmsConfiguration") or {}
            more["SmsMfaConfiguration"] = {"SmsConfiguration": sms}
        self.client(request).set_user_pool_mfa_config(
            UserPoolId=pool_id, MfaConfiguration=configuration, **more
        )


class UserPoolClientProvider(ClientResource):
    TYPE = "AWS::Cognito::UserPoolClient"
    SERVICE = _SERVICE
    NOUN = "user_pool_client"
    KEYS = ("UserPoolId", "ClientId")
    MEMBER = "UserPoolClient"
    GENERATED = ("ClientId", "ClientSecret")
    CREATE_ONLY = ("UserPoolId", "GenerateSecret")

    def arguments(self, request: Any, model: Model) -> Model:
        name = model.get("ClientName") or default_name(request)
        return {**model, "ClientName": name}

    def created(self, request: Any, described: Model) -> Model:
        return {**super().created(request, described), "Name": described.get("ClientName")}


class UserPoolDomainProvider(ClientResource):
    TYPE = "AWS::Cognito::UserPoolDomain"
    SERVICE = _SERVICE
    NOUN = "user_pool_domain"
    KEYS = ("UserPoolId", "Domain")
    CREATE_ONLY = ("UserPoolId", "Domain")
    REFUSED = {"CustomDomainConfig": "use a prefix (cognitoDomain)"}  # noqa: RUF012

    def change(self, request: Any, arguments: Model, _before: Model, _after: Model) -> None:
        """There is nothing else to change."""


class UserPoolGroupProvider(ClientResource):
    TYPE = "AWS::Cognito::UserPoolGroup"
    SERVICE = _SERVICE
    NOUN = "group"
    KEYS = ("UserPoolId", "GroupName")
    CREATE_ONLY = ("UserPoolId", "GroupName")
    DEFAULTS = {"Description": ""}  # noqa: RUF012
    MEMBER = "Group"

    def arguments(self, request: Any, model: Model) -> Model:
        model.setdefault("GroupName", default_name(request))
        return model


class ResourceServerProvider(ClientResource):
    TYPE = "AWS::Cognito::UserPoolResourceServer"
    SERVICE = _SERVICE
    NOUN = "resource_server"
    KEYS = ("UserPoolId", "Identifier")
    CREATE_ONLY = ("UserPoolId", "Identifier")
    DEFAULTS = {"Scopes": []}  # noqa: RUF012


class IdentityProviderProvider(ClientResource):
    TYPE = "AWS::Cognito::UserPoolIdentityProvider"
    SERVICE = _SERVICE
    NOUN = "identity_provider"
    KEYS = ("UserPoolId", "ProviderName")
    CREATE_ONLY = ("UserPoolId", "ProviderName", "ProviderType")
    DEFAULTS = {"AttributeMapping": {}, "IdpIdentifiers": []}  # noqa: RUF012


class UserPoolUserProvider(ClientResource):
    TYPE = "AWS::Cognito::UserPoolUser"
    SERVICE = _SERVICE
    NOUN = "user"
    KEYS = ("UserPoolId", "Username")
    CREATE_ONLY = (
        "UserPoolId",
        "Username",
        "UserAttributes",
        "DesiredDeliveryMediums",
        "ForceAliasCreation",
        "MessageAction",
    )

    def create(self, request: Any) -> Any:
        model: Model = dict(request.desired_state)
        user = self.client(request).admin_create_user(**model)["User"]
        return done({**model, "Username": model.get("Username", user["Username"])})

    def delete(self, request: Any) -> Any:
        model = request.desired_state
        if model.get("Username"):
            client = self.client(request)
            client.admin_delete_user(UserPoolId=model["UserPoolId"], Username=model["Username"])
        return done({})


class UserToGroupProvider(ClientResource):
    TYPE = "AWS::Cognito::UserPoolUserToGroupAttachment"
    SERVICE = _SERVICE
    NOUN = "user_to_group"
    KEYS = ("UserPoolId", "GroupName", "Username")
    CREATE_ONLY = KEYS

    def create(self, request: Any) -> Any:
        model: Model = dict(request.desired_state)
        self.client(request).admin_add_user_to_group(**model)
        return done(model)

    def delete(self, request: Any) -> Any:
        self.client(request).admin_remove_user_from_group(
            **{name: request.desired_state[name] for name in self.KEYS}
        )
        return done({})


class IdentityPoolProvider(ClientResource):
    TYPE = "AWS::Cognito::IdentityPool"
    SERVICE = "cognito-identity"
    NOUN = "identity_pool"
    KEYS = ("IdentityPoolId",)
    GENERATED = ("IdentityPoolId", "Name")
    DEFAULTS = {"CognitoIdentityProviders": [], "SupportedLoginProviders": {}}  # noqa: RUF012

    def arguments(self, request: Any, model: Model) -> Model:
        name = model.get("IdentityPoolName") or default_name(request)
        return {**model, "IdentityPoolName": name}

    def created(self, request: Any, described: Model) -> Model:
        return {**super().created(request, described), "Name": described.get("IdentityPoolName")}


class IdentityPoolRolesProvider(ClientResource):
    TYPE = "AWS::Cognito::IdentityPoolRoleAttachment"
    SERVICE = "cognito-identity"
    NOUN = "identity_pool_roles"
    KEYS = ("IdentityPoolId",)
    CREATE_ONLY = KEYS

    def create(self, request: Any) -> Any:
        model: Model = dict(request.desired_state)
        self.client(request).set_identity_pool_roles(**{"Roles": {}, **model})
        return done(model)

    def change(self, request: Any, arguments: Model, _before: Model, _after: Model) -> None:
        self.client(request).set_identity_pool_roles(**{"Roles": {}, **arguments})

    def delete(self, request: Any) -> Any:
        self.client(request).set_identity_pool_roles(
            IdentityPoolId=request.desired_state["IdentityPoolId"], Roles={}
        )
        return done({})


user_pool = plugin_of(UserPoolProvider)
user_pool_client = plugin_of(UserPoolClientProvider)
user_pool_domain = plugin_of(UserPoolDomainProvider)
user_pool_group = plugin_of(UserPoolGroupProvider)
resource_server = plugin_of(ResourceServerProvider)
identity_provider = plugin_of(IdentityProviderProvider)
user_pool_user = plugin_of(UserPoolUserProvider)
user_to_group = plugin_of(UserToGroupProvider)
identity_pool = plugin_of(IdentityPoolProvider)
identity_pool_roles = plugin_of(IdentityPoolRolesProvider)
