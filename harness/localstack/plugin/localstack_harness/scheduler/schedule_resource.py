"""CloudFormation's AWS::Scheduler::Schedule: LocalStack cannot update one, and drops ActionAfterCompletion."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceRequest,
)
from localstack.services.scheduler.resource_providers.aws_scheduler_schedule import (
    SchedulerScheduleProperties,
    SchedulerScheduleProvider,
)

from localstack_harness.support.patching import Original, patch

type Request = ResourceRequest[SchedulerScheduleProperties]
type Event = ProgressEvent[SchedulerScheduleProperties]

_FIELDS = (
    "ActionAfterCompletion",
    "Description",
    "EndDate",
    "FlexibleTimeWindow",
    "GroupName",
    "KmsKeyArn",
    "Name",
    "ScheduleExpression",
    "ScheduleExpressionTimezone",
    "StartDate",
    "State",
    "Target",
)
_INTEGERS = ("MaximumWindowInMinutes", "MaximumEventAgeInSeconds", "MaximumRetryAttempts")


def install() -> None:
    @patch(SchedulerScheduleProvider.create)
    def create(original: Original, self: SchedulerScheduleProvider, request: Request) -> Event:
        wanted: dict[str, Any] = dict(request.desired_state)
        request.desired_state.update(typed(wanted))
        event: Event = original(self, request)
        if wanted.get("ActionAfterCompletion"):
            _update(request, event.resource_model or {})
        return event

    @patch(SchedulerScheduleProvider.update)
    def update(_original: Original, self: SchedulerScheduleProvider, request: Request) -> Event:
        before: Mapping[str, Any] = request.previous_state or {}
        after: dict[str, Any] = {**typed(request.desired_state)}
        after.setdefault("Name", before.get("Name"))
        after["Arn"] = before.get("Arn")
        _update(request, after)
        model: Any = after
        return ProgressEvent(OperationStatus.SUCCESS, model, custom_context=request.custom_context)


def _update(request: Request, model: Mapping[str, Any]) -> None:
    given = {name: model[name] for name in _FIELDS if model.get(name) is not None}
    for name in ("StartDate", "EndDate"):
        if isinstance(given.get(name), str):
            given[name] = datetime.fromisoformat(given[name])
    request.aws_client_factory.scheduler.update_schedule(**given)


def typed(value: Any, name: str = "") -> Any:
    """CloudFormation may give a number as a string."""
    if isinstance(value, Mapping):
        return {key: typed(item, key) for key, item in value.items()}
    return int(value) if name in _INTEGERS else value
