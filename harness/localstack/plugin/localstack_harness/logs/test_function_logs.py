import threading
import unittest
from typing import Any, override
from unittest import mock

from localstack.services.lambda_.invocation.logs import LogHandler, LogItem

from localstack_harness.logs import function_logs

function_logs.install()


class NotFoundError(Exception):
    pass


class ExistsError(Exception):
    pass


class FunctionLogsTest(unittest.TestCase):
    @override
    def setUp(self) -> None:
        self.logs = mock.MagicMock()
        self.logs.exceptions.ResourceNotFoundException = NotFoundError
        self.logs.exceptions.ResourceAlreadyExistsException = ExistsError
        connect_to = self.enterContext(mock.patch.object(function_logs, "connect_to"))
        connect_to.with_assumed_role.return_value.logs = self.logs
        self.handler = LogHandler("arn:aws:iam::000000000000:role/r", "us-east-1")

    def delivered(self, *items: LogItem) -> list[Any]:
        """Stream and messages of each call."""
        for item in items:
            self.handler.add_logs(item)
        self.handler.start_subscriber()
        self.handler.stop()
        return [
            (call["logStreamName"], [event["message"] for event in call["logEvents"]])
            for _, call in self.logs.put_log_events.call_args_list
        ]

    def test_invocations_of_a_stream_share_a_call(self) -> None:
        self.assertEqual(
            self.delivered(LogItem("g", "b", "1\n\n2\n"), LogItem("g", "a", "3\n"), LogItem("g", "b", "4\n")),
            [("a", ["3\n"]), ("b", ["1\n", "2\n", "4\n"])],
        )

    def test_a_call_has_as_many_events_as_the_record_of_calls_keeps(self) -> None:
        long = LogItem("g", "s", "x\n" * 60)
        sizes = [len(messages) for _, messages in self.delivered(long, long, LogItem("g", "s", "y\n" * 150))]
        self.assertEqual(sizes, [60, 60, 150])

    def test_an_event_has_the_time_at_which_its_invocation_ended(self) -> None:
        with mock.patch("time.time", side_effect=[1.0, 2.0]):
            for _ in range(2):
                self.handler.add_logs(LogItem("g", "s", "x\n"))
        self.delivered()
        [(_, call)] = self.logs.put_log_events.call_args_list
        self.assertEqual([event["timestamp"] for event in call["logEvents"]], [1000, 2000])

    def test_events_are_in_the_order_of_their_times_where_the_clock_was_set_back(self) -> None:
        with mock.patch("time.time", side_effect=[2.0, 1.0]):
            for line in ("late", "early"):
                self.handler.add_logs(LogItem("g", "s", line))
        self.assertEqual(self.delivered(), [("s", ["early\n", "late\n"])])

    def test_creates_the_group_and_the_stream(self) -> None:
        self.logs.create_log_group.side_effect = ExistsError
        self.logs.put_log_events.side_effect = [NotFoundError, None]
        self.assertEqual(self.delivered(LogItem("g", "s", "x\n")), [("s", ["x\n"])] * 2)
        self.logs.create_log_stream.assert_called_once_with(logGroupName="g", logStreamName="s")

    def test_goes_on_after_a_failure(self) -> None:
        failed = threading.Event()

        def fail(**_: object) -> None:
            self.logs.put_log_events.side_effect = None
            failed.set()
            raise ValueError("wrong")

        self.logs.put_log_events.side_effect = fail
        with self.assertLogs("localstack_harness.logs.function_logs") as logs:
            self.handler.add_logs(LogItem("g", "s", "x\n"))
            self.handler.start_subscriber()
            self.assertTrue(failed.wait(10))
            self.handler.add_logs(LogItem("g", "s", "y\n"))
            self.handler.stop()
        self.assertEqual(self.logs.put_log_events.call_count, 2)
        self.assertIn("group g in region us-east-1: wrong", logs.output[0])
