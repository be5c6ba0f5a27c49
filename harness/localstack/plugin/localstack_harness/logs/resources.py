"""CloudFormation's types of CloudWatch Logs that LocalStack reports as created and does not make, although its API has them."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, ClassVar

from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceProvider

from localstack_harness.support.resource_types import Model, default_name, done, plugin_of


class _PutResource(ResourceProvider[Any]):
    """One operation creates and updates the resource; `put` and `remove` call the API."""

    NAME: ClassVar[str]
    """The property that names the resource; a change of it replaces the resource."""

    def create(self, request: Any) -> ProgressEvent[Any]:
        default = default_name(request)
        model = {self.NAME: default, **request.desired_state}
        self.put(request.aws_client_factory.logs, model)
        return done(model)

    def update(self, request: Any) -> ProgressEvent[Any]:
        logs, before = request.aws_client_factory.logs, request.previous_state
        model = {self.NAME: before[self.NAME], **request.desired_state}
        if self.key(before) != self.key(model):
            self.remove(logs, before)
        self.put(logs, model)
        return done(model)

    def delete(self, request: Any) -> ProgressEvent[Any]:
        logs = request.aws_client_factory.logs
        with suppress(logs.exceptions.ResourceNotFoundException):  # it is gone with its log group
            self.remove(logs, request.desired_state)
        return done({})

    def key(self, model: Model) -> object:
        return model[self.NAME]

    def put(self, logs: Any, model: Model) -> None:
        raise NotImplementedError

    def remove(self, logs: Any, model: Model) -> None:
        raise NotImplementedError


class MetricFilterProvider(_PutResource):
    NAME = "FilterName"
    SCHEMA = {  # noqa: RUF012 as LocalStack declares it
        "typeName": "AWS::Logs::MetricFilter",
        "primaryIdentifier": ["/properties/FilterName"],
        "properties": {"FilterName": {}},
    }

    def key(self, model: Model) -> object:
        return model["LogGroupName"], model["FilterName"]

    def put(self, logs: Any, model: Model) -> None:
        logs.put_metric_filter(
            logGroupName=model["LogGroupName"],
            filterName=model["FilterName"],
            filterPattern=model["FilterPattern"],
            metricTransformations=[transformation(each) for each in model["MetricTransformations"]],
        )

    def remove(self, logs: Any, model: Model) -> None:
        logs.delete_metric_filter(logGroupName=model["LogGroupName"], filterName=model["FilterName"])


class ResourcePolicyProvider(_PutResource):
    NAME = "PolicyName"
    SCHEMA = {  # noqa: RUF012 as LocalStack declares it
        "typeName": "AWS::Logs::ResourcePolicy",
        "primaryIdentifier": ["/properties/PolicyName"],
        "properties": {"PolicyName": {}},
    }

    def put(self, logs: Any, model: Model) -> None:
        logs.put_resource_policy(policyName=model["PolicyName"], policyDocument=model["PolicyDocument"])

    def remove(self, logs: Any, model: Model) -> None:
        logs.delete_resource_policy(policyName=model["PolicyName"])


def transformation(given: Mapping[str, Any]) -> dict[str, Any]:
    """The API's form of a metric transformation."""
    named = {name[0].lower() + name[1:]: value for name, value in given.items()}
    if "dimensions" in named:
        named["dimensions"] = {each["Key"]: each["Value"] for each in named["dimensions"]}
    if "defaultValue" in named:
        named["defaultValue"] = float(named["defaultValue"])
    return {**named, "metricValue": str(named["metricValue"])}


metric_filter = plugin_of(MetricFilterProvider)
resource_policy = plugin_of(ResourcePolicyProvider)
