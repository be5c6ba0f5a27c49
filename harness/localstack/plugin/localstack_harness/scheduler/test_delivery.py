import json
import threading
import unittest
from datetime import datetime, timedelta, timezone
from typing import Any
from unittest import mock

from botocore.exceptions import ClientError

from localstack_harness.scheduler import delivery
from localstack_harness.scheduler.delivery import Occurrence, deliver

TARGET = {"Arn": "arn:aws:sns:us-east-1:000000000000:t", "RoleArn": "role"}
DEAD = "arn:aws:sqs:us-east-1:000000000000:dead"
WITHIN_S = 5


def occurrence(**target: Any) -> Occurrence:
    scheduled = datetime(2030, 1, 1, 2, 0, 0, tzinfo=timezone(timedelta(hours=2)))
    return Occurrence("arn:s", {**TARGET, **target}, "000000000000", "us-east-1", scheduled, "an-id")


def error(code: str, status: int = 400) -> ClientError:
    return ClientError(
        {"Error": {"Code": code, "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": status}}, "Publish"
    )


class InputTest(unittest.TestCase):
    def test_attributes_take_the_place_of_their_names(self) -> None:
        names = ("schedule-arn", "scheduled-time", "execution-id", "attempt-number", "other")
        text = occurrence(Input=" ".join(f"<aws.scheduler.{name}>" for name in names)).text(2)
        self.assertEqual(text, "arn:s 2030-01-01T00:00:00Z an-id 2 <aws.scheduler.other>")

    def test_without_an_input_it_is_an_event(self) -> None:
        self.assertEqual(
            json.loads(occurrence().text(1)),
            {
                "version": "0",
                "id": "an-id",
                "detail-type": "Scheduled Event",
                "source": "aws.scheduler",
                "account": "000000000000",
                "time": "2030-01-01T00:00:00Z",
                "region": "us-east-1",
                "resources": ["arn:s"],
                "detail": "{}",
            },
        )


