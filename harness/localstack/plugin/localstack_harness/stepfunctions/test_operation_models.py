import unittest
from unittest import mock

from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service import (
    state_task_service,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service.state_task_service import (
    StateTaskService,
)

from localstack_harness.stepfunctions import operation_models


class OperationModelsTest(unittest.TestCase):
    def test_finds_what_localstack_finds_and_looks_once(self) -> None:
        original = StateTaskService._get_boto_operation_model
        self.enterContext(
            mock.patch.object(StateTaskService, "_get_boto_operation_model", staticmethod(original))
        )
        for convert in ("camel_to_snake_case", "snake_to_camel_case"):
            function = getattr(state_task_service, convert)
            self.enterContext(mock.patch.object(state_task_service, convert, function))
        load = self.enterContext(
            mock.patch.object(state_task_service, "load_service", side_effect=state_task_service.load_service)
        )
        operation_models.install()
        for service, action in (("lambda", "invoke"), ("sqs", "sendMessage"), ("dynamodb", "put_item")):
            expected = original(service, action)
            load.reset_mock()
            for _ in range(2):
                found = StateTaskService._get_boto_operation_model(
                    boto_service_name=service, service_action_name=action
                )
                self.assertEqual((found.name, found.service_model.service_name), (expected.name, service))
            self.assertEqual(load.call_count, 1)

    def test_an_unknown_operation_fails_each_time(self) -> None:
        for _ in range(2):
            with self.assertRaisesRegex(RuntimeError, "No api action named 'fly'"):
                StateTaskService._get_boto_operation_model(
                    boto_service_name="lambda", service_action_name="fly"
                )


if __name__ == "__main__":
    unittest.main()
