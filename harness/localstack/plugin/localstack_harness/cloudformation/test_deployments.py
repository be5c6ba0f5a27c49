import unittest
from typing import Any
from unittest import mock

from localstack import config
from localstack.services.cloudformation import resource_provider
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProviderExecutor,
)

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


if __name__ == "__main__":
    unittest.main()
