"""Functions, state machines, roles and stacks that exist, in all accounts and regions."""

from typing import TypedDict

from localstack_harness.support.loaded import loaded


class ResourceArns(TypedDict):
    functions: list[str]
    stateMachines: list[str]
    roles: list[str]
    stacks: list[str]


def resource_arns() -> ResourceArns:
    return {
        "functions": _functions(),
        "stateMachines": _state_machines(),
        "roles": _roles(),
        "stacks": _stacks(),
    }


def _functions() -> list[str]:
    models = loaded("localstack.services.lambda_.invocation.models")
    if not models:
        return []
    return [
        function.latest().id.unqualified_arn()
        for _, _, store in models.lambda_stores.iter_stores()
        for function in list(store.functions.values())
    ]


def _state_machines() -> list[str]:
    models = loaded("localstack.services.stepfunctions.backend.store")
    if not models:
        return []
    return [arn for _, _, store in models.sfn_stores.iter_stores() for arn in list(store.state_machines)]


def _roles() -> list[str]:
    models = loaded("moto.iam.models")
    if not models:
        return []
    return [
        role.arn
        for backends in list(models.iam_backends.values())
        for backend in list(backends.values())
        for role in list(backend.roles.values())
    ]


def _stacks() -> list[str]:
    stores = loaded("localstack.services.cloudformation.stores")
    if not stores:
        return []
    return [
        stack.stack_id
        for _, _, store in stores.cloudformation_stores.iter_stores()
        for stack in list(store.stacks_v2.values())
        if stack.status != "DELETE_COMPLETE"
    ]
