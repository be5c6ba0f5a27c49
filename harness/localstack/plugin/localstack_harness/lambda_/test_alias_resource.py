import unittest
from typing import Any
from unittest import mock

from localstack.services.cloudformation.resource_provider import OperationStatus, ResourceRequest
from localstack.services.lambda_.resource_providers.lambda_alias import LambdaAliasProvider

from localstack_harness.lambda_ import alias_resource

LIVE = {"FunctionName": "send", "Name": "live", "FunctionVersion": "2"}
WEIGHTS = {"AdditionalVersionWeights": [{"FunctionVersion": "1", "FunctionWeight": 0.1}]}


class AliasResourceTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        alias_resource.install()

    def setUp(self) -> None:
        self.clients = mock.Mock()
        self.clients.lambda_.update_alias.return_value = {"AliasArn": "arn"}
        self.clients.lambda_.create_alias.return_value = {"AliasArn": "arn"}

    def request(self, before: dict[str, Any] | None, after: dict[str, Any]) -> Any:
        request: Any = mock.Mock(spec=ResourceRequest)
        request.aws_client_factory = self.clients
        request.previous_state, request.desired_state, request.custom_context = before, after, {}
        return request

    def test_an_alias_goes_to_another_version_and_loses_what_the_template_no_longer_says(self) -> None:
        before = {**LIVE, "RoutingConfig": WEIGHTS, "ProvisionedConcurrencyConfig": {}}
        before["ProvisionedConcurrencyConfig"] = {"ProvisionedConcurrentExecutions": 1}
        event: Any = LambdaAliasProvider().update(self.request(before, {**LIVE, "FunctionVersion": "3"}))
        self.assertEqual((event.status, event.resource_model["Id"]), (OperationStatus.SUCCESS, "arn"))
        self.clients.lambda_.update_alias.assert_called_once_with(
            FunctionName="send", Name="live", FunctionVersion="3", Description="", RoutingConfig={}
        )
        self.clients.lambda_.delete_provisioned_concurrency_config.assert_called_once()

    def test_weights_are_a_map_for_the_api(self) -> None:
        model = {**LIVE, "RoutingConfig": WEIGHTS}
        LambdaAliasProvider().update(self.request(LIVE, model))
        LambdaAliasProvider().create(self.request(None, model))
        for call in (self.clients.lambda_.update_alias, self.clients.lambda_.create_alias):
            sent = call.call_args.kwargs["RoutingConfig"]
            self.assertEqual(sent, {"AdditionalVersionWeights": {"1": 0.1}})


if __name__ == "__main__":
    unittest.main()
