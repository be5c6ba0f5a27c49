import threading
import unittest
from datetime import UTC, datetime, timedelta

from localstack_harness.scheduler.timetable import Timetable

WITHIN_S = 5


def in_ms(milliseconds: int) -> datetime:
    return datetime.now(UTC) + timedelta(milliseconds=milliseconds)


class TimetableTest(unittest.TestCase):
    def setUp(self) -> None:
        self.timetable = Timetable()
        self.called: list[str] = []
        self.done = threading.Event()

    def note(self, name: str) -> None:
        self.called.append(name)

    def finish(self) -> None:
        """Due after the others: then they have had their turn."""
        self.timetable.plan("last", in_ms(1_100), self.done.set)
        self.assertTrue(self.done.wait(WITHIN_S))

    def test_calls_in_the_order_of_time(self) -> None:
        # far enough apart for a busy machine
        self.timetable.plan("later", in_ms(1_000), lambda: self.note("later"))
        self.timetable.plan("sooner", in_ms(500), lambda: self.note("sooner"))
        self.timetable.plan("past", in_ms(-1_000), lambda: self.note("past"))
        self.finish()
        self.assertEqual(self.called, ["past", "sooner", "later"])

    def test_the_last_plan_for_a_key_counts(self) -> None:
        self.timetable.plan("key", in_ms(1_000), lambda: self.note("first"))
        self.timetable.plan("key", in_ms(500), lambda: self.note("second"))
        self.finish()
        self.assertEqual(self.called, ["second"])

    def test_what_is_forgotten_or_never_due_is_not_called(self) -> None:
        self.timetable.plan("forgotten", in_ms(10), lambda: self.note("forgotten"))
        self.timetable.forget("forgotten")
        self.timetable.forget("unknown")
        self.timetable.plan("never", in_ms(10), lambda: self.note("never"))
        self.timetable.plan("never", None, lambda: self.note("never"))
        self.assertIsNone(self.timetable.due("never"))
        self.finish()
        self.assertEqual(self.called, [])

    def test_a_call_may_plan_the_next_one(self) -> None:
        def first() -> None:
            self.note("first")
            self.timetable.plan("key", in_ms(1), lambda: self.note("next"))

        self.timetable.plan("key", in_ms(5), first)
        self.finish()
        self.assertEqual(self.called, ["first", "next"])

    def test_a_call_that_fails_does_not_end_the_others(self) -> None:
        def fail() -> None:
            raise RuntimeError("broken")

        with self.assertLogs("localstack_harness.scheduler.timetable", "ERROR"):
            self.timetable.plan("broken", in_ms(5), fail)
            self.timetable.plan("whole", in_ms(10), lambda: self.note("whole"))
            self.finish()
        self.assertEqual(self.called, ["whole"])
