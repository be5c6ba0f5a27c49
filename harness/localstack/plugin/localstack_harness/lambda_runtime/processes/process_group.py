"""Kills a function's process together with everything it started."""

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path


def kill_group(pid: int) -> None:
    """Kills the process group led by `pid`; does nothing if it has ended."""
    detached = list(_detached(pid))
    # macOS reports "not permitted" for a group that has only zombies left
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    for other in detached:
        with contextlib.suppress(ProcessLookupError):
            os.kill(other, signal.SIGKILL)


def _detached(pid: int) -> Iterator[int]:
    """All processes that `pid` started, directly or indirectly, in any group. Empty except on Linux."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # the process has ended
            # pid (name, which may contain anything) state ppid ...
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    pending = children.get(pid, [])
    while pending:
        child = pending.pop()
        pending += children.get(child, [])
        yield child
