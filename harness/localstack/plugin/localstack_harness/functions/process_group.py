"""A function's process and all that it starts, as one thing that can be killed."""

import os
import signal
import subprocess
import sys
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
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(pid)], capture_output=True, check=False
        )
        return
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass  # gone; macOS says "not permitted" of a group that has only zombies left
