import unittest
from collections.abc import Iterator
from unittest import mock

from localstack_harness.scheduler import firing
from localstack_harness.scheduler.firing import FiringError, _Candidate, fire

PREFIX = "arn:aws:scheduler:us-east-1:000000000000:schedule"
RULES = "arn:aws:events:us-east-1:000000000000:rule"


class FiringTest(unittest.TestCase):
    def setUp(self) -> None:
        self.fired: list[str] = []
        self.enterContext(mock.patch.object(firing, "_schedules", self.schedules))
        self.enterContext(mock.patch.object(firing, "_rules", self.rules))

    def candidate(self, arn: str, enabled: bool = True, error: Exception | None = None) -> _Candidate:
        def run() -> Exception | None:
            self.fired.append(arn)
            return error

        return _Candidate(arn, enabled, run)

    def schedules(self) -> Iterator[_Candidate]:
        yield self.candidate(f"{PREFIX}/default/nightly")
        yield self.candidate(f"{PREFIX}/other/weekly")
        yield self.candidate(f"{PREFIX}/default/weekly", error=ValueError("no such queue"))
        yield self.candidate(f"{PREFIX}/default/off", enabled=False)

    def rules(self) -> Iterator[_Candidate]:
        yield self.candidate(f"{RULES}/hourly")
        yield self.candidate(f"{RULES}/my-bus/daily")

    def test_by_arn_by_path_and_by_name(self) -> None:
        for name, arn in (
            (f"{PREFIX}/default/nightly", f"{PREFIX}/default/nightly"),
            ("default/nightly", f"{PREFIX}/default/nightly"),
            ("nightly", f"{PREFIX}/default/nightly"),
            ("other/weekly", f"{PREFIX}/other/weekly"),
            ("hourly", f"{RULES}/hourly"),
            ("daily", f"{RULES}/my-bus/daily"),
        ):
            with self.subTest(name):
                self.fired.clear()
                self.assertEqual(fire(name), {"arn": arn})
                self.assertEqual(self.fired, [arn])

    def test_why_the_target_did_not_accept_the_call(self) -> None:
        arn = f"{PREFIX}/default/weekly"
        self.assertEqual(fire(arn), {"arn": arn, "error": "no such queue"})

    def test_a_name_of_two(self) -> None:
        with self.assertRaisesRegex(FiringError, f"{PREFIX}/other/weekly, {PREFIX}/default"):
            fire("weekly")
        self.assertEqual(self.fired, [])

    def test_one_that_is_disabled(self) -> None:
        with self.assertRaisesRegex(FiringError, f"{PREFIX}/default/off is disabled"):
            fire("off")
        self.assertEqual(self.fired, [])

    def test_an_unknown_name(self) -> None:
        with self.assertRaisesRegex(FiringError, "did you mean 'nightly'"):
            fire("nigthly")
        with self.assertRaises(FiringError) as caught:
            fire("")
        self.assertEqual(str(caught.exception), "there is no schedule and no rule with a schedule ''")
