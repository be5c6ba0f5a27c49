"""The memory of a function's process: exact on Linux; elsewhere what psutil reports, and no limit."""

import os
from pathlib import Path

import psutil

_HAS_PROC = Path("/proc/self/status").exists()


def peak_mb(pid: int) -> int:
    """The most it ever used; 0 if the process has ended."""
    if _HAS_PROC:
        return _status(pid, "VmHWM") or 0
    try:
        return int(psutil.Process(pid).memory_info().rss) // 2**20
    except psutil.Error:
        return 0


def allocated_mb(pid: int) -> int | None:
    """What it allocated, without the pages of the program file, which AWS counts in part. None: unknown."""
    return _status(pid, "RssAnon") if _HAS_PROC else None


def _status(pid: int, field: str) -> int | None:
    """A field of /proc/<pid>/status, in MB. None if the process has ended."""
    try:
        # unbuffered and as bytes: this runs twenty times a second for each invocation
        file = os.open(f"/proc/{pid}/status", os.O_RDONLY)
        try:
            status = os.read(file, 4096)
        finally:
            os.close(file)
    except OSError:
        return None
    _, found, rest = status.partition(f"\n{field}:".encode())
    return int(rest.split(None, 1)[0]) // 1024 if found else None
