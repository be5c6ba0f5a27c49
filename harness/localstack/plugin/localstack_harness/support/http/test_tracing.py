import threading
import unittest
from unittest import mock

from localstack_harness.support.http import tracing


class TracingTest(unittest.TestCase):
    def setUp(self) -> None:
        tracing.begin(None)

    def test_reads_the_root_of_a_header(self) -> None:
        root = tracing.new_root()
        self.assertEqual(tracing.root_in(f"Root={root};Parent=8d43e2157bfad554;Sampled=0"), root)
        for header in (None, "", "Root=", "Parent=8d43e2157bfad554", "Root=1-x-y"):
            self.assertIsNone(tracing.root_in(header))

    def test_a_thread_returns_to_what_it_worked_for(self) -> None:
        tracing.begin("outer")
        with tracing.working_for("inner"):
            self.assertEqual(tracing.current_root(), "inner")
        self.assertEqual(tracing.current_root(), "outer")

    def test_threads_do_not_share_a_trace(self) -> None:
        tracing.begin("mine")
        seen: list[str | None] = []
        thread = threading.Thread(target=lambda: seen.append(tracing.current_root()))
        thread.start()
        thread.join()
        self.assertEqual(seen, [None])

    def test_an_owner_continues_the_trace_of_the_thread_that_made_it(self) -> None:
        with tracing.working_for("a trace"):
            tracing.adopt("an execution")
        tracing.adopt("another")
        self.assertEqual(tracing.root_of("an execution"), "a trace")
        self.assertNotEqual(tracing.root_of("another"), "a trace")
        self.assertIsNone(tracing.root_of("unknown"))

    def test_forgets_the_oldest_owners(self) -> None:
        with mock.patch.object(tracing, "_MAX_OWNERS", 1):
            tracing.adopt("old")
            tracing.adopt("new")
        self.assertIsNone(tracing.root_of("old"))
        self.assertIsNotNone(tracing.root_of("new"))
