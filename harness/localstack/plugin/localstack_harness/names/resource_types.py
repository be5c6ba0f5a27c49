"""The types of CloudFormation that LocalStack can create, its own and those of this plugin."""

from typing import TypedDict


class ResourceTypes(TypedDict):
    types: list[str]


def resource_types() -> ResourceTypes:
    # only a deployment asks for them
    from localstack.services.cloudformation.resource_provider import plugin_manager

    return {"types": sorted(plugin_manager.list_names())}
