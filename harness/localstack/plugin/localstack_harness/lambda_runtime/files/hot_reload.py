"""
Hot reloading: the code of a function in the bucket `hot-reload` is a folder of this machine, its key the path.

https://docs.localstack.cloud/aws/tooling/lambda-tools/hot-reloading/
"""

import os
from pathlib import Path

_UNWATCHED = ("node_modules", ".git")
"""Too many files to look at before each invocation: what is installed there is not edited."""

type Snapshot = frozenset[tuple[str, int, int]]


def snapshot(folder: Path) -> Snapshot:
    """What an edit changes: names, times and sizes of the files, and the folders. Empty where there is no folder."""
    root = os.path.realpath(folder)
    found: set[tuple[str, int, int]] = set()
    for parent, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in _UNWATCHED]
        found.update((str(Path(parent, name)), 0, 0) for name in folders)
        for name in files:
            path = Path(parent, name)
            try:
                status = path.stat()
            except FileNotFoundError:
                continue  # removed since its folder was listed, or a link to nowhere
            found.add((str(path), status.st_mtime_ns, status.st_size))
    return frozenset(found)
