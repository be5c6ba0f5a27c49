import os
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

from localstack_harness.lambda_runtime.processes.process_group import kill_group
from localstack_harness.lambda_runtime.processes.reaper import Reaper

_PLUGIN = str(Path(__file__).parents[3])
# Starts a process in a separate group, watches it, prints its id, and keeps running.
_PROGRAM = """
import subprocess, sys, threading
from localstack_harness.lambda_runtime.processes.reaper import REAPER
command = [sys.executable, "-c", "import threading; threading.Event().wait(300)"]
child = subprocess.Popen(command, start_new_session=True)
REAPER.watch(child.pid)
print(child.pid, flush=True)
threading.Event().wait(300)
"""


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return state != "Z"
    except FileNotFoundError:
        return Path("/proc").exists() is False and _signalled(pid)


def _signalled(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def ended(pid: int, within_s: float = 10) -> bool:
    deadline = time.monotonic() + within_s
    while runs(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not runs(pid)


def sleeper() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-S", "-c", "import threading; threading.Event().wait(300)"], start_new_session=True
    )


class ReaperTest(unittest.TestCase):
    def test_kills_the_remaining_groups_when_its_owner_is_killed(self) -> None:
        owner = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM], env={"PYTHONPATH": _PLUGIN}, stdout=subprocess.PIPE, text=True
        )
        assert owner.stdout
        self.addCleanup(owner.stdout.close)
        child = int(owner.stdout.readline())
        self.addCleanup(kill_group, child)
        self.assertTrue(runs(child))
        owner.send_signal(signal.SIGKILL)
        owner.wait()
        self.assertTrue(ended(child))

    def test_spares_a_forgotten_group(self) -> None:
        reaper, kept, killed = Reaper(), sleeper(), sleeper()
        for process in (kept, killed):
            self.addCleanup(process.wait)
            self.addCleanup(kill_group, process.pid)
            reaper.watch(process.pid)
        reaper.forget(kept.pid)
        reaper.close()
        self.assertEqual(killed.wait(10), -signal.SIGKILL)
        self.assertIsNone(kept.poll())

    def test_continues_if_its_helper_is_killed(self) -> None:
        reaper, first, second = Reaper(), sleeper(), sleeper()
        for process in (first, second):
            self.addCleanup(process.wait)
            self.addCleanup(kill_group, process.pid)
        reaper.watch(first.pid)
        assert reaper._helper
        reaper._helper.kill()
        reaper._helper.wait()
        reaper.watch(second.pid)
        reaper.close()
        self.assertEqual((first.wait(10), second.wait(10)), (-signal.SIGKILL, -signal.SIGKILL))

    @unittest.skipUnless(sys.platform == "linux", "found by /proc")
    def test_kills_detached_processes_of_a_group(self) -> None:
        program = (
            "import subprocess, sys;"
            "command = [sys.executable, '-S', '-c', 'import threading; threading.Event().wait(300)'];"
            "child = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL);"
            "print(child.pid, flush=True); sys.stdin.read()"
        )
        parent = subprocess.Popen(
            [sys.executable, "-S", "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert parent.stdin and parent.stdout
        self.addCleanup(parent.stdin.close)
        self.addCleanup(parent.stdout.close)
        child = int(parent.stdout.readline())
        self.addCleanup(kill_group, child)
        kill_group(parent.pid)
        parent.wait(10)
        self.assertTrue(ended(child))

    def test_accepts_a_group_that_has_ended(self) -> None:
        process = sleeper()
        kill_group(process.pid)
        process.wait()
        kill_group(process.pid)


if __name__ == "__main__":
    unittest.main()
