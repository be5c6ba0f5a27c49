"""
Replaces a resource only where a property that cannot change has another value.

LocalStack (services/cloudformation/engine/v2/change_set_model.py) also replaces one where such a property refers to a resource
that changes, whatever the value: the alias of a function with new code. With the same name, the new one cannot be created.
"""

from typing import Any

from localstack.services.cloudformation.engine.v2.change_set_model_executor import ChangeSetModelExecutor
from localstack.services.cloudformation.engine.v2.change_set_model_preproc import PreprocResource

from localstack_harness.support.patching import Original, patch

_PREFIX = "/properties/"


def install() -> None:
    patch(ChangeSetModelExecutor._execute_resource_change)(execute_resource_change)


def execute_resource_change(
    original: Original, self: ChangeSetModelExecutor, name: str, before: Any, after: Any
) -> None:
    both = isinstance(before, PreprocResource) and isinstance(after, PreprocResource)
    if both and after.requires_replacement and before.resource_type == after.resource_type:
        provider = self.resource_provider_executor.try_load_resource_provider(after.resource_type)
        # one without a provider needs no replacement
        after.requires_replacement = provider is not None and has_other_identity(
            provider.SCHEMA, before.properties.properties, after.properties.properties
        )
    original(self, name=name, before=before, after=after)


def has_other_identity(schema: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether a property that only the creation of a resource sets differs."""
    paths = (path.removeprefix(_PREFIX).split("/") for path in schema.get("createOnlyProperties", []))
    return any(_value(before, path) != _value(after, path) for path in paths)


def _value(properties: Any, path: list[str]) -> Any:
    for name in path:
        properties = properties.get(name) if isinstance(properties, dict) else None
    return properties
