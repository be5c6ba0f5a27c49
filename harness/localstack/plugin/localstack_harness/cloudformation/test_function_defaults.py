import unittest
from typing import Any
from unittest import mock

from localstack.services.cloudformation.resource_provider import ResourceRequest
from localstack.services.lambda_.resource_providers.aws_lambda_function import LambdaFunctionProvider

from localstack_harness.cloudformation import function_defaults

ONE, NONE = {"ReservedConcurrentExecutions": 1}, {"ReservedConcurrentExecutions": 0}


def updated(before: dict[str, Any], after: dict[str, Any]) -> Any:
    """The client of Lambda, after an update from one template to another."""
    clients = mock.Mock()
    request: Any = mock.Mock(spec=ResourceRequest)
    request.aws_client_factory = clients
    request.previous_state = {"FunctionName": "send", **before}
    request.desired_state = {"FunctionName": "send", **after}
    LambdaFunctionProvider().update(request)
    return clients.lambda_


def configured(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What an update from one template to another sends to UpdateFunctionConfiguration."""
    sent: dict[str, Any] = updated(before, after).update_function_configuration.call_args.kwargs
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


class ReserveConcurrencyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        function_defaults.reserve_concurrency()

    def test_a_function_is_created_with_its_reserved_concurrency(self) -> None:
        request: Any = mock.Mock(spec=ResourceRequest, custom_context={}, stack_name="s", action="Create")
        request.desired_state = {"FunctionName": "send", "Code": {"S3Bucket": "b", "S3Key": "k"}, **ONE}
        client = request.aws_client_factory = mock.MagicMock()
        client.lambda_.get_function.return_value = {"Configuration": {"State": "Active"}}
        LambdaFunctionProvider().create(request)
        client.lambda_.put_function_concurrency.assert_called_once_with(FunctionName="send", **ONE)

    def test_an_update_changes_and_removes_it(self) -> None:
        put = updated(ONE, NONE).put_function_concurrency
        put.assert_called_once_with(FunctionName="send", **NONE)
        removed = updated(NONE, {})
        removed.put_function_concurrency.assert_not_called()
        removed.delete_function_concurrency.assert_called_once_with(FunctionName="send")
        unreserved = updated({}, {})
        unreserved.delete_function_concurrency.assert_not_called()


if __name__ == "__main__":
    unittest.main()
