import unittest
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from localstack.services.stepfunctions.asl.parse.asl_parser import ASLParserException

from localstack_harness.stepfunctions.program_for_tests import one_state, run
from localstack_harness.stepfunctions.timestamps import read_timestamp

IN_FIVE_HOURS = timezone(timedelta(hours=5))


class ReadTimestampTest(unittest.TestCase):
    def test_reads_zulu_time_and_offsets(self) -> None:
        for text in (
            "2016-03-14T01:59:00Z",
            "2016-03-14T03:59:00+02:00",
            "2016-03-13T20:29:00-05:30",
            "2016-03-14T01:59:00+00:00",
            "2016-03-14T01:59:00.000000000Z",
        ):
            with self.subTest(text=text):
                read = read_timestamp(text)
                self.assertEqual(read, datetime(2016, 3, 14, 1, 59, tzinfo=UTC))

    def test_keeps_fractions(self) -> None:
        read = read_timestamp("2016-03-14T01:59:00.25+01:00")
        assert read
        self.assertEqual(read.microsecond, 250_000)

    def test_refuses_what_aws_refuses(self) -> None:
        for text in (
            "2016-03-14T01:59:00",
            "2016-03-14 01:59:00Z",
            "2016-03-14t01:59:00Z",
            "2016-03-14T01:59:00z",
            "2016-03-14T01:59:00+0200",
            "2016-03-14T01:59:00+02",
            "2016-13-14T01:59:00Z",
            "2016-03-14T25:59:00Z",
            "2016-03-14T01:59:00+25:00",
            "2016-03-14T01:59:00.Z",
            "14-03-2016T01:59:00Z",
            "2016-03-14",
            "2016-03-14T01:59:00Z ",
            "",
            None,
            5,
        ):
            with self.subTest(text=text):
                self.assertIsNone(read_timestamp(text))


class WaitTest(unittest.TestCase):
    def test_waits_until_then_wherever_that_is(self) -> None:
        until = datetime.now(UTC) + timedelta(seconds=0.3)
        for wait in ({"Timestamp": until.astimezone(IN_FIVE_HOURS).isoformat()}, {"TimestampPath": "$.at"}):
            ended = run(one_state(Type="Wait", **wait), {"at": until.isoformat()})
            self.assertIsNone(ended.error)
            self.assertGreaterEqual(datetime.now(UTC), until)

    def test_does_not_wait_for_what_has_passed(self) -> None:
        machine = one_state(Type="Wait", Timestamp="2016-03-14T23:59:00+14:00")
        self.assertIsNone(run(machine).error)

    def test_fails_where_there_is_no_timestamp(self) -> None:
        for at in ("2016-03-14T01:59:00", 5, None):
            ended = run(one_state(Type="Wait", TimestampPath="$.at"), {"at": at})
            self.assertEqual(ended.error, "States.Runtime")
            self.assertIn("does not reference a valid ISO-8601", ended.cause or "")


class ChoiceTest(unittest.TestCase):
    def chosen(self, given: Any, **rule: Any) -> bool:
        states = {
            "C": {"Type": "Choice", "Choices": [{"Variable": "$.a", "Next": "Yes", **rule}], "Default": "No"},
            "Yes": {"Type": "Pass", "Result": True, "End": True},
            "No": {"Type": "Pass", "Result": False, "End": True},
        }
        return bool(run({"StartAt": "C", "States": states}, given).output)

    def test_compares_moments_not_texts(self) -> None:
        two = "2016-03-14T02:00:00Z"
        same = "2016-03-14T04:00:00+02:00"
        later = "2016-03-14T02:00:00.5Z"
        earlier = "2016-03-14T03:59:59+02:00"
        for given, operator, expected in (
            (same, "TimestampEquals", True),
            (later, "TimestampEquals", False),
            (later, "TimestampGreaterThan", True),
            (same, "TimestampGreaterThan", False),
            (same, "TimestampGreaterThanEquals", True),
            (earlier, "TimestampLessThan", True),
            (same, "TimestampLessThanEquals", True),
            (later, "TimestampLessThanEquals", False),
            ("nonsense", "TimestampLessThan", False),
        ):
            with self.subTest(given=given, operator=operator):
                self.assertIs(self.chosen({"a": given}, **{operator: two}), expected)
                by_path = {f"{operator}Path": "$.b"}
                self.assertIs(self.chosen({"a": given, "b": two}, **by_path), expected)

    def test_a_definition_compares_with_timestamps_only(self) -> None:
        for value in ("yesterday", "2016-03-14T02:00:00", 5):
            with self.subTest(value=value), self.assertRaisesRegex(ASLParserException, "type Timestamp"):
                self.chosen({"a": "2016-03-14T02:00:00Z"}, TimestampEquals=value)

    def test_knows_a_timestamp(self) -> None:
        for given, expected in (
            ("2016-03-14T04:00:00+02:00", True),
            ("2016-03-14T02:00:00.123Z", True),
            ("2016-03-14T02:00:00", False),
            (1, False),
        ):
            self.assertIs(self.chosen({"a": given}, IsTimestamp=True), expected)
            self.assertIs(self.chosen({"a": given}, IsTimestamp=False), not expected)


if __name__ == "__main__":
    unittest.main()
