import unittest
from types import SimpleNamespace
from typing import Any
from unittest import mock

from localstack.aws.api.cloudformation import ResourceStatus
from localstack.services.cloudformation.resource_provider import OperationStatus
from localstack.services.cloudformation.stores import get_cloudformation_store
from localstack.services.cloudformation.v2.entities import Stack
from localstack.services.logs.resource_providers.aws_logs_loggroup import LogsLogGroupProvider

from localstack_harness.cloudformation import log_groups

ACCOUNT = "123456789012"
REGION = "eu-west-1"
NAME = "/aws/lambda/walk"


class AlreadyExistsError(Exception):
    pass


class LogGroupsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        log_groups.install()

    def setUp(self) -> None:
        self.logs = mock.Mock()
        self.logs.exceptions.ResourceAlreadyExistsException = AlreadyExistsError
        self.logs.describe_log_groups.side_effect = lambda logGroupNamePrefix: {  # noqa: N803 - boto3's name
            "logGroups": [
                {"logGroupName": logGroupNamePrefix, "arn": "arn:exact"},
                {"logGroupName": f"{logGroupNamePrefix}-2", "arn": "arn:longer"},
            ]
        }
        self.addCleanup(get_cloudformation_store(ACCOUNT, REGION).stacks_v2.clear)

    def _request(self, desired: dict[str, Any], previous: dict[str, Any] | None = None) -> Any:
        return SimpleNamespace(
            desired_state=desired,
            previous_state=previous,
            stack_name="Pets",
            logical_resource_id="Log",
            account_id=ACCOUNT,
            region_name=REGION,
            aws_client_factory=SimpleNamespace(logs=self.logs),
        )

    def _create(self, **desired: Any) -> Any:
        return LogsLogGroupProvider().create(self._request(desired))

    def test_a_creation_sets_retention_and_tags(self) -> None:
        event = self._create(LogGroupName=NAME, RetentionInDays="7", Tags=[{"Key": "team", "Value": "pets"}])
        self.assertIs(event.status, OperationStatus.SUCCESS)
        self.assertEqual(event.resource_model["Arn"], "arn:exact")
        self.logs.put_retention_policy.assert_called_once_with(logGroupName=NAME, retentionInDays=7)
        self.logs.tag_log_group.assert_called_once_with(logGroupName=NAME, tags={"team": "pets"})

    def test_a_group_without_a_name_gets_one(self) -> None:
        self.assertTrue(self._create().resource_model["LogGroupName"].startswith("Pets-Log-"))

    def test_the_group_that_a_function_made_is_adopted(self) -> None:
        self.logs.create_log_group.side_effect = AlreadyExistsError
        self.assertIs(self._create(LogGroupName=NAME).status, OperationStatus.SUCCESS)

    def test_a_group_that_no_function_made_is_not_adopted(self) -> None:
        self.logs.create_log_group.side_effect = AlreadyExistsError
        with self.assertRaises(AlreadyExistsError):
            self._create(LogGroupName="audit")

    def test_the_group_of_another_stack_is_not_adopted(self) -> None:
        asked: Any = {"StackName": "Others", "TemplateBody": "{}"}
        other = Stack(ACCOUNT, REGION, asked)
        get_cloudformation_store(ACCOUNT, REGION).stacks_v2[other.stack_id] = other
        other.set_resource_status(
            logical_resource_id="Log",
            physical_resource_id=NAME,
            resource_type="AWS::Logs::LogGroup",
            status=ResourceStatus.CREATE_COMPLETE,
        )
        self.logs.create_log_group.side_effect = AlreadyExistsError
        with self.assertRaises(AlreadyExistsError):
            self._create(LogGroupName=NAME)

    def test_an_update_changes_retention_and_tags(self) -> None:
        before = {"LogGroupName": NAME, "RetentionInDays": 7, "Tags": [{"Key": "team", "Value": "pets"}]}
        LogsLogGroupProvider().update(self._request({"Tags": [{"Key": "cost", "Value": "1"}]}, before))
        self.logs.delete_retention_policy.assert_called_once_with(logGroupName=NAME)
        self.logs.tag_log_group.assert_called_once_with(logGroupName=NAME, tags={"cost": "1"})
        self.logs.untag_log_group.assert_called_once_with(logGroupName=NAME, tags=["team"])


if __name__ == "__main__":
    unittest.main()
