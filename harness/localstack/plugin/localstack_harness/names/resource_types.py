"""The types of CloudFormation that LocalStack can create, its own and those of this plugin."""


def resource_types() -> list[str]:
    # only a deployment asks for them
    from localstack.services.cloudformation.resource_provider import plugin_manager

    return sorted(plugin_manager.list_names())
