import unittest
from types import SimpleNamespace
from typing import Any
from unittest import mock

from localstack.aws.api.cloudformation import ResourceStatus
from localstack.services.cloudformation.resource_provider import OperationStatus
from localstack.services.cloudformation.resource_providers.aws_cloudformation_stack import (
    CloudFormationStackProvider,
)
from localstack.services.cloudformation.stores import get_cloudformation_store
from localstack.services.cloudformation.v2.entities import Stack

from localstack_harness.cloudformation import nested_stacks

ACCOUNT = "123456789012"
REGION = "eu-west-1"


class NestedStacksTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        nested_stacks.install()

    def setUp(self) -> None:
        asked: Any = {"StackName": "Shop-Orders-1", "TemplateBody": "{}"}
        self.stack = Stack(ACCOUNT, REGION, asked)
        stacks = get_cloudformation_store(ACCOUNT, REGION).stacks_v2
        stacks[self.stack.stack_id] = self.stack
        self.addCleanup(stacks.clear)
        self.client = mock.Mock()
        self.client.create_change_set.return_value = {"Id": "change", "StackId": self.stack.stack_id}
        self.client.describe_change_set.return_value = {
            "Status": "CREATE_COMPLETE",
            "ExecutionStatus": "AVAILABLE",
        }

    def _ends(self, status: Any, **failed: str) -> None:
        """What executing the change set does."""

        def execute(**_: str) -> None:
            for name, reason in failed.items():
                self.stack.set_resource_status(
                    logical_resource_id=name,
                    physical_resource_id=None,
                    resource_type="AWS::SQS::Queue",
                    status=ResourceStatus.CREATE_FAILED,
                    resource_status_reason=reason,
                )
            self.stack.set_stack_status(status)

        self.client.execute_change_set.side_effect = execute

    def _request(self, desired: dict[str, Any], previous: dict[str, Any] | None = None) -> Any:
        return SimpleNamespace(
            desired_state=desired,
            previous_state=previous,
            stack_name="Shop",
            logical_resource_id="Orders",
            account_id=ACCOUNT,
            region_name=REGION,
            aws_client_factory=SimpleNamespace(cloudformation=self.client),
        )

    def test_a_creation_passes_parameters_and_returns_the_outputs(self) -> None:
        self._ends("CREATE_COMPLETE")
        self.stack.resolved_outputs = [{"OutputKey": "Url", "OutputValue": "http://queue"}]
        desired = {"TemplateURL": "https://template", "Parameters": {"Fast": True, "Ports": [1, 2]}}
        event = CloudFormationStackProvider().create(self._request(desired))
        self.assertIs(event.status, OperationStatus.SUCCESS)
        model: Any = event.resource_model
        self.assertEqual((model["Id"], model["Outputs"]), (self.stack.stack_id, {"Url": "http://queue"}))
        sent = self.client.create_change_set.call_args.kwargs
        self.assertEqual((sent["ChangeSetType"], sent["TemplateURL"]), ("CREATE", "https://template"))
        self.assertTrue(sent["StackName"].startswith("Shop-Orders-"))
        self.assertEqual(
            sent["Parameters"],
            [
                {"ParameterKey": "Fast", "ParameterValue": "true"},
                {"ParameterKey": "Ports", "ParameterValue": "1,2"},
            ],
        )

    def test_a_failure_names_the_resource_and_keeps_the_id_for_the_deletion(self) -> None:
        self._ends("ROLLBACK_COMPLETE", Queue="no such attribute")
        event = CloudFormationStackProvider().create(self._request({"TemplateURL": "https://template"}))
        self.assertIs(event.status, OperationStatus.FAILED)
        self.assertEqual(
            event.message, "the nested stack Shop-Orders-1 failed: AWS::SQS::Queue Queue: no such attribute"
        )
        model: Any = event.resource_model
        self.assertEqual(model["Id"], self.stack.stack_id)

    def test_a_failure_without_a_failed_resource_has_the_status(self) -> None:
        self._ends("ROLLBACK_COMPLETE")
        event = CloudFormationStackProvider().create(self._request({"TemplateURL": "https://template"}))
        self.assertEqual(event.message, "the nested stack Shop-Orders-1 failed: ROLLBACK_COMPLETE")

    def test_a_change_set_that_cannot_be_made_says_why(self) -> None:
        self.client.describe_change_set.return_value = {
            "Status": "FAILED",
            "ExecutionStatus": "UNAVAILABLE",
            "StatusReason": "there is no parameter Size",
        }
        event = CloudFormationStackProvider().create(self._request({"TemplateURL": "https://template"}))
        self.assertIs(event.status, OperationStatus.FAILED)
        self.assertIn("there is no parameter Size", event.message)

    def _deployed(self) -> dict[str, Any]:
        return {
            "StackName": "Shop-Orders-1",
            "Id": self.stack.stack_id,
            "Outputs": {},
            "TemplateURL": "https://old",
        }

    def test_an_update_changes_the_same_stack(self) -> None:
        self._ends("UPDATE_COMPLETE")
        self.stack.resolved_outputs = [{"OutputKey": "Url", "OutputValue": "http://new"}]
        request = self._request({"TemplateURL": "https://new"}, self._deployed())
        event = CloudFormationStackProvider().update(request)
        sent = self.client.create_change_set.call_args.kwargs
        self.assertEqual((sent["ChangeSetType"], sent["StackName"]), ("UPDATE", self.stack.stack_id))
        model: Any = event.resource_model
        self.assertEqual((model["StackName"], model["Outputs"]), ("Shop-Orders-1", {"Url": "http://new"}))

    def test_an_update_without_changes_succeeds(self) -> None:
        self.client.describe_change_set.return_value = {
            "Status": "FAILED",
            "ExecutionStatus": "UNAVAILABLE",
            "StatusReason": "The submitted information didn't contain changes.",
        }
        request = self._request({"TemplateURL": "https://same"}, self._deployed())
        self.assertIs(CloudFormationStackProvider().update(request).status, OperationStatus.SUCCESS)
        self.client.execute_change_set.assert_not_called()


if __name__ == "__main__":
    unittest.main()
