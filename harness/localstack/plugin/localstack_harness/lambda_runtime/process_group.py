"""A function's process and all that it starts, as one thing that can be killed."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# In a session of its own: what it starts can be killed with it, and Ctrl-C in a terminal does not reach it.
START_APART: dict[str, Any]
if sys.platform == "win32":
    START_APART = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
else:
    START_APART = {"start_new_session": True}


def kill_group(pid: int) -> None:
    """Kills the group led by `pid`, at once; does nothing where it has gone."""
    if sys.platform == "win32":
        taskkill = ["taskkill", "/F", "/T", "/PID", str(pid)]
        subprocess.run(taskkill, capture_output=True, check=False)
        return
    apart = list(_started_apart(pid))
    # Gone is well; macOS says "not permitted" of a group that has only zombies left.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    for other in apart:
        with contextlib.suppress(ProcessLookupError):
            os.kill(other, signal.SIGKILL)


def _started_apart(pid: int) -> Iterator[int]:
    """What `pid` started into other groups ("detached"), and what that started in turn. Linux only: elsewhere, none."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # ended meanwhile
            # pid (name, which may hold anything) state ppid ...
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    unseen = children.get(pid, [])
    while unseen:
        child = unseen.pop()
        unseen += children.get(child, [])
        yield child
