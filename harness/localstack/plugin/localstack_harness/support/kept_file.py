"""A file that is read often. Each time a file is opened or closed, Python lets another thread go first."""

import os
import weakref
from pathlib import Path


class KeptFile:
    """Open for reading as long as something refers to it."""

    def __init__(self, path: Path) -> None:
        """Raises OSError."""
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)

    def read(self, size: int, offset: int) -> bytes:
        """At most `size` bytes from `offset` on. Raises OSError."""
        return os.pread(self._file, size, offset)
