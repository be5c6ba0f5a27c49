import contextvars
import threading
import unittest

from localstack_harness.support.threads import ReusedThreads

_NAME = contextvars.ContextVar("name", default="none")


class ReusedThreadsTest(unittest.TestCase):
    def run_in(self, threads: ReusedThreads) -> threading.Thread:
        """A task, until the thread is idle again."""
        ran: list[threading.Thread] = []
        done = threading.Event()
        before = len(threads._idle)

        def task() -> None:
            ran.append(threading.current_thread())
            done.set()

        threads.start(task)
        self.assertTrue(done.wait(10))
        while len(threads._idle) < max(1, before) and ran[0].is_alive():
            ran[0].join(0.001)
        return ran[0]

    def test_run_one_task_after_the_other(self) -> None:
        threads = ReusedThreads()
        self.assertIs(self.run_in(threads), self.run_in(threads))

    def test_run_tasks_at_the_same_time(self) -> None:
        threads = ReusedThreads()
        meeting = threading.Barrier(3, timeout=10)
        for _ in range(2):
            threads.start(meeting.wait)
        meeting.wait()

    def test_end_where_there_is_no_task(self) -> None:
        threads = ReusedThreads(idle_s=0.01)
        first = self.run_in(threads)
        first.join(10)
        self.assertFalse(first.is_alive())
        self.assertIsNot(self.run_in(threads), first)

    def test_survive_a_task_that_fails(self) -> None:
        threads = ReusedThreads()
        first = self.run_in(threads)
        with self.assertLogs("localstack_harness.support.threads") as logs:
            threads.start(lambda: 1 / 0)
            self.assertIs(self.run_in_same(threads, first), first)
        self.assertIn("ZeroDivisionError", logs.output[0])

    def run_in_same(self, threads: ReusedThreads, thread: threading.Thread) -> threading.Thread:
        while not threads._idle:
            thread.join(0.001)
        return self.run_in(threads)

    def test_begin_with_an_empty_context(self) -> None:
        threads = ReusedThreads()
        seen: list[str] = []
        done = threading.Event()
        first = self.run_in(threads)
        threads.start(lambda: _NAME.set("first"))
        self.run_in_same(threads, first)

        def task() -> None:
            seen.append(_NAME.get())
            done.set()

        threads.start(task)
        self.assertTrue(done.wait(10))
        self.assertEqual(seen, ["none"])
