import unittest
from unittest import mock

from localstack import config
from localstack.services.cloudformation import resource_provider
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProviderExecutor,
)

from localstack_harness.cloudformation import deployments


class LookOftenTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        deployments.look_often()

    def test_a_resource_that_takes_its_time_is_looked_at_after_short_pauses(
        self,
    ) -> None:
        self.enterContext(mock.patch.object(config, "CFN_NO_WAIT_ITERATIONS", 2))
        under_way = ProgressEvent(OperationStatus.IN_PROGRESS, resource_model={})
        failed = ProgressEvent(OperationStatus.FAILED, resource_model={})
        executor = mock.Mock()
        executor.execute_action.side_effect = [under_way] * 5 + [failed]
        payload = {
            "action": "Add",
            "resourceType": "AWS::Lambda::Function",
            "callbackContext": {},
            "requestData": {"resourceProperties": {}, "logicalResourceId": "Walk"},
        }
        with mock.patch.object(resource_provider.time, "sleep") as sleep:
            end = ResourceProviderExecutor.deploy_loop(executor, None, {}, payload)
        self.assertIs(end, failed)
        self.assertEqual(sleep.mock_calls, [mock.call(deployments.PAUSE_S)] * 3)


if __name__ == "__main__":
    unittest.main()
