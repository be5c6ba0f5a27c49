import os
import signal
import subprocess
import sys
import unittest
from pathlib import Path

_PLUGIN = str(Path(__file__).parents[2])
# Would run for minutes.
_PROGRAM = """
import threading
from localstack_harness.process import lifeline
lifeline.hold(saves=False)
print("holding", flush=True)
threading.Event().wait(300)
"""


class LifelineTest(unittest.TestCase):
    def start(self, lifeline: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM],
            env={"PYTHONPATH": _PLUGIN, "HARNESS_LIFELINE": lifeline, "PATH": os.environ["PATH"]},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        assert process.stdin and process.stdout
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stdin.close)
        self.assertEqual(process.stdout.readline(), "holding\n")
        return process

    def test_ends_the_process_when_its_standard_input_ends(self) -> None:
        process = self.start("1")
        assert process.stdin
        process.stdin.write("ignored\n")
        process.stdin.flush()
        self.assertIsNone(process.poll())
        process.stdin.close()
        self.assertEqual(process.wait(10), -signal.SIGTERM)

    def test_keeps_the_process_unless_asked_to_end_it(self) -> None:
        process = self.start("")
        assert process.stdin
        process.stdin.close()
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(0.3)


if __name__ == "__main__":
    unittest.main()
