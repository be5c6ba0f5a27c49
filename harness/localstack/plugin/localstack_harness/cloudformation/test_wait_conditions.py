import json
import threading
import unittest
from types import SimpleNamespace
from typing import Any

from localstack.services.cloudformation.resource_provider import OperationStatus
from localstack.services.cloudformation.resource_providers.aws_cloudformation_waitcondition import (
    CloudFormationWaitConditionProvider,
)
from localstack.services.cloudformation.resource_providers.aws_cloudformation_waitconditionhandle import (
    CloudFormationWaitConditionHandleProvider,
)

from localstack_harness.cloudformation import wait_conditions
from localstack_harness.cloudformation.wait_conditions import HANDLES, Handle


def signal(unique_id: str, status: str = "SUCCESS", **more: str) -> bytes:
    return json.dumps({"Status": status, "UniqueId": unique_id, **more}).encode()


class WaitConditionsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        wait_conditions.install()

    def _request(self, desired: dict[str, Any], previous: dict[str, Any] | None = None) -> Any:
        return SimpleNamespace(
            desired_state=desired,
            previous_state=previous,
            stack_id="arn:aws:cloudformation:us-east-1:000000000000:stack/Pets/1",
            logical_resource_id="Ready",
        )

    def _handle(self) -> tuple[str, Handle]:
        event = CloudFormationWaitConditionHandleProvider().create(self._request({}))
        model: Any = event.resource_model
        self.addCleanup(HANDLES.clear)
        return model["Id"], HANDLES[model["Id"].rpartition("/")[2]]

    def _wait(self, **properties: Any) -> Any:
        return CloudFormationWaitConditionProvider().create(self._request(properties))

    def test_a_condition_is_created_when_all_signals_are_there(self) -> None:
        url, handle = self._handle()
        later = threading.Timer(0.05, handle.signal, [signal("b", Data="second")])
        later.start()
        self.addCleanup(later.join)
        self.assertTrue(handle.signal(signal("a", Data="first")))
        event = self._wait(Handle=url, Count="2", Timeout="20")
        self.assertIs(event.status, OperationStatus.SUCCESS)
        self.assertEqual(json.loads(event.resource_model["Data"]), {"a": "first", "b": "second"})

    def test_a_condition_without_enough_signals_fails_after_its_time_out(self) -> None:
        url, handle = self._handle()
        handle.signal(signal("a"))
        handle.signal(signal("a"))
        event = self._wait(Handle=url, Count=2, Timeout="0.01")
        self.assertIs(event.status, OperationStatus.FAILED)
        self.assertEqual(event.message, "WaitCondition timed out. Received 1 conditions when expecting 2")

    def test_a_signal_of_a_failure_fails_the_condition(self) -> None:
        url, handle = self._handle()
        handle.signal(signal("a", "FAILURE", Reason="too wet"))
        event = self._wait(Handle=url, Timeout="20")
        self.assertEqual(event.message, "WaitCondition received failed message: 'too wet' for uniqueId: a")

    def test_a_handle_of_another_kind_is_named(self) -> None:
        self.assertIn("Handle is https://a", self._wait(Handle="https://a", Timeout="1").message)

    def test_what_is_no_signal_is_refused(self) -> None:
        _, handle = self._handle()
        for body in (b"", b"[]", b'{"Status": "SUCCESS"}', signal("a", "DONE")):
            with self.subTest(body):
                self.assertFalse(handle.signal(body))

    def test_a_deleted_handle_takes_no_signals(self) -> None:
        url, _ = self._handle()
        CloudFormationWaitConditionHandleProvider().delete(self._request({"Id": url}))
        self.assertEqual(HANDLES, {})

    def test_a_condition_cannot_be_updated(self) -> None:
        event = CloudFormationWaitConditionProvider().update(self._request({"Count": 2}, {"Count": 1}))
        self.assertEqual(
            event.message, "Update to resource type AWS::CloudFormation::WaitCondition is not supported."
        )


if __name__ == "__main__":
    unittest.main()
