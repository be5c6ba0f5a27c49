"""The reaper: reads "+<pid>" and "-<pid>" lines, and when the pipe ends kills every group that is still on its list.

LocalStack holds the other end of the pipe. The system closes it however LocalStack dies, also by SIGKILL.
Run by its path, without the site packages: it must start fast and stay small.
"""

import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from localstack_harness.lambda_runtime.process_group import kill_group


def main() -> None:
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)  # only the end of the pipe ends it
    groups: set[int] = set()
    for line in sys.stdin:
        pid = int(line[1:])
        if line.startswith("+"):
            groups.add(pid)
        else:
            groups.discard(pid)
    for pid in groups:
        kill_group(pid)


if __name__ == "__main__":
    os.chdir(os.path.abspath(os.sep))  # holds no folder that somebody wants to remove
    main()
