import io
import json
import unittest
from types import SimpleNamespace
from typing import Any
from unittest import mock

from localstack.services.cloudformation.resource_provider import OperationStatus

from localstack_harness.cloudformation.custom_resources import provider as module
from localstack_harness.cloudformation.custom_resources.provider import CustomResourceProvider, as_strings
from localstack_harness.cloudformation.custom_resources.responses import RESPONSES

TOKEN = "arn:aws:lambda:us-east-1:000000000000:function:walk"  # noqa: S105 - an ARN


class CustomResourceProviderTest(unittest.TestCase):
    """The function answers as `answers` say, in order."""

    def setUp(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any] | str] = []
        clients = SimpleNamespace(lambda_=SimpleNamespace(invoke=self._invoke))
        self.enterContext(mock.patch.object(module, "connect_to", lambda **_: clients))
        self.provider = CustomResourceProvider()

    def _invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - boto3's names
        event = json.loads(Payload)
        self.events.append({"function": FunctionName, **event})
        answer = self.answers.pop(0)
        if isinstance(answer, str):
            failed = json.dumps({"errorMessage": answer}).encode()
            return {"FunctionError": "Unhandled", "Payload": io.BytesIO(failed)}
        RESPONSES.receive(event["ResponseURL"].rpartition("/")[2], json.dumps(answer).encode())
        return {"Payload": io.BytesIO(b"null")}

    def _request(self, desired: dict[str, Any], previous: dict[str, Any] | None = None) -> Any:
        return SimpleNamespace(
            desired_state=desired,
            previous_state=previous,
            stack_id="arn:aws:cloudformation:us-east-1:000000000000:stack/Pets/1",
            logical_resource_id="Walk",
            resource_type="Custom::Walk",
        )

    def test_a_creation_passes_strings_and_keeps_id_and_attributes(self) -> None:
        self.answers = [{"Status": "SUCCESS", "PhysicalResourceId": "walk-1", "Data": {"Far": True, "km": 3}}]
        event = self.provider.create(self._request({"ServiceToken": TOKEN, "Minutes": 5, "Wet": False}))
        self.assertIs(event.status, OperationStatus.SUCCESS)
        assert event.resource_model is not None
        self.assertEqual(event.resource_model["PhysicalResourceId"], "walk-1")
        self.assertEqual((event.resource_model["Far"], event.resource_model["km"]), ("true", "3"))
        sent = self.events[0]
        self.assertEqual((sent["RequestType"], sent["ResourceType"]), ("Create", "Custom::Walk"))
        self.assertEqual(sent["ResourceProperties"], {"ServiceToken": TOKEN, "Minutes": "5", "Wet": "false"})

    def _created(self) -> dict[str, Any]:
        properties = {"ServiceToken": TOKEN, "Minutes": 5}
        return {"PhysicalResourceId": "walk-1", "ResourceProperties": properties, "Far": "true"}

    def test_an_update_passes_the_old_properties(self) -> None:
        self.answers = [{"Status": "SUCCESS", "PhysicalResourceId": "walk-1"}]
        desired = {"ServiceToken": TOKEN, "Minutes": 9}
        event = self.provider.update(self._request(desired, self._created()))
        self.assertIs(event.status, OperationStatus.SUCCESS)
        (sent,) = self.events
        self.assertEqual(sent["PhysicalResourceId"], "walk-1")
        self.assertEqual(sent["OldResourceProperties"]["Minutes"], "5")

    def test_an_update_that_replaces_the_resource_deletes_the_old_one(self) -> None:
        self.answers = [
            {"Status": "SUCCESS", "PhysicalResourceId": "walk-2"},
            {"Status": "SUCCESS", "PhysicalResourceId": "walk-1"},
        ]
        self.provider.update(self._request({"ServiceToken": TOKEN, "Minutes": 9}, self._created()))
        update, delete = self.events
        self.assertEqual((update["RequestType"], delete["RequestType"]), ("Update", "Delete"))
        self.assertEqual(delete["PhysicalResourceId"], "walk-1")
        self.assertEqual(delete["ResourceProperties"]["Minutes"], "5")

    def test_a_deletion_passes_what_was_deployed(self) -> None:
        self.answers = [{"Status": "SUCCESS", "PhysicalResourceId": "walk-1"}]
        event = self.provider.delete(self._request(self._created()))
        self.assertIs(event.status, OperationStatus.SUCCESS)
        self.assertEqual(self.events[0]["ResourceProperties"], {"ServiceToken": TOKEN, "Minutes": "5"})

    def test_failures_say_why(self) -> None:
        cases: list[tuple[dict[str, Any] | str, str]] = [
            ({"Status": "FAILED", "Reason": "too wet"}, "too wet"),
            ("no leash", "the function walk failed: no leash"),
        ]
        for answer, reason in cases:
            with self.subTest(reason):
                self.answers = [answer]
                event = self.provider.create(self._request({"ServiceToken": TOKEN}))
                self.assertIs(event.status, OperationStatus.FAILED)
                self.assertIn(reason, event.message)

    def test_a_provider_that_never_responds_fails_after_its_time_out(self) -> None:
        self.enterContext(mock.patch.object(RESPONSES, "receive"))
        self.answers = [{}]
        event = self.provider.create(self._request({"ServiceToken": TOKEN, "ServiceTimeout": "0.01"}))
        self.assertIn("did not receive a response", event.message)

    def test_a_token_that_is_no_arn_is_named(self) -> None:
        event = self.provider.create(self._request({"ServiceToken": "walk"}))
        self.assertIn("ServiceToken is walk", event.message)


class AsStringsTest(unittest.TestCase):
    def test_nested_values(self) -> None:
        given = {"n": 1, "list": [True, {"x": 1.5}], "text": "a", "none": None}
        self.assertEqual(
            as_strings(given), {"n": "1", "list": ["true", {"x": "1.5"}], "text": "a", "none": None}
        )


if __name__ == "__main__":
    unittest.main()
