import unittest
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from localstack_harness.names import resources

FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:send"
MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:greet"
USED, MADE = "arn:aws:iam::000000000000:role/Used", "arn:aws:iam::000000000000:role/Made"


def stores(**contents: Any) -> Any:
    store = SimpleNamespace(**contents)
    return SimpleNamespace(iter_stores=lambda: [("000000000000", "us-east-1", store)])


VERSION = SimpleNamespace(
    id=SimpleNamespace(unqualified_arn=lambda: FUNCTION), config=SimpleNamespace(role=USED)
)
LOADED = {
    "localstack.services.lambda_.invocation.models": SimpleNamespace(
        lambda_stores=stores(functions={"send": SimpleNamespace(latest=lambda: VERSION)})
    ),
    "localstack.services.stepfunctions.backend.store": SimpleNamespace(
        sfn_stores=stores(state_machines={MACHINE: SimpleNamespace(role_arn=MADE)})
    ),
    "moto.iam.models": SimpleNamespace(
        iam_backends={"000000000000": {"aws": SimpleNamespace(roles={"Made": SimpleNamespace(arn=MADE)})}}
    ),
}


class ResourceArnsTest(unittest.TestCase):
    def test_are_those_that_exist_and_the_roles_that_are_used(self) -> None:
        with patch.dict("sys.modules", LOADED):
            arns = resources.resource_arns()
        self.assertEqual(arns["functions"], [FUNCTION])
        self.assertEqual(arns["stateMachines"], [MACHINE])
        self.assertEqual(arns["roles"], [MADE, USED])

    def test_are_none_where_no_service_is_loaded(self) -> None:
        with patch.dict("sys.modules", dict.fromkeys([*LOADED, "localstack.services.cloudformation.stores"])):
            arns = resources.resource_arns()
        self.assertEqual(arns, {"functions": [], "stateMachines": [], "roles": [], "stacks": []})
