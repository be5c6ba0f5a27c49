"""The order of a deployment's resources, how often each is checked, and when the results are shown."""

from collections.abc import Mapping
from typing import Any

from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceProviderExecutor

from localstack_harness.support.patching import Original, patch
from localstack_harness.support.resource_types import done

PAUSE_S = 0.02
"""LocalStack waits a second, or not at all: then its checks slow down the creation itself."""


def poll_often() -> None:
    @patch(ResourceProviderExecutor.deploy_loop)
    def deploy_loop(original: Original, *args: Any, **kwargs: Any) -> ProgressEvent[Any]:
        event: ProgressEvent[Any] = original(*args, **{"sleep_time": PAUSE_S, **kwargs})
        return event


def show_results_first() -> None:
    """
    Gives a stack its resources, outputs and exports before its status says that it is complete.

    LocalStack (services/cloudformation/v2/provider.py) does so after that: who asks in between gets a complete stack without
    outputs, or with those from before the update.
    """
    from localstack.services.cloudformation.engine.v2.change_set_model_executor import ChangeSetModelExecutor

    @patch(ChangeSetModelExecutor.execute)
    def execute(original: Original, /, *args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        stack = args[0]._change_set.stack
        if not result.failure_message and not stack.status.startswith("DELETE_"):
            stack.resolved_resources = result.resources
            stack.resolved_outputs = result.outputs
            stack.resolved_exports = {
                output["ExportName"]: output["OutputValue"]
                for output in result.outputs
                if output.get("ExportName")
            }
        return result


def create_independent_first() -> None:
    """
    Makes the resources that refer to no other one before the rest, such as a schedule's group that the schedule only names.

    On AWS all of them start at once. LocalStack makes one resource after the other, in the order of the template.
    """
    from localstack.services.cloudformation.engine.v2.change_set_model_executor import ChangeSetModelExecutor

    @patch(ChangeSetModelExecutor.execute)
    def execute(original: Original, /, *args: Any, **kwargs: Any) -> Any:
        template = args[0]._change_set.update_model.node_template
        template.resources.resources.sort(key=refers_to_others)
        return original(*args, **kwargs)


def refers_to_others(resource: Any) -> bool:
    from localstack.services.cloudformation.engine.v2.change_set_model import (
        NodeIntrinsicFunction,
        is_nothing,
    )

    def has_function(node: Any) -> bool:
        return isinstance(node, NodeIntrinsicFunction) or any(map(has_function, node.get_children()))

    return not is_nothing(resource.depends_on) or has_function(resource.properties)


def keep_failures() -> None:
    """LocalStack (services/cloudformation/v2/provider.py) reports an update by UpdateStack as complete, also if it failed."""
    from localstack.services.cloudformation.v2.entities import Stack

    @patch(Stack.set_stack_status)
    def set_stack_status(original: Original, /, *args: Any, **kwargs: Any) -> None:
        stack, status = args[0], args[1] if len(args) > 1 else kwargs["status"]
        # an update that goes on is in progress before
        if (stack.status, status) != ("ROLLBACK_COMPLETE", "UPDATE_COMPLETE"):
            original(*args, **kwargs)


def keep_resources_of_failures() -> None:
    """
    Lets a stack whose update failed keep the resources that the update had not come to, or failed to change.

    LocalStack forgets them (services/cloudformation/v2/provider.py): they are left when the stack is deleted.
    """
    from localstack.services.cloudformation.engine.v2.change_set_model_executor import ChangeSetModelExecutor

    @patch(ChangeSetModelExecutor.execute)
    def execute(original: Original, /, *args: Any, **kwargs: Any) -> Any:
        before = dict(args[0]._change_set.stack.resolved_resources)
        result = original(*args, **kwargs)
        if result.failure_message:
            for name, resource in before.items():
                # one that was removed has no status
                status = result.resources.get(name, {"ResourceStatus": "UPDATE_FAILED"}).get(
                    "ResourceStatus", ""
                )
                if status.endswith("_FAILED"):
                    result.resources[name] = resource
        return result


def delete_what_was_made() -> None:
    """
    Deletes of a failed stack only what its creation made.

    LocalStack also deletes what it had not come to, or failed to make: that fails for lack of a name, and the stack counts as
    one that cannot be deleted.
    """
    from localstack.services.cloudformation.engine.v2.change_set_model import ChangeAction
    from localstack.services.cloudformation.engine.v2.change_set_model_executor import ChangeSetModelExecutor

    @patch(ChangeSetModelExecutor._execute_resource_action)
    def execute(original: Original, /, self: ChangeSetModelExecutor, *args: Any, **named: Any) -> Any:
        if named["action"] == ChangeAction.Remove and not named.get("part_of_replacement"):
            made = self._change_set.stack.resolved_resources.get(named["logical_resource_id"])
            if not was_made(made, named["resource_type"]):
                return done({})
        return original(self, *args, **named)


_KNOWS_OF_FAILURES = ("Custom::", "AWS::CloudFormation::")
"""Types that must hear of the deletion also if their creation failed."""


def was_made(resource: Mapping[str, Any] | None, resource_type: str) -> bool:
    """`resource`: what LocalStack has of it since the creation."""
    if resource is None:
        return False
    known = resource.get("PhysicalResourceId") or resource.get("Properties")
    return bool(known) or resource_type.startswith(_KNOWS_OF_FAILURES)
