"""
Updates `AWS::Lambda::Alias`, and accepts its weights. LocalStack (services/lambda_/resource_providers/lambda_alias.py) leaves
an alias at its former version, and passes the list of weights to an API that takes a map.
"""

from typing import Any

from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceRequest,
)
from localstack.services.lambda_.resource_providers.lambda_alias import LambdaAliasProvider

from localstack_harness.support.patching import Original, patch, replace

_PROVISIONED = "ProvisionedConcurrencyConfig"


def install() -> None:
    @patch(LambdaAliasProvider.create)
    def create(
        original: Original, self: LambdaAliasProvider, request: ResourceRequest[Any]
    ) -> ProgressEvent[Any]:
        if weights := routing(request.desired_state):
            request.desired_state["RoutingConfig"] = weights
        event: ProgressEvent[Any] = original(self, request)
        return event

    replace(LambdaAliasProvider, "update", update)


def routing(model: dict[str, Any]) -> dict[str, Any]:
    """The weights of an alias in a template as the API has them."""
    weights = model.get("RoutingConfig", {}).get("AdditionalVersionWeights", [])
    if isinstance(weights, list):
        weights = {each["FunctionVersion"]: float(each["FunctionWeight"]) for each in weights}
    return {"AdditionalVersionWeights": weights} if weights else {}


def update(self: LambdaAliasProvider, request: ResourceRequest[Any]) -> ProgressEvent[Any]:
    before, model = request.previous_state or {}, request.desired_state
    client: Any = request.aws_client_factory.lambda_
    place = {"FunctionName": model["FunctionName"], "Qualifier": model["Name"]}
    result = client.update_alias(
        FunctionName=model["FunctionName"],
        Name=model["Name"],
        FunctionVersion=model["FunctionVersion"],
        Description=model.get("Description", ""),
        RoutingConfig=routing(model),
    )
    if provisioned := model.get(_PROVISIONED):
        number = provisioned["ProvisionedConcurrentExecutions"]
        client.put_provisioned_concurrency_config(**place, ProvisionedConcurrentExecutions=number)
    elif before.get(_PROVISIONED):
        client.delete_provisioned_concurrency_config(**place)
    model["Id"] = result["AliasArn"]
    return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=model)
