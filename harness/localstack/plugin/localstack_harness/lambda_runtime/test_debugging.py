import threading
import time
import unittest

from localstack_harness.lambda_runtime.debugging import ALL, Debugging


class DebuggingTest(unittest.TestCase):
    def test_is_for_chosen_functions(self) -> None:
        debugging = Debugging()
        self.assertFalse(debugging.includes("buy"))
        debugging.choose(frozenset({"buy"}))
        self.assertEqual((debugging.includes("buy"), debugging.includes("sell")), (True, False))
        debugging.choose(frozenset({ALL}))
        self.assertTrue(debugging.includes("sell"))

    def test_reports_new_processes(self) -> None:
        debugging = Debugging()
        threading.Timer(0.05, lambda: debugging.new_port("buy")).start()
        version, ports = debugging.ports(0, 10)
        self.assertEqual(list(ports), ["buy"])
        self.assertEqual(debugging.ports(version, 0), (version, ports))

    def test_a_debugger_that_was_attached_is_awaited(self) -> None:
        debugging = Debugging()
        debugging.attach("buy", debugging.new_port("buy"))
        self.assertTrue(debugging.expects_debugger("buy"))
        port = debugging.new_port("buy")
        debugging.attach("buy", port + 1)
        threading.Timer(0.05, lambda: debugging.attach("buy", port)).start()
        start = time.monotonic()
        debugging.wait_for_debugger("buy")
        self.assertLess(time.monotonic() - start, 4)
        debugging.attach("buy", 0)
        self.assertFalse(debugging.expects_debugger("buy"))


if __name__ == "__main__":
    unittest.main()
