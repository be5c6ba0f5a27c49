"""How much memory a function's process uses. Exact on Linux; elsewhere what psutil can tell, and no limit."""

import sys
from pathlib import Path

import psutil


def _status(pid: int, field: str) -> int | None:
    """A field of /proc/<pid>/status, in MB."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1]) // 1024
    except OSError:
        pass  # the process has ended
    return None


def peak_mb(pid: int) -> int:
    """The most it ever used; 0 if it has ended before it was asked."""
    if sys.platform == "linux":
        return _status(pid, "VmHWM") or 0
    try:
        return int(psutil.Process(pid).memory_info().rss) // 2**20
    except psutil.Error:
        return 0


def allocated_mb(pid: int) -> int | None:
    """What it allocated itself, without the program's own pages, which AWS counts only in part. None: unknown."""
    return _status(pid, "RssAnon") if sys.platform == "linux" else None
