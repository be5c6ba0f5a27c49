"""
CloudFormation's models, request validators and keys of REST APIs: LocalStack (services/apigateway/resource_providers/) applies
no change of them, and gives a key without a name none.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from localstack.services.cloudformation.resource_provider import ProgressEvent

from localstack_harness.support.patching import Original, patch, replace
from localstack_harness.support.resource_types import Model, default_name, done


def install_models() -> None:
    from localstack.services.apigateway.resource_providers.aws_apigateway_model import ApiGatewayModelProvider

    def update(_: Any, request: Any) -> ProgressEvent[Any]:
        after = _kept(request, ("RestApiId", "Name", "ContentType"))
        if changes := operations(request.previous_state, after, {"Schema": _schema, "Description": _text}):
            request.aws_client_factory.apigateway.update_model(
                restApiId=after["RestApiId"], modelName=after["Name"], patchOperations=changes
            )
        return done(after)

    replace(ApiGatewayModelProvider, "update", update)


def install_validators() -> None:
    from localstack.services.apigateway.resource_providers.aws_apigateway_requestvalidator import (
        ApiGatewayRequestValidatorProvider,
    )

    def update(_: Any, request: Any) -> ProgressEvent[Any]:
        after = _kept(request, ("RestApiId", "Name", "RequestValidatorId"))
        written = {"ValidateRequestBody": _flag, "ValidateRequestParameters": _flag}
        if changes := operations(request.previous_state, after, written):
            request.aws_client_factory.apigateway.update_request_validator(
                restApiId=after["RestApiId"],
                requestValidatorId=after["RequestValidatorId"],
                patchOperations=changes,
            )
        return done(after)

    replace(ApiGatewayRequestValidatorProvider, "update", update)


def install_keys() -> None:
    from localstack.services.apigateway.resource_providers.aws_apigateway_apikey import (
        ApiGatewayApiKeyProvider,
    )

    @patch(ApiGatewayApiKeyProvider.create)
    def create(original: Original, self: Any, request: Any) -> ProgressEvent[Any]:
        name = default_name(request)
        request.desired_state.setdefault("Name", name)
        event: ProgressEvent[Any] = original(self, request)
        return event

    def update(_: Any, request: Any) -> ProgressEvent[Any]:
        after = _kept(request, ("APIKeyId", "Name", "Value"))
        written = {"Description": _text, "CustomerId": _text, "Enabled": _flag}
        if changes := operations(request.previous_state, after, written):
            request.aws_client_factory.apigateway.update_api_key(
                apiKey=after["APIKeyId"], patchOperations=changes
            )
        return done(after)

    replace(ApiGatewayApiKeyProvider, "update", update)


def operations(
    before: Mapping[str, Any], after: Mapping[str, Any], written: Mapping[str, Callable[[Any], str]]
) -> list[dict[str, str]]:
    """The patch operations for what differs; `written` says how the API has the value of a property."""
    return [
        {"op": "replace", "path": f"/{name[0].lower()}{name[1:]}", "value": write(after.get(name))}
        for name, write in written.items()
        if before.get(name) != after.get(name)
    ]


def _kept(request: Any, names: tuple[str, ...]) -> Model:
    """The properties of the template, with those that it may leave out."""
    before: Mapping[str, Any] = request.previous_state
    return {**{name: before[name] for name in names if name in before}, **request.desired_state}


def _text(value: Any) -> str:
    return str(value or "")


def _schema(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value or {})


def _flag(value: Any) -> str:
    return "true" if str(value).lower() == "true" else "false"
