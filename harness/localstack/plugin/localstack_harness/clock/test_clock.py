import threading
import time
import unittest

from localstack_harness.clock.clock import Clock, Wakeups

LONG_S = 3600.0


class Waiter:
    """An execution in a Wait state, in a separate thread."""

    def __init__(self, clock: Clock, seconds: float, text: str) -> None:
        self.running = True
        self.wakeups = Wakeups()
        self._start = time.monotonic()
        self.took: float | None = None
        self._thread = threading.Thread(target=self._wait, args=(clock, seconds, text))
        self._thread.start()

    def _wait(self, clock: Clock, seconds: float, text: str) -> None:
        clock.wait(seconds, lambda: text, self.wakeups, lambda: self.running)
        self.took = time.monotonic() - self._start

    def stop(self) -> None:
        """As LocalStack does when an execution is stopped."""
        self.running = False
        self.wakeups.set()
        self.wakeups.clear()

    def ended(self, within_s: float) -> bool:
        self._thread.join(within_s)
        return not self._thread.is_alive()


class ClockTest(unittest.TestCase):
    def setUp(self) -> None:
        self.clock = Clock()

    def waiter(self, seconds: float, text: str) -> Waiter:
        waiter = Waiter(self.clock, seconds, text)
        self.addCleanup(waiter.ended, 5)
        self.addCleanup(waiter.stop)
        return waiter

    def test_waits_in_real_time_by_default(self) -> None:
        waiter = self.waiter(0.2, "x")
        self.assertTrue(waiter.ended(5))
        assert waiter.took is not None
        self.assertGreaterEqual(waiter.took, 0.19)

    def test_shortens_a_wait_that_begins_later(self) -> None:
        self.clock.compress("mine", 0.0, 60)
        self.assertTrue(self.waiter(LONG_S, "this is mine").ended(5))

    def test_shortens_a_wait_that_has_begun(self) -> None:
        waiter = self.waiter(LONG_S, "this is mine")
        self.assertFalse(waiter.ended(0.1))
        self.clock.compress("mine", 0.0, 60)
        self.assertTrue(waiter.ended(5))

    def test_leaves_other_executions_alone(self) -> None:
        other = self.waiter(LONG_S, "another")
        mine = self.waiter(LONG_S, "this is mine")
        self.clock.compress("mine", 0.0, 60)
        self.assertTrue(mine.ended(5))
        self.assertFalse(other.ended(0.1))

    def test_shortens_by_a_factor(self) -> None:
        self.clock.compress("mine", 0.001, 60)
        waiter = self.waiter(200.0, "mine")
        self.assertTrue(waiter.ended(5))
        assert waiter.took is not None
        self.assertGreaterEqual(waiter.took, 0.19)

    def test_takes_the_smallest_of_several_factors(self) -> None:
        self.clock.compress("mine", 1.0, 60)
        self.clock.compress("mi", 0.0, 60)
        self.assertTrue(self.waiter(LONG_S, "mine").ended(5))

    def test_restores_real_time(self) -> None:
        compression = self.clock.compress("mine", 0.0, 60)
        self.assertTrue(self.clock.restore(compression))
        self.assertFalse(self.waiter(LONG_S, "mine").ended(0.1))
        self.assertFalse(self.clock.restore(compression))

    def test_restores_real_time_when_the_lease_ends(self) -> None:
        compression = self.clock.compress("mine", 0.5, 0.1)
        waiter = self.waiter(0.4, "mine")  # 0.1 s at half, then 0.2 s in real time
        self.assertTrue(waiter.ended(5))
        assert waiter.took is not None
        self.assertGreaterEqual(waiter.took, 0.29)
        self.assertFalse(self.clock.restore(compression))

    def test_a_wait_ends_with_its_execution(self) -> None:
        waiter = self.waiter(LONG_S, "mine")
        waiter.stop()
        self.assertTrue(waiter.ended(5))

    def test_a_wait_does_not_begin_after_its_execution(self) -> None:
        waiter = self.waiter(LONG_S, "mine")
        waiter.running = False
        waiter.wakeups.set()
        self.assertTrue(waiter.ended(5))

    def test_accepts_a_wait_longer_than_the_platform_supports(self) -> None:
        self.assertFalse(self.waiter(threading.TIMEOUT_MAX * 10, "x").ended(0.05))


class WakeupsTest(unittest.TestCase):
    def test_behaves_as_the_event_that_localstack_uses(self) -> None:
        wakeups = Wakeups()
        self.assertFalse(wakeups.wait(0.01))
        wakeups.set()
        self.assertTrue(wakeups.is_set())
        self.assertTrue(wakeups.wait(0.01))
        wakeups.clear()
        self.assertFalse(wakeups.is_set())

    def test_notices_a_wake_up_before_the_wait(self) -> None:
        wakeups = Wakeups()
        seen = wakeups.count
        wakeups.set()
        wakeups.clear()
        self.assertTrue(wakeups.wait_after(seen, 5))


if __name__ == "__main__":
    unittest.main()
