"""The memory of a function's process: exact on Linux; elsewhere what psutil reports, and no limit."""

from pathlib import Path

import psutil

from localstack_harness.support.kept_file import KeptFile

_HAS_PROC = Path("/proc/self/status").exists()


class ProcessMemory:
    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._status = KeptFile(Path(f"/proc/{pid}/status")) if _HAS_PROC else None

    def peak_mb(self) -> int:
        """The most it ever used; 0 if the process has ended."""
        if self._status:
            return self._field("VmHWM") or 0
        try:
            return int(psutil.Process(self._pid).memory_info().rss) // 2**20
        except psutil.Error:
            return 0

    def allocated_mb(self) -> int | None:
        """What it allocated, without the pages of the program file, which AWS counts in part. None: unknown."""
        return self._field("RssAnon")

    def _field(self, name: str) -> int | None:
        """Of /proc/<pid>/status, in MB. None if the process has ended."""
        if not self._status:
            return None
        try:
            status = self._status.read(4096, 0)
        except OSError:
            return None
        _, found, rest = status.partition(f"\n{name}:".encode())
        return int(rest.split(None, 1)[0]) // 1024 if found else None
