"""Ensures that no function outlives LocalStack."""

import atexit
import contextlib
import subprocess
import sys
import threading
from pathlib import Path

_PROGRAM = Path(__file__).with_name("reaper_main.py")


class Reaper:
    """Starts its helper process with the first function, and again if the helper was killed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._groups: set[int] = set()
        self._helper: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    def watch(self, pid: int) -> None:
        with self._lock:
            self._groups.add(pid)
            self._send(f"+{pid}\n")

    def forget(self, pid: int) -> None:
        """To be called as soon as the group has ended: the system may give its number to another process."""
        with self._lock:
            self._groups.discard(pid)
            if self._helper:
                self._send(f"-{pid}\n")

    def close(self) -> None:
        """Lets the helper kill the remaining groups, and waits for it."""
        helper, self._helper = self._helper, None
        if helper and helper.stdin:
            with contextlib.suppress(BrokenPipeError):  # the helper was killed
                helper.stdin.close()
            helper.wait()

    def _send(self, line: str) -> None:
        if self._helper is None:
            self._start()
        elif not self._write(line):
            self.close()
            self._start()

    def _start(self) -> None:
        self._helper = subprocess.Popen(
            [sys.executable, "-I", "-S", str(_PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={},
            start_new_session=True,
        )
        self._write("".join(f"+{pid}\n" for pid in self._groups))

    def _write(self, text: str) -> bool:
        assert self._helper and self._helper.stdin
        try:
            self._helper.stdin.write(text.encode())
            self._helper.stdin.flush()
        except OSError:
            return False
        return True


REAPER = Reaper()
