"""
AWS::Logs::SubscriptionFilter (LocalStack's services/logs/resource_providers/aws_logs_subscriptionfilter.py): LocalStack gives
every filter the name of its log group, so that a second one replaces the first, drops its role, and cannot update one.
"""

from typing import Any

from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceRequest,
)
from localstack.services.logs.resource_providers.aws_logs_subscriptionfilter import (
    LogsSubscriptionFilterProvider,
)

from localstack_harness.support.patching import Original, patch
from localstack_harness.support.resource_types import default_name

type Request = ResourceRequest[Any]
type Event = ProgressEvent[Any]

_ARGUMENTS = {
    "LogGroupName": "logGroupName",
    "FilterName": "filterName",
    "FilterPattern": "filterPattern",
    "DestinationArn": "destinationArn",
    "RoleArn": "roleArn",
    "Distribution": "distribution",
}


def install() -> None:
    @patch(LogsSubscriptionFilterProvider.create)
    def create(_: Original, self: LogsSubscriptionFilterProvider, request: Request) -> Event:
        default = default_name(request)
        return _put({"FilterName": default, **request.desired_state}, request)

    @patch(LogsSubscriptionFilterProvider.update)
    def update(_: Original, self: LogsSubscriptionFilterProvider, request: Request) -> Event:
        before: dict[str, Any] = request.previous_state or {}
        return _put({"FilterName": before.get("FilterName"), **request.desired_state}, request)

    @patch(LogsSubscriptionFilterProvider.delete)
    def delete(_: Original, self: LogsSubscriptionFilterProvider, request: Request) -> Event:
        model = request.desired_state
        request.aws_client_factory.logs.delete_subscription_filter(
            logGroupName=model["LogGroupName"], filterName=model["FilterName"]
        )
        return ProgressEvent(OperationStatus.SUCCESS, resource_model={})


def _put(model: dict[str, Any], request: Request) -> Event:
    given = {argument: model[name] for name, argument in _ARGUMENTS.items() if model.get(name) is not None}
    request.aws_client_factory.logs.put_subscription_filter(**given)
    return ProgressEvent(OperationStatus.SUCCESS, resource_model=model)
