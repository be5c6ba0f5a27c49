"""
The reaper: reads "+<pid>" and "-<pid>" lines, and kills every group still on its list when the pipe ends.

LocalStack holds the other end of the pipe, which the system closes however LocalStack ends, also by SIGKILL.
The program is run by its path and without site packages, to start fast and stay small.
"""

import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))
from localstack_harness.lambda_runtime.processes.process_group import kill_group


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # only the end of the pipe ends it
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
    os.chdir("/")  # so that it keeps no folder from being unmounted
    main()
