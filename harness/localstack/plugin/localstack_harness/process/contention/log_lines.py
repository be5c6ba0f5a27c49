"""
Writes LocalStack's log some lines at once, in another thread. A log handler holds its lock while it writes a line: each thread
that logs meanwhile waits for that, and for its turn again.
"""

import logging
import os
import threading
import time
from collections import deque
from contextlib import suppress
from queue import SimpleQueue
from typing import TextIO, override

_EVERY_S = 0.05


class LineHandler(logging.StreamHandler[TextIO]):
    """Like a StreamHandler. It writes lines up to 50 ms later, but warnings and errors at once."""

    def __init__(self, handler: logging.StreamHandler[TextIO]) -> None:
        super().__init__(handler.stream)
        self.setLevel(handler.level)
        self.setFormatter(handler.formatter)
        for each in handler.filters:
            self.addFilter(each)
        self._lines: deque[str] = deque()
        # the garbage collector may call what logs in the middle of this handler: nothing here waits for its own thread
        self._is_due = False
        self._due: SimpleQueue[None] = SimpleQueue()
        self._writing = threading.RLock()
        os.register_at_fork(after_in_child=self._forget)
        threading.Thread(target=self._write_often, daemon=True, name="log-lines").start()

    @override
    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._lines.append(self.format(record) + self.terminator)
        except Exception:  # noqa: BLE001 - as the base class does
            self.handleError(record)
        if record.levelno >= logging.WARNING:
            self.flush()
        elif not self._is_due:
            self._is_due = True
            self._due.put(None)

    @override
    def flush(self) -> None:
        """Also called by logging.shutdown()."""
        with self._writing:
            lines: list[str] = []
            with suppress(IndexError):
                while True:
                    lines.append(self._lines.popleft())
            if lines:
                # on a full disk they are lost: there is no other place for them, nor for the error
                with suppress(OSError):
                    self.stream.write("".join(lines))
                    self.stream.flush()

    def _write_often(self) -> None:
        while True:
            self._due.get()
            time.sleep(_EVERY_S)
            self._is_due = False
            self.flush()

    def _forget(self) -> None:
        """In a copy of the process: these lines are the original's, and no thread holds the lock."""
        self._lines.clear()
        self._writing = threading.RLock()


def install() -> None:
    handlers = logging.root.handlers
    handlers[:] = [LineHandler(each) if type(each) is logging.StreamHandler else each for each in handlers]
