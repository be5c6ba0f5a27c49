"""Mount namespaces by the programs of util-linux, which need no rights but those of a namespace for users."""

import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LOG = logging.getLogger(__name__)

_MOUNT = '"$0" -n -a -T "$1" && PWD="$2" && shift 2 && exec "$@"'


@dataclass(frozen=True)
class Namespaces:
    unshare: str
    mount: str
    first: tuple[str, ...]
    """Flags of unshare for the namespace in which to mount, as its root."""
    second: tuple[str, ...]
    """Flags of unshare for the function, as the user again."""

    def enter(self, table: Path, root: Path, folder: str, command: list[str]) -> list[str]:
        """Makes the mounts that `table` lists, and runs a command there in `folder`, with `root` as its root."""
        mounting = [self.unshare, *self.first, "/bin/sh", "-c", _MOUNT, self.mount, str(table), folder]
        return [*mounting, self.unshare, *self.second, f"--root={root}", f"--wd={folder}", *command]


@cache
def find_namespaces() -> Namespaces | None:
    """What this machine allows. None: nothing, or LAMBDA_FILES=machine asks for it."""
    if os.environ.get("LAMBDA_FILES") == "machine":
        return None
    reason = "unshare and mount of util-linux are missing"
    unshare, mount = shutil.which("unshare"), shutil.which("mount")
    for first, second in _ways() if unshare and mount else ():
        namespaces = Namespaces(unshare or "", mount or "", first, second)
        reason = _try(namespaces)
        if not reason:
            return namespaces
    LOG.info("Functions see the files of this machine where they are: %s", reason)
    return None


def _ways() -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    user, group = os.getuid(), os.getgid()
    if user == 0:
        yield ("--mount",), ()
    yield ("--map-root-user", "--mount"), ("--user", f"--map-user={user}", f"--map-group={group}")
    # util-linux before 2.36 maps no other user
    yield ("--map-root-user", "--mount"), ()


def _try(namespaces: Namespaces) -> str:
    """Why it does not work; empty if it does."""
    with tempfile.TemporaryDirectory() as folder:
        root, table = Path(folder, "root"), Path(folder, "mounts")
        root.mkdir()
        at = escaped(str(root))
        table.write_text(f"/ {at} none rbind,ro 0 0\ntmpfs {at}/var tmpfs size=1m 0 0\n")
        command = namespaces.enter(table, root, "/var", ["/bin/true"])
        tried = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    return tried.stderr.strip() or f"exit code {tried.returncode}" if tried.returncode else ""


def escaped(path: str) -> str:
    """For a line of a table of mounts, where white space separates the fields (fstab(5))."""
    return "".join(f"\\{ord(character):03o}" if character in " \t\n\\" else character for character in path)
