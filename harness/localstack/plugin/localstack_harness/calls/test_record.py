import io
import json
import threading
import unittest
from typing import Any
from unittest import mock

from localstack_harness.calls import record
from localstack_harness.calls.record import CallFacts, CallRecord, outline


class CallRecordTest(unittest.TestCase):
    def setUp(self) -> None:
        self.calls = CallRecord()

    def add(self, request: object, operation: str = "SendEmail") -> None:
        facts: CallFacts = {
            "time": 0,
            "service": "ses",
            "operation": operation,
            "account": "000000000000",
            "region": "us-east-1",
            "role": None,
            "session": None,
            "principal": None,
            "source": None,
            "internal": False,
            "status": 200,
            "error": None,
            "requestId": "8f0fad5b",
            "durationMs": 1.5,
            "trace": None,
            "result": None,
        }
        self.calls.add(facts, request)

    def test_numbers_calls_and_returns_those_after_a_number(self) -> None:
        for name in "abc":
            self.add({"Name": name})
        answer = self.calls.since(1)
        self.assertEqual([call["seq"] for call in answer["calls"]], [2, 3])
        self.assertEqual((answer["next"], answer["dropped"]), (3, 0))
        self.assertEqual(self.calls.since(3), {"calls": [], "next": 3, "dropped": 0})

    def test_returns_the_newest_with_their_log_lines(self) -> None:
        for operation in ("SendEmail", "PutLogEvents", "SendEmail"):
            self.add({"logEvents": [operation]}, operation)
        page = json.loads(self.calls.news(0, 2))
        self.assertEqual((page["next"], page["dropped"]), (3, 1))
        logged, sent = page["calls"]
        self.assertEqual(logged, self.calls.since(1)["calls"][0])
        self.assertEqual((sent["seq"], sent["operation"], sent["request"]), (3, "SendEmail", {}))
        self.assertEqual(json.loads(self.calls.news(3, 2)), {"calls": [], "next": 3, "dropped": 0})

    def test_finds_calls_by_their_request(self) -> None:
        self.add({"input": '{"to":"a@x"}'})
        self.add({"input": '{"to":"b@x"}'})
        found = self.calls.since(0, ('"to":"b@x"', "SendEmail"))["calls"]
        self.assertEqual([call["seq"] for call in found], [2])

    def test_names_the_resource(self) -> None:
        for request, resource in (
            ({"Bucket": "b", "Key": "k"}, "b/k"),
            ({"Bucket": "b"}, "b"),
            ({"FunctionName": "f", "Qualifier": "1"}, "f"),
            ({"name": "e", "stateMachineArn": "arn"}, "arn"),
            ({"Entries": []}, None),
        ):
            self.add(request)
            self.assertEqual(self.calls.since(0)["calls"][-1]["resource"], resource)

    def test_drops_the_oldest_and_reports_how_many(self) -> None:
        with mock.patch.object(record, "_MAX_CALLS", 3):
            for _ in range(5):
                self.add({})
        answer = self.calls.since(0)
        self.assertEqual([call["seq"] for call in answer["calls"]], [3, 4, 5])
        self.assertEqual(answer["dropped"], 2)

    def test_is_limited_in_characters_too(self) -> None:
        with mock.patch.object(record, "_MAX_CHARACTERS", 1000):
            for _ in range(5):
                self.add({"x": "y" * 400})
        self.assertEqual(len(self.calls.since(0)["calls"]), 2)

    def test_numbers_calls_of_concurrent_threads_without_gaps_or_duplicates(self) -> None:
        def add_many() -> None:
            for _ in range(50):
                self.add({})

        threads = [threading.Thread(target=add_many) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        numbers = [call["seq"] for call in self.calls.since(0)["calls"]]
        self.assertEqual(numbers, list(range(1, 401)))


class OutlineTest(unittest.TestCase):
    def test_keeps_data_without_streams_and_cuts_long_strings(self) -> None:
        stream = io.BytesIO(b"secret")
        plain: Any
        plain, _ = outline({"Body": stream, "n": 1, "b": b"text", "s": "x" * 20_000, "l": [{"k": (1, None)}]})
        self.assertEqual((plain["Body"], plain["n"], plain["b"]), ("<BytesIO>", 1, "text"))
        self.assertEqual(plain["l"], [{"k": [1, None]}])
        self.assertTrue(plain["s"].endswith("… (20000 characters)"))
        self.assertEqual(stream.read(), b"secret")


if __name__ == "__main__":
    unittest.main()
