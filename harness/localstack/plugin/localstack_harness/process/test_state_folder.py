import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

_PLUGIN = str(Path(__file__).parents[2])
# Would run for minutes.
_PROGRAM = """
import threading
from localstack_harness.process import state_folder
state_folder.remove_at_end()
print("ready", flush=True)
threading.Event().wait(300)
"""
# Its standard input has ended before the busy machine starts another process.
_ORPHAN = """
import subprocess
import threading
from localstack_harness import plugin
start = subprocess.Popen
def start_late(*arguments, **options):
    threading.Event().wait(0.5)
    return start(*arguments, **options)
subprocess.Popen = start_late
plugin.end_with_starter()
threading.Event().wait(300)
"""
_WITHIN_S = 10


class StateFolderTest(unittest.TestCase):
    def setUp(self) -> None:
        self.base = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="a state ")))
        self.folder = self.base / 'state "4566"'
        (self.folder / "tmp").mkdir(parents=True)
        (self.folder / "tmp" / "mails.json").write_text("to ann@example.com")

    def start(self, folder: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM],
            env={"PYTHONPATH": _PLUGIN, "HARNESS_STATE": folder, "PATH": os.environ["PATH"]},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        assert process.stdout
        self.addCleanup(process.stdout.close)
        self.assertEqual(process.stdout.readline(), "ready\n")
        return process

    def assert_removed(self) -> None:
        deadline = time.monotonic() + _WITHIN_S
        while self.folder.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertEqual(list(self.base.iterdir()), [])

    def test_removes_the_folder_when_the_process_ends(self) -> None:
        for end in (signal.SIGTERM, signal.SIGKILL):
            with self.subTest(end.name):
                self.folder.mkdir(exist_ok=True)
                process = self.start(str(self.folder))
                self.assertTrue(self.folder.exists())
                process.send_signal(end)
                process.wait(_WITHIN_S)
                self.assert_removed()

    def test_removes_the_folder_of_a_process_whose_starter_was_killed_before(self) -> None:
        process = subprocess.run(
            [sys.executable, "-c", _ORPHAN],
            env={
                "PYTHONPATH": _PLUGIN,
                "HARNESS_STATE": str(self.folder),
                "HARNESS_LIFELINE": "1",
                "PATH": os.environ["PATH"],
            },
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )
        self.assertEqual(process.returncode, -signal.SIGTERM)
        self.assert_removed()

    def test_removes_nothing_where_no_folder_is_named(self) -> None:
        self.start("").kill()
        self.assertTrue(self.folder.exists())


if __name__ == "__main__":
    unittest.main()
