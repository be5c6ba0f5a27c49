import unittest
from typing import Any

from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProvider,
    ResourceProviderExecutor,
)

from localstack_harness.cloudformation import ignored_changes


class Fixed(ResourceProvider[Any]):
    """A provider without an update."""


class Changeable(ResourceProvider[Any]):
    def update(self, request: Any) -> ProgressEvent[Any]:
        return ProgressEvent(OperationStatus.SUCCESS, resource_model=request.desired_state)


def modified(provider: ResourceProvider[Any], resource_type: str, **after: str) -> ProgressEvent[Any]:
    executor = ResourceProviderExecutor(stack_name="Shop", stack_id="arn")
    payload: Any = {
        "action": "Modify",
        "awsAccountId": "000000000000",
        "region": "us-east-1",
        "resourceType": resource_type,
        "callbackContext": {},
        "requestData": {
            "logicalResourceId": "It",
            "callerCredentials": {"accessKeyId": "a", "secretAccessKey": "b", "sessionToken": ""},
            "previousResourceProperties": {"Name": "one", "Size": "1", "Arn": "arn:one"},
            "resourceProperties": after,
        },
    }
    event: ProgressEvent[Any] = executor.execute_action(provider, payload)
    return event


class ReportTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        ignored_changes.report()

    def test_a_resource_that_stays_as_it_was_names_the_changed_properties(self) -> None:
        event = modified(Fixed(), "AWS::S3::Bucket", Name="one", Size="2", Tags="new")
        self.assertEqual(event.status, OperationStatus.SUCCESS)
        self.assertEqual(event.message, "LocalStack does not apply changes of Size, Tags")

    def test_a_resource_that_is_changed_or_has_no_change_says_nothing(self) -> None:
        for provider, resource_type, after in [
            (Changeable(), "AWS::SQS::Queue", {"Name": "two"}),
            (Fixed(), "AWS::S3::Bucket", {"Name": "one"}),
            (Fixed(), "AWS::CDK::Metadata", {"Analytics": "other"}),
        ]:
            with self.subTest(resource_type, **after):
                self.assertFalse(modified(provider, resource_type, **after).message)


if __name__ == "__main__":
    unittest.main()