class DeliveryTest(unittest.TestCase):
    """With the services that it calls replaced."""

    def setUp(self) -> None:
        self.client = mock.Mock()
        self.client.publish.return_value = {}
        self.buried = threading.Event()
        self.client.send_message.side_effect = lambda **_: self.buried.set()
        self.connect = self.enterContext(mock.patch.object(delivery, "connect_to"))
        self.connect.with_assumed_role.return_value.get_client.return_value = self.client
        self.sleep = self.enterContext(mock.patch("localstack_harness.support.target_retries.sleep"))
        self.enterContext(mock.patch.object(delivery, "sqs_queue_url_for_arn", lambda arn: f"url of {arn}"))

    def letter(self) -> dict[str, Any]:
        self.assertTrue(self.buried.wait(WITHIN_S))
        message = self.client.send_message.call_args.kwargs
        self.assertEqual(message["QueueUrl"], f"url of {DEAD}")
        attributes = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
        return {"body": message["MessageBody"], **attributes}

    def test_calls_the_target_with_the_schedules_role(self) -> None:
        self.assertIsNone(deliver(occurrence(Input="hi")))
        self.client.publish.assert_called_once_with(TopicArn=TARGET["Arn"], Message="hi")
        self.connect.with_assumed_role.assert_called_once_with(
            role_arn="role", service_principal="scheduler", region_name="us-east-1"
        )

    def test_what_the_target_refuses_is_not_repeated(self) -> None:
        self.client.publish.side_effect = error("NotFound")
        with self.assertLogs("localstack_harness.scheduler.delivery", "WARNING"):
            failure = deliver(occurrence(Input="hi", DeadLetterConfig={"Arn": DEAD}))
        self.assertEqual(str(failure), "NotFound: no")
        self.assertEqual(
            self.letter(),
            {
                "body": "hi",
                "ERROR_CODE": "NotFound",
                "ERROR_MESSAGE": "no",
                "EXECUTION_ID": "an-id",
                "RETRY_ATTEMPTS": "0",
                "SCHEDULED_TIME": "2030-01-01T00:00:00Z",
                "SCHEDULE_ARN": "arn:s",
                "TARGET_ARN": TARGET["Arn"],
            },
        )
        self.assertEqual(self.client.publish.call_count, 1)

    def test_what_may_pass_is_repeated_as_often_as_the_policy_says(self) -> None:
        for refusal in (error("InternalFailure", 500), error("ThrottlingException")):
            with self.subTest(str(refusal)):
                self.client.publish.reset_mock()
                self.buried.clear()
                self.client.publish.side_effect = refusal
                target = {"RetryPolicy": {"MaximumRetryAttempts": 2}, "DeadLetterConfig": {"Arn": DEAD}}
                with self.assertLogs("localstack_harness.scheduler.delivery", "WARNING"):
                    deliver(occurrence(Input="<aws.scheduler.attempt-number>", **target))
                letter = self.letter()
                self.assertEqual(letter["RETRY_ATTEMPTS"], "2")
                self.assertEqual(letter["EXHAUSTED_RETRY_CONDITION"], "MaximumRetryAttempts")
                sent = [call.kwargs["Message"] for call in self.client.publish.call_args_list]
                self.assertEqual(sent, ["1", "2", "3"])

    def test_a_repetition_that_succeeds_is_the_last(self) -> None:
        done = threading.Event()

        def answer(**_: Any) -> dict[str, Any]:
            if self.client.publish.call_count == 1:
                raise error("InternalFailure", 500)
            done.set()
            return {}

        self.client.publish.side_effect = answer
        with self.assertLogs("localstack_harness.scheduler.delivery", "WARNING"):
            deliver(occurrence(DeadLetterConfig={"Arn": DEAD}))
        self.assertTrue(done.wait(WITHIN_S))
        self.sleep.assert_called_once_with(1)

    def test_no_repetition_beyond_the_greatest_age(self) -> None:
        self.client.publish.side_effect = error("InternalFailure", 500)
        policy = {"MaximumEventAgeInSeconds": 0}
        with self.assertLogs("localstack_harness.scheduler.delivery", "WARNING"):
            deliver(occurrence(RetryPolicy=policy, DeadLetterConfig={"Arn": DEAD}))
        self.assertEqual(self.letter()["EXHAUSTED_RETRY_CONDITION"], "MaximumEventAgeInSeconds")

    def test_an_event_that_the_bus_refuses_has_failed(self) -> None:
        entry = {"ErrorCode": "InternalFailure", "ErrorMessage": "no"}
        self.client.put_events.return_value = {"FailedEntryCount": 1, "Entries": [entry]}
        bus = "arn:aws:events:us-east-1:000000000000:event-bus/b"
        with self.assertLogs("localstack_harness.scheduler.delivery", "WARNING"):
            failure = deliver(occurrence(Arn=bus, RetryPolicy={"MaximumRetryAttempts": 0}))
        self.assertEqual(str(failure), "InternalFailure: no")

    def test_a_target_that_is_not_there_is_an_error_too(self) -> None:
        for target, code in (
            ({"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c"}, "UnsupportedTarget"),
            ({"Arn": "arn:aws:scheduler:::aws-sdk:sqs:sendMessage", "Input": "{"}, "JSONDecodeError"),
        ):
            with self.subTest(code), self.assertLogs("localstack_harness.scheduler.delivery", "WARNING"):
                failure = deliver(occurrence(**target))
                assert failure
                self.assertEqual(failure.code, code)

    def test_a_dead_letter_queue_that_is_missing_is_logged(self) -> None:
        self.client.publish.side_effect = error("NotFound")
        refused = threading.Event()

        def refuse(**_: Any) -> None:
            refused.set()
            raise error("QueueDoesNotExist")

        self.client.send_message.side_effect = refuse
        with self.assertLogs("localstack_harness.scheduler.delivery", "WARNING") as logs:
            deliver(occurrence(DeadLetterConfig={"Arn": DEAD}))
            self.assertTrue(refused.wait(WITHIN_S))
            for thread in threading.enumerate():
                if thread.name == "schedule-retries":
                    thread.join(WITHIN_S)
        self.assertIn("could not use its dead-letter queue", logs.output[-1])
