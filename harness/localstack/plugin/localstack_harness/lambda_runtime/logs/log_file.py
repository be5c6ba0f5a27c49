"""
A function's standard output and error: a file that only grows.

Node.js writes to files synchronously: what a handler logged before its response is there when the response
arrives, without a pipe to read and without a race or deadlock.
"""

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from localstack_harness.support.kept_file import KeptFile

LOG = logging.getLogger(__name__)

MAX_LINE_BYTES = 256 * 1024 - 26
"""CloudWatch Logs accepts 256 KB per message, with 26 bytes of overhead; AWS splits longer lines."""
_CONTINUATION_BYTES = range(0x80, 0xC0)
"""Bytes in UTF-8 that do not begin a character."""
_PART = 65_536
"""Bytes that are read at once."""


class LogFile:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = 0
        self._reader: KeptFile | None = None

    def open(self) -> BinaryIO:
        """For a process to append to. On a full disk, where there is no new file, its output is lost."""
        try:
            return self._path.open("ab")
        except OSError as error:
            LOG.warning("the log of a function is lost: %s", error)
            return Path(os.devnull).open("ab")

    def take(self) -> str:
        """What was written since the last call; ends with a line break, unless it is empty."""
        try:
            self._reader = self._reader or KeptFile(self._path)
        except FileNotFoundError:  # it could not be created
            return ""
        parts: list[bytes] = []
        while part := self._reader.read(_PART, self._offset):
            self._offset += len(part)
            parts.append(part)
            if len(part) < _PART:
                break
        written = b"".join(parts)
        lines = written.removesuffix(b"\n").split(b"\n") if written else []
        return "".join(f"{part}\n" for line in lines for part in _split(line))

    def read_all(self) -> str:
        return self._path.read_text(errors="replace") if self._path.exists() else ""


def _split(line: bytes) -> Iterator[str]:
    while len(line) > MAX_LINE_BYTES:
        cut = MAX_LINE_BYTES
        while line[cut] in _CONTINUATION_BYTES and cut > MAX_LINE_BYTES - 4:
            cut -= 1
        yield line[:cut].decode(errors="replace")
        line = line[cut:]
    yield line.decode(errors="replace")
