"""
Says of a resource that LocalStack did not change it (services/cloudformation/resource_provider.py): for some eighty types
it implements no update, writes that to its log, and reports UPDATE_COMPLETE.
"""

from typing import Any

from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProvider,
    ResourceProviderExecutor,
)

from localstack_harness.support.patching import Original, patch

type Properties = dict[str, Any]

NOT_APPLIED = "LocalStack does not apply changes of"
"""How the reason of a resource's status begins; harness/deploy/ignored-changes.ts looks for it."""

APPLIED = {"AWS::CDK::Metadata"}
"""Types that have nothing to change."""


def report() -> None:
    @patch(ResourceProviderExecutor.execute_action)
    def execute_action(
        original: Original,
        self: ResourceProviderExecutor,
        resource_provider: ResourceProvider[Any],
        raw_payload: Any,
    ) -> ProgressEvent[Any]:
        event: ProgressEvent[Any] = original(self, resource_provider, raw_payload)
        data: dict[str, Any] = raw_payload["requestData"]
        before: Properties = data.get("previousResourceProperties") or {}
        # what is not applied returns the former properties themselves
        if event.status != OperationStatus.SUCCESS or event.resource_model is not before:
            return event
        changed = changed_properties(before, data["resourceProperties"])
        if changed and raw_payload["resourceType"] not in APPLIED:
            event.message = f"{NOT_APPLIED} {', '.join(changed)}"
        return event


def changed_properties(before: Properties, after: Properties) -> list[str]:
    """Names of the properties in a template that differ from a resource's own; it may have more, such as its ARN."""
    return [name for name, value in after.items() if before.get(name) != value]
