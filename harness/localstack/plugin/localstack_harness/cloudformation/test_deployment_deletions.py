import unittest
from typing import Any
from unittest.mock import Mock

from localstack.services.cloudformation.engine.v2.change_set_model import ChangeAction
from localstack.services.cloudformation.engine.v2.change_set_model_executor import ChangeSetModelExecutor

from localstack_harness.cloudformation.deployments import delete_what_was_made, was_made


class DeletionsTest(unittest.TestCase):
    def test_what_the_creation_had_not_come_to_or_failed_to_make_was_not_made(self) -> None:
        failed = {"ResourceStatus": "CREATE_FAILED", "Properties": {}}
        self.assertFalse(was_made(None, "AWS::IAM::Role"))
        self.assertFalse(was_made(None, "Custom::Pets"))
        self.assertFalse(was_made(failed, "AWS::IAM::Role"))
        self.assertTrue(was_made({**failed, "PhysicalResourceId": "r"}, "AWS::IAM::Role"))
        self.assertTrue(was_made({**failed, "Properties": {"RoleName": "r"}}, "AWS::IAM::Role"))

    def test_a_custom_resource_hears_of_the_deletion_after_a_failure(self) -> None:
        self.assertTrue(was_made({"Properties": {}}, "Custom::Pets"))

    def test_a_deleted_stack_calls_no_provider_for_what_was_not_made(self) -> None:
        delete_what_was_made()
        executor: Any = Mock()
        executor._change_set.stack = Mock(resolved_resources={})
        event = ChangeSetModelExecutor._execute_resource_action(
            executor,
            action=ChangeAction.Remove,
            logical_resource_id="Role",
            resource_type="AWS::IAM::Role",
            before_properties=None,
            after_properties=None,
        )
        self.assertEqual((event.status.name, event.resource_model), ("SUCCESS", {}))
        executor.resource_provider_executor.deploy_loop.assert_not_called()


if __name__ == "__main__":
    unittest.main()
