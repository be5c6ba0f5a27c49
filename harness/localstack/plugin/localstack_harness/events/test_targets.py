import unittest
from typing import Any
from unittest import mock

from botocore.exceptions import ClientError
from localstack.services.events.models import ValidationException
from localstack.services.events.target import SqsTargetSender

from localstack_harness.events import targets

RULE = "arn:aws:events:us-east-1:000000000000:rule/walks"
QUEUE = "arn:aws:sqs:us-east-1:000000000000:walks"


def client_error(code: str, status: int) -> ClientError:
    response: Any = {
        "Error": {"Code": code, "Message": "why"},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    return ClientError(response, "SendMessage")


class TargetTest(unittest.TestCase):
    def setUp(self) -> None:
        self.sent: list[Any] = []
        self.failures: list[Exception] = []
        self.sqs: Any = mock.MagicMock()
        factory = mock.MagicMock(return_value=mock.MagicMock(sqs=self.sqs))
        self.enterContext(mock.patch.object(targets, "connect_to", factory))
        self.enterContext(mock.patch("localstack_harness.support.target_retries.sleep"))
        self.enterContext(mock.patch.object(targets, "sqs_queue_url_for_arn", side_effect=str))

    def process(self, **target: Any) -> None:
        given: Any = {"Id": "t", "Arn": QUEUE, **target}
        sender = SqsTargetSender(given, RULE, "walks", "sqs", "us-east-1", "000000000000")
        event = {"id": "e", "time": "now", "detail": {"n": 0, "name": "Rex"}, "event-bus-name": "default"}
        with mock.patch.object(sender, "send_event", side_effect=self._send):
            threads: list[Any] = []
            with mock.patch.object(targets, "Thread", side_effect=lambda **given: self._note(threads, given)):
                try:
                    targets.process_event(sender, event, None)
                except ClientError:
                    for thread in threads:
                        thread["target"](*thread["args"])

    def _note(self, threads: list[Any], given: Any) -> Any:
        threads.append(given)
        return mock.MagicMock()

    def _send(self, event: Any, _trace: Any) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(event)

    def test_input_path_and_transformer_keep_falsy_values(self) -> None:
        self.process(InputPath="$.detail.n")
        transformer = {
            "InputPathsMap": {"n": "$.detail.n"},
            "InputTemplate": '{"n": <n>, "rule": <aws.events.rule-name>}',
        }
        self.process(InputTransformer=transformer)
        self.process(InputPath="$.detail.other")
        self.assertEqual(self.sent, [0, {"n": 0, "rule": "walks"}])

    def test_a_whole_event_has_no_name_of_its_bus(self) -> None:
        self.process()
        self.assertNotIn("event-bus-name", self.sent[0])

    def test_a_client_error_puts_the_event_into_the_dead_letter_queue(self) -> None:
        self.failures = [client_error("ResourceNotFound", 404)]
        with self.assertLogs(targets.LOG, "WARNING"):
            self.process(DeadLetterConfig={"Arn": f"{QUEUE}-dead"})
        given = self.sqs.send_message.call_args.kwargs
        attributes = {name: item["StringValue"] for name, item in given["MessageAttributes"].items()}
        self.assertEqual(given["QueueUrl"], f"{QUEUE}-dead")
        self.assertEqual(
            (attributes["ERROR_CODE"], attributes["RETRY_ATTEMPTS"], attributes["TARGET_ARN"]),
            ("ResourceNotFound", "0", QUEUE),
        )

    def test_a_temporary_error_is_tried_again(self) -> None:
        self.failures = [client_error("ThrottlingException", 400), client_error("Down", 503)]
        with self.assertLogs(targets.LOG, "WARNING"):
            self.process()
        self.assertEqual(len(self.sent), 1)

    def test_retries_end_as_the_policy_says(self) -> None:
        self.failures = [client_error("Down", 503)] * 5
        with self.assertLogs(targets.LOG, "WARNING"):
            self.process(DeadLetterConfig={"Arn": QUEUE}, RetryPolicy={"MaximumRetryAttempts": 2})
        attributes = self.sqs.send_message.call_args.kwargs["MessageAttributes"]
        self.assertEqual(attributes["EXHAUSTED_RETRY_CONDITION"]["StringValue"], "MaximumRetryAttempts")
        self.assertEqual(len(self.failures), 2)

    def test_a_target_that_gets_nothing_here_is_refused_by_name(self) -> None:
        with self.assertRaisesRegex(ValidationException, "arn:aws:ecs.*such as a function"):
            targets._assert_supported("arn:aws:ecs:us-east-1:000000000000:cluster/c")
        targets._assert_supported("arn:aws:events:us-east-1:000000000000:event-bus/other")


if __name__ == "__main__":
    unittest.main()
