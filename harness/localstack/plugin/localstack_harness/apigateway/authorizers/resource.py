"""CloudFormation's AWS::ApiGateway::Authorizer, which LocalStack reports as created and does not make."""

from contextlib import suppress
from typing import Any

from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceProvider

from localstack_harness.support.resource_types import done, plugin_of

_FIELDS = {
    "Name": "name",
    "Type": "type",
    "ProviderARNs": "providerARNs",
    "AuthType": "authType",
    "AuthorizerUri": "authorizerUri",
    "AuthorizerCredentials": "authorizerCredentials",
    "IdentitySource": "identitySource",
    "IdentityValidationExpression": "identityValidationExpression",
    "AuthorizerResultTtlInSeconds": "authorizerResultTtlInSeconds",
}


class AuthorizerProvider(ResourceProvider[Any]):
    TYPE = "AWS::ApiGateway::Authorizer"
    SCHEMA = {  # noqa: RUF012 as LocalStack declares it
        "typeName": TYPE,
        "primaryIdentifier": ["/properties/AuthorizerId"],
        "readOnlyProperties": ["/properties/AuthorizerId"],
        "createOnlyProperties": ["/properties/RestApiId"],
        "required": ["RestApiId", "Type", "Name"],
        "properties": {name: {} for name in ("RestApiId", "AuthorizerId", *_FIELDS)},
    }

    def create(self, request: Any) -> ProgressEvent[Any]:
        model = request.desired_state
        client = request.aws_client_factory.apigateway
        made = client.create_authorizer(restApiId=model["RestApiId"], **arguments(model))
        return done({**model, "AuthorizerId": made["id"]})

    def update(self, request: Any) -> ProgressEvent[Any]:
        before, after = request.previous_state, request.desired_state
        model = {**after, "AuthorizerId": before["AuthorizerId"]}
        if operations := changes(before, after):
            request.aws_client_factory.apigateway.update_authorizer(
                restApiId=model["RestApiId"], authorizerId=model["AuthorizerId"], patchOperations=operations
            )
        return done(model)

    def delete(self, request: Any) -> ProgressEvent[Any]:
        model = request.desired_state
        client = request.aws_client_factory.apigateway
        if "AuthorizerId" not in model:  # it could not be created
            return done(model)
        with suppress(client.exceptions.NotFoundException):  # it is gone with its API
            client.delete_authorizer(restApiId=model["RestApiId"], authorizerId=model["AuthorizerId"])
        return done(model)


authorizer = plugin_of(AuthorizerProvider)


def arguments(model: dict[str, Any]) -> dict[str, Any]:
    """Of CreateAuthorizer. CloudFormation may give a number as a string."""
    given = {argument: model[name] for name, argument in _FIELDS.items() if model.get(name) is not None}
    if "authorizerResultTtlInSeconds" in given:
        given["authorizerResultTtlInSeconds"] = int(given["authorizerResultTtlInSeconds"])
    return given


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, str]]:
    """The patch operations of UpdateAuthorizer."""
    old, new = arguments(before), arguments(after)
    changed = [
        {"op": "replace", "path": f"/{name}", "value": str(value)}
        for name, value in new.items()
        if old.get(name) != value
    ]
    return changed + [{"op": "remove", "path": f"/{name}"} for name in old if name not in new]
