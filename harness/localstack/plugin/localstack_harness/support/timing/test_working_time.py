import threading
import unittest

from localstack_harness.support.timing.working_time import (
    WORKING_TIME,
    WorkingEvent,
    WorkingThread,
    WorkingTime,
)


class WorkingTimeTest(unittest.TestCase):
    def setUp(self) -> None:
        self.real = 100.0
        self.time = WorkingTime(lambda: self.real)

    def test_stands_still_while_it_is_stopped(self) -> None:
        start = self.time.now()
        self.real += 1
        self.time.stop(5)
        self.real += 3
        self.time.stop(5)
        self.real += 4
        self.assertEqual(self.time.now() - start, 1)
        self.time.stop(0)
        self.real += 2
        self.assertEqual(self.time.now() - start, 3)

    def test_goes_on_when_nothing_renews_the_stop(self) -> None:
        start = self.time.now()
        self.time.stop(5)
        self.real += 7
        self.assertEqual(self.time.now() - start, 2)
        self.time.stop(1)
        self.real += 2
        self.assertEqual(self.time.now() - start, 3)

    def test_a_wait_counts_working_time(self) -> None:
        waits: list[float] = []

        def wait(seconds: float) -> bool:
            waits.append(seconds)
            if len(waits) == 1:
                self.time.stop(8)
            self.real += seconds
            return False

        self.assertFalse(self.time.wait(wait, 10))
        self.assertEqual(self.real, 118)
        self.assertTrue(self.time.wait(lambda _: True, 10))


class ThreadingTest(unittest.TestCase):
    def test_time_limits_end_only_when_time_goes_on(self) -> None:
        event, release = WorkingEvent(), threading.Event()
        thread = WorkingThread(target=release.wait, daemon=True)
        thread.start()
        self.assertFalse(event.wait(0.01))
        WORKING_TIME.stop(0.3)
        threading.Timer(0.1, event.set).start()
        self.assertTrue(event.wait(0.01))
        WORKING_TIME.stop(0)
        thread.join(0.01)
        self.assertTrue(thread.is_alive())
        release.set()
        thread.join()


if __name__ == "__main__":
    unittest.main()
