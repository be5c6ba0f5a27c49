import threading
import unittest

from localstack_harness.support.timing.time_limit import LateError, within


class WithinTest(unittest.TestCase):
    def test_returns_and_raises_as_the_call_does(self) -> None:
        self.assertEqual(within(10, lambda: 5), 5)

        def fail() -> None:
            raise TimeoutError("of the call")

        with self.assertRaisesRegex(TimeoutError, "of the call"):
            within(10, fail)

    def test_gives_up_after_the_limit(self) -> None:
        go_on = threading.Event()
        self.addCleanup(go_on.set)
        with self.assertRaises(LateError):
            within(0.02, lambda: go_on.wait(10))


if __name__ == "__main__":
    unittest.main()
