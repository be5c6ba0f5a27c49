"""What the plugin's own types of CloudFormation have in common."""

from typing import Any

from localstack.services.cloudformation.provider_utils import generate_default_name
from localstack.services.cloudformation.resource_provider import (
    CloudFormationResourceProviderPlugin,
    OperationStatus,
    ProgressEvent,
    ResourceProvider,
)
from plux import PluginSpec

type Model = dict[str, Any]


def default_name(request: Any) -> str:
    """A name for a resource whose template gives none, as CloudFormation makes it."""
    name: str = generate_default_name(request.stack_name, request.logical_resource_id)
    return name


def done(model: Model) -> ProgressEvent[Any]:
    """The operation succeeded; `model` has the properties and attributes of the resource."""
    return ProgressEvent(OperationStatus.SUCCESS, resource_model=model)


def plugin_of(provider: type[ResourceProvider[Any]]) -> PluginSpec:
    """What an entry point of `localstack.cloudformation.resource_providers` leads to."""

    type_name: str = provider.SCHEMA["typeName"]

    class ProviderPlugin(CloudFormationResourceProviderPlugin):
        name = type_name
        factory = provider

    return PluginSpec(ProviderPlugin.namespace, type_name, ProviderPlugin)
