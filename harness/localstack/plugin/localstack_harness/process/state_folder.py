"""HARNESS_STATE names the folder with LocalStack's files. It is removed when LocalStack ends, also by SIGKILL."""

import os
import subprocess

# Its standard input ends with LocalStack. Functions may write a last file while it removes the first.
_REMOVE_AT_END = """
trap "" HUP INT TERM
while read -r _; do :; done
rm -rf "$0" || { sleep 1; rm -rf "$0"; }
"""

_helpers: list[subprocess.Popen[bytes]] = []


def remove_at_end() -> None:
    folder = os.environ.get("HARNESS_STATE")
    if not folder:
        return
    _helpers.append(
        subprocess.Popen(
            ["/bin/sh", "-c", _REMOVE_AT_END, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            # the harness waits for every process whose files are in the folder before it reuses that
            env={"HOME": f"{folder}/home", "PATH": os.defpath},
            start_new_session=True,
        )
    )
