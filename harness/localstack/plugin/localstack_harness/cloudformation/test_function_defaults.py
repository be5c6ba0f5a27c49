import unittest
from typing import Any
from unittest import mock

from localstack.services.cloudformation.resource_provider import ResourceRequest
from localstack.services.lambda_.resource_providers.aws_lambda_function import LambdaFunctionProvider

from localstack_harness.cloudformation import function_defaults


def configured(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What an update from one template to another sends to UpdateFunctionConfiguration."""
    clients = mock.Mock()
    request: Any = mock.Mock(spec=ResourceRequest)
    request.aws_client_factory = clients
    request.previous_state = {"FunctionName": "send", **before}
    request.desired_state = {"FunctionName": "send", **after}
    LambdaFunctionProvider().update(request)
    sent: dict[str, Any] = clients.lambda_.update_function_configuration.call_args.kwargs
    return sent


class ResetRemovedTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        function_defaults.reset_removed()

    def test_gives_what_the_template_no_longer_says_its_default(self) -> None:
        before = {"Environment": {"Variables": {"A": "1"}}, "Timeout": 30, "Handler": "index.handler"}
        self.assertEqual(
            configured(before, {"Handler": "index.handler"}),
            {
                "FunctionName": "send",
                "Handler": "index.handler",
                "Environment": {"Variables": {}},
                "Timeout": 3,
            },
        )

    def test_leaves_what_the_template_says_and_never_said(self) -> None:
        both = {"Environment": {"Variables": {"A": "1"}}}
        self.assertEqual(configured(both, both), {"FunctionName": "send", **both})


if __name__ == "__main__":
    unittest.main()
