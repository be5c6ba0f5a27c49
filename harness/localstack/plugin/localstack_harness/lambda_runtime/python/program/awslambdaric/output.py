"""
Standard output and error are files. On a full disk the function loses its log, and continues: on AWS its log
cannot make it fail, and what it did would be done again.
"""

import io
import os
import sys
from typing import Any, override


def install() -> None:
    sys.stdout = _stream(1)
    sys.stderr = _stream(2)


def _stream(file: int) -> io.TextIOWrapper:
    # as with the interpreter's option -u: nothing is left in a buffer when the process ends
    raw: Any = _Output(file)
    return io.TextIOWrapper(raw, "utf-8", "backslashreplace", write_through=True)


class _Output(io.RawIOBase):
    def __init__(self, file: int) -> None:
        self._file = file

    @override
    def fileno(self) -> int:
        return self._file

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, text: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        rest = memoryview(text)
        try:
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError:
            pass
        return len(text)
