import unittest
from collections.abc import Callable
from typing import Any
from unittest.mock import MagicMock

from localstack.services.apigateway.resource_providers.aws_apigateway_apikey import ApiGatewayApiKeyProvider
from localstack.services.apigateway.resource_providers.aws_apigateway_model import ApiGatewayModelProvider
from localstack.services.apigateway.resource_providers.aws_apigateway_requestvalidator import (
    ApiGatewayRequestValidatorProvider,
)

from localstack_harness.apigateway.request_checks import resources

API = {"RestApiId": "a1"}


def change(path: str, value: str) -> dict[str, str]:
    return {"op": "replace", "path": path, "value": value}


class RequestChecksTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        resources.install_models()
        resources.install_validators()
        resources.install_keys()

    def setUp(self) -> None:
        self.request: Any = MagicMock(stack_name="shop", logical_resource_id="Key")
        self.client = self.request.aws_client_factory.apigateway

    def run_with(self, operation: Callable[[Any], Any], before: Any, after: Any) -> Any:
        self.request.previous_state, self.request.desired_state = before, after
        return operation(self.request).resource_model

    def test_a_changed_schema_reaches_the_model(self) -> None:
        before = {**API, "Name": "Order", "Schema": {"type": "object"}}
        after = {**API, "Schema": {"type": "array"}}
        model = self.run_with(ApiGatewayModelProvider().update, before, after)
        self.client.update_model.assert_called_once_with(
            restApiId="a1", modelName="Order", patchOperations=[change("/schema", '{"type": "array"}')]
        )
        self.assertEqual(model["Name"], "Order")

    def test_what_stays_changes_nothing(self) -> None:
        model = {**API, "Name": "Order", "Schema": {"type": "object"}}
        self.run_with(ApiGatewayModelProvider().update, model, dict(model))
        self.client.update_model.assert_not_called()

    def test_a_validator_takes_and_loses_its_checks(self) -> None:
        before = {**API, "RequestValidatorId": "v1", "ValidateRequestBody": True}
        after = {**API, "ValidateRequestParameters": "true"}
        self.run_with(ApiGatewayRequestValidatorProvider().update, before, after)
        self.client.update_request_validator.assert_called_once_with(
            restApiId="a1",
            requestValidatorId="v1",
            patchOperations=[
                change("/validateRequestBody", "false"),
                change("/validateRequestParameters", "true"),
            ],
        )

    def test_a_key_gets_a_name_and_its_changes(self) -> None:
        self.client.create_api_key.return_value = {"id": "k1"}
        created = self.run_with(ApiGatewayApiKeyProvider().create, {}, {"Enabled": True})
        self.assertRegex(self.client.create_api_key.call_args.kwargs["name"], "^shop-Key")
        after = {"Enabled": False, "Description": "for Rex"}
        updated = self.run_with(ApiGatewayApiKeyProvider().update, created, after)
        self.client.update_api_key.assert_called_once_with(
            apiKey="k1", patchOperations=[change("/description", "for Rex"), change("/enabled", "false")]
        )
        self.assertEqual(updated["APIKeyId"], "k1")


if __name__ == "__main__":
    unittest.main()
