"""Functions, state machines, roles and stacks that exist, in all accounts and regions.

Roles are also those that a function or a state machine has: LocalStack does not ask whether they exist.
"""

from typing import Any, TypedDict

from localstack_harness.support.loading.loaded import loaded


class ResourceArns(TypedDict):
    functions: list[str]
    stateMachines: list[str]
    roles: list[str]
    stacks: list[str]


def resource_arns() -> ResourceArns:
    functions, state_machines = _functions(), _state_machines()
    used = [
        *(function.config.role for function in functions),
        *(it.role_arn for it in state_machines.values()),
    ]
    return {
        "functions": [function.id.unqualified_arn() for function in functions],
        "stateMachines": list(state_machines),
        "roles": list(dict.fromkeys([*_roles(), *used])),
        "stacks": _stacks(),
    }


def _functions() -> list[Any]:
    """The latest version of each."""
    models = loaded("localstack.services.lambda_.invocation.models")
    if not models:
        return []
    return [
        function.latest()
        for _, _, store in models.lambda_stores.iter_stores()
        for function in list(store.functions.values())
    ]


def _state_machines() -> dict[str, Any]:
    models = loaded("localstack.services.stepfunctions.backend.store")
    if not models:
        return {}
    return {
        arn: state_machine
        for _, _, store in models.sfn_stores.iter_stores()
        for arn, state_machine in list(store.state_machines.items())
    }


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
