import unittest
from types import SimpleNamespace
from typing import Any
from unittest import mock

from localstack import config
from localstack.aws.api.cloudformation import StackStatus
from localstack.services.cloudformation import resource_provider
from localstack.services.cloudformation.engine.v2.change_set_model import ChangeSetModel
from localstack.services.cloudformation.engine.v2.change_set_model_executor import ChangeSetModelExecutor
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProviderExecutor,
)
from localstack.services.cloudformation.v2.entities import Stack

from localstack_harness.cloudformation import deployments


class PollOftenTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        deployments.poll_often()

    def test_checks_a_slow_resource_after_short_pauses(self) -> None:
        self.enterContext(mock.patch.object(config, "CFN_NO_WAIT_ITERATIONS", 2))
        in_progress: ProgressEvent[Any] = ProgressEvent(OperationStatus.IN_PROGRESS, resource_model={})
        failed: ProgressEvent[Any] = ProgressEvent(OperationStatus.FAILED, resource_model={})
        executor = mock.Mock()
        executor.execute_action.side_effect = [in_progress] * 5 + [failed]
        payload: Any = {
            "action": "Add",
            "resourceType": "AWS::Lambda::Function",
            "callbackContext": {},
            "requestData": {"resourceProperties": {}, "logicalResourceId": "Walk"},
        }
        with mock.patch.object(resource_provider.time, "sleep") as sleep:
            end: object = ResourceProviderExecutor.deploy_loop(executor, mock.Mock(), {}, payload)
        self.assertIs(end, failed)
        self.assertEqual(sleep.mock_calls, [mock.call(deployments.PAUSE_S)] * 3)


class ResultsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        deployments.show_results_first()

    def execute(self, status: str, process: mock.Mock) -> Any:
        stack = SimpleNamespace(
            status=status, resolved_outputs=[], resolved_resources={}, resolved_exports={"old": "1"}
        )
        stack.set_stack_status = mock.Mock()
        executor: Any = SimpleNamespace(
            process=process,
            _deferred_actions=[],
            _change_set=SimpleNamespace(stack=stack),
            resources={"Walk": "resolved"},
            outputs=[
                {"OutputKey": "Url", "OutputValue": "u", "ExportName": "url"},
                {"OutputKey": "Id", "OutputValue": "i"},
            ],
        )
        ChangeSetModelExecutor.execute(executor)
        return stack

    def test_a_stack_has_its_outputs_before_its_status_says_so(self) -> None:
        stack = self.execute("UPDATE_IN_PROGRESS", mock.Mock())
        self.assertEqual([output["OutputKey"] for output in stack.resolved_outputs], ["Url", "Id"])
        self.assertEqual(stack.resolved_exports, {"url": "u"})
        self.assertEqual(stack.resolved_resources, {"Walk": "resolved"})

    def test_one_that_failed_or_is_deleted_keeps_what_it_has(self) -> None:
        for status, process in (
            ("UPDATE_IN_PROGRESS", mock.Mock(side_effect=ValueError("no"))),
            ("DELETE_IN_PROGRESS", mock.Mock()),
        ):
            stack = self.execute(status, process)
            self.assertEqual((stack.resolved_outputs, stack.resolved_exports), ([], {"old": "1"}))


class KeepResourcesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        deployments.keep_resources_of_failures()

    def test_a_failed_update_forgets_no_resource(self) -> None:
        changed = {"PhysicalResourceId": "new", "ResourceStatus": "UPDATE_COMPLETE"}
        names = ("Changed", "Removed", "Failed", "Later")
        stack: Any = SimpleNamespace(
            status="UPDATE_IN_PROGRESS",
            set_stack_status=mock.Mock(),
            resolved_resources={name: {"PhysicalResourceId": "old"} for name in names},
        )
        executor: Any = SimpleNamespace(
            process=mock.Mock(side_effect=ValueError("no")),
            _deferred_actions=[],
            _change_set=SimpleNamespace(stack=stack),
            resources={
                "Changed": changed,
                "Removed": {"Properties": {}},
                "Failed": {"ResourceStatus": "UPDATE_FAILED"},
                "New": {"ResourceStatus": "CREATE_FAILED"},
            },
            outputs=[],
        )
        resources = ChangeSetModelExecutor.execute(executor).resources
        found = {name: resource.get("PhysicalResourceId") for name, resource in resources.items()}
        self.assertEqual(
            found, {"Changed": "new", "Removed": None, "Failed": "old", "New": None, "Later": "old"}
        )


class OrderTest(unittest.TestCase):
    def test_a_resource_refers_to_others_by_functions_and_by_depends_on(self) -> None:
        resources = {
            "Schedule": {"Type": "T", "Properties": {"Target": {"Roles": [{"Ref": "Role"}]}}},
            "Other": {"Type": "T", "DependsOn": "Schedule"},
            "Role": {"Type": "T", "Properties": {"Names": ["walk"]}},
            "Group": {"Type": "T"},
        }
        template = ChangeSetModel(None, {"Resources": resources}, None, {}).get_update_model().node_template
        found = {
            resource.name: deployments.refers_to_others(resource) for resource in template.resources.resources
        }
        self.assertEqual(found, {"Schedule": True, "Other": True, "Role": False, "Group": False})


class FailuresTest(unittest.TestCase):
    def test_a_failed_update_is_not_complete(self) -> None:
        self.enterContext(mock.patch.object(Stack, "set_stack_status", Stack.set_stack_status))
        deployments.keep_failures()
        stack: Any = SimpleNamespace(
            status="CREATE_COMPLETE", _store_event=mock.Mock(), stack_id="s", stack_name="s"
        )
        seen = []
        for status in (
            "UPDATE_IN_PROGRESS",
            "ROLLBACK_COMPLETE",
            "UPDATE_COMPLETE",
            "UPDATE_IN_PROGRESS",
            "UPDATE_COMPLETE",
        ):
            Stack.set_stack_status(stack, StackStatus(status))
            seen.append(str(stack.status))
        self.assertEqual(
            seen,
            [
                "UPDATE_IN_PROGRESS",
                "ROLLBACK_COMPLETE",
                "ROLLBACK_COMPLETE",
                "UPDATE_IN_PROGRESS",
                "UPDATE_COMPLETE",
            ],
        )


if __name__ == "__main__":
    unittest.main()
