"""
AWS::Logs::LogGroup (LocalStack's services/logs/resource_providers/aws_logs_loggroup.py), with retention, tags and updates.

LocalStack creates one resource after another. So a custom resource's function may have written to its log before the template's
log group for it is created; AWS, which creates them side by side, is quick enough. Such a group is adopted.
"""

from typing import Any

from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceRequest,
)
from localstack.services.cloudformation.stores import get_cloudformation_store
from localstack.services.logs.resource_providers.aws_logs_loggroup import LogsLogGroupProvider

from localstack_harness.support.patching import Original, patch
from localstack_harness.support.resource_types import default_name

type Request = ResourceRequest[Any]
type Event = ProgressEvent[Any]

_FUNCTIONS = "/aws/lambda/"


def install() -> None:
    @patch(LogsLogGroupProvider.create)
    def create(_: Original, self: LogsLogGroupProvider, request: Request) -> Event:
        model = dict(request.desired_state)
        name = model.setdefault("LogGroupName", default_name(request))
        logs = request.aws_client_factory.logs
        try:
            logs.create_log_group(logGroupName=name)
        except logs.exceptions.ResourceAlreadyExistsException:
            if not _is_unowned(name, request):
                raise
        _apply({}, model, logs)
        return _described(model, logs)

    @patch(LogsLogGroupProvider.update)
    def update(_: Original, self: LogsLogGroupProvider, request: Request) -> Event:
        before: dict[str, Any] = request.previous_state or {}
        model = {**request.desired_state, "LogGroupName": before["LogGroupName"]}
        logs = request.aws_client_factory.logs
        _apply(before, model, logs)
        return _described(model, logs)


def _is_unowned(name: str, request: Request) -> bool:
    """Whether a function may have made the group: no stack has it."""
    stacks = get_cloudformation_store(request.account_id, request.region_name).stacks_v2.values()
    return name.startswith(_FUNCTIONS) and not any(
        state["ResourceType"] == LogsLogGroupProvider.TYPE and state.get("PhysicalResourceId") == name
        for stack in list(stacks)
        if stack.is_active()
        for state in list(stack.resource_states.values())
    )


def _apply(before: dict[str, Any], after: dict[str, Any], logs: Any) -> None:
    name = after["LogGroupName"]
    days = after.get("RetentionInDays")
    if days is not None:
        logs.put_retention_policy(logGroupName=name, retentionInDays=int(days))
    elif before.get("RetentionInDays") is not None:
        logs.delete_retention_policy(logGroupName=name)
    old, new = tags(before), tags(after)
    if new and new != old:
        logs.tag_log_group(logGroupName=name, tags=new)
    if removed := [key for key in old if key not in new]:
        logs.untag_log_group(logGroupName=name, tags=removed)


def tags(model: dict[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in model.get("Tags") or []}


def _described(model: dict[str, Any], logs: Any) -> Event:
    name = model["LogGroupName"]
    found = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    arn = next(group["arn"] for group in found if group["logGroupName"] == name)
    return ProgressEvent(OperationStatus.SUCCESS, resource_model={**model, "Arn": arn})
