"""A function's standard output and error: one file that only grows.

Node.js writes to files synchronously: what a handler logged before it answered is there when the answer arrives. No pipe
to drain, no race, no deadlock.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

# CloudWatch Logs takes 256 KB a message, with 26 bytes of overhead: AWS splits longer lines.
MAX_LINE_BYTES = 256 * 1024 - 26


class LogFile:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = 0

    def open(self) -> BinaryIO:
        """For a process to append to."""
        return open(self._path, "ab")

    def take(self) -> str:
        """What was written since the last call; ends with a line break, if it is not empty."""
        with open(self._path, "rb") as file:
            file.seek(self._offset)
            written = file.read()
        self._offset += len(written)
        lines = written.removesuffix(b"\n").split(b"\n") if written else []
        return "".join(f"{part}\n" for line in lines for part in _split(line))

    def read_all(self) -> str:
        return self._path.read_text(errors="replace") if self._path.exists() else ""


def _split(line: bytes) -> Iterator[str]:
    while len(line) > MAX_LINE_BYTES:
        cut = MAX_LINE_BYTES
        while line[cut] & 0xC0 == 0x80 and cut > MAX_LINE_BYTES - 4:
            cut -= 1  # not within a character
        yield line[:cut].decode(errors="replace")
        line = line[cut:]
    yield line.decode(errors="replace")
