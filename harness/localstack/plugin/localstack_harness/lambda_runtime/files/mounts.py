"""
The paths of AWS for a function, by a mount namespace: /var/task, /opt and /var/runtime, which cannot be written to, and a
private /tmp. Linux allows it without root where users may make namespaces.
"""

import os
import pwd
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from localstack_harness.lambda_runtime.files.namespaces import Namespaces, escaped, find_namespaces
from localstack_harness.lambda_runtime.files.places import AWS, Places
from localstack_harness.lambda_runtime.files.view import Content, MachineView, View
from localstack_harness.lambda_runtime.runtime import Runtime

_TEMPORARY = Path("/tmp")  # noqa: S108 - the function's own
_USERS = Path("/etc/passwd")
_AWS_USER = "sbx_user1051:x:{uid}:{gid}::/home/sbx_user1051:/sbin/nologin"
_EMPTY = "mode=0755,size=1m"


def view_of(content: Content, runtime: Runtime) -> View:
    """The best that this machine allows."""
    namespaces = find_namespaces()
    return MountedView(content, runtime, namespaces) if namespaces else MachineView(content, runtime)


class MountedView:
    """The paths of AWS. All else is as on this machine, but for the user's home and the folders that AWS has."""

    places: Places = AWS
    variables: Mapping[str, str] = {}

    def __init__(self, content: Content, runtime: Runtime, namespaces: Namespaces) -> None:
        self._namespaces = namespaces
        self._root = content.folder / "root"
        self._root.mkdir()
        self._table = content.folder / "mounts"
        self._table.write_text("".join(_lines(content, runtime, self._root)))

    def enter(self, command: list[str]) -> list[str]:
        return self._namespaces.enter(self._table, self._root, self.places.task, command)


def _lines(content: Content, runtime: Runtime, root: Path) -> Iterable[str]:
    """Lines of a file like /etc/fstab, in the order of their mounts."""
    homes = _homes()
    hidden = [Path("/var"), Path(AWS.opt), _TEMPORARY, *homes]
    needed = _outermost(path for path in runtime.needs if path.is_dir() and _is_below(path, hidden))

    yield _bind(Path("/"), root, "rbind,ro")
    yield _tmpfs(root / "var")
    for source, place in (
        (content.code, AWS.task),
        (runtime.program, AWS.runtime),
        (runtime.language, AWS.language),
    ):
        yield _bind(source, _below(root, place), "bind,ro")
    yield _bind(content.folder / "tmp", _below(root, _TEMPORARY), "bind")
    if not _own_home() and _USERS.is_file():
        # libraries such as the AWS SDK fail where they find no home for the user; this is AWS's
        users = content.folder / "passwd"
        users.write_text(f"{_AWS_USER.format(uid=os.getuid(), gid=os.getgid())}\n{_USERS.read_text()}")
        yield _bind(users, _below(root, _USERS), "bind,ro")
    if any(_is_below(path, [Path(AWS.opt)]) for path in needed):
        # what is needed is mounted in addition to the layers
        yield _tmpfs(_below(root, AWS.opt))
        for entry in sorted(content.opt.iterdir()):
            if entry.is_dir():
                yield _bind(entry, _below(root, AWS.opt) / entry.name, "bind,ro")
    else:
        yield _bind(content.opt, _below(root, AWS.opt), "bind,ro")
    for home in homes:
        yield _tmpfs(_below(root, home))
    for path in needed:
        yield _bind(path, _below(root, path), "bind,ro")


def _homes() -> list[Path]:
    """The user's, whose profiles and credentials a function must not find: as it is set, and as it is on record."""
    homes = [Path(os.environ.get("HARNESS_USER_HOME", "/")), _own_home() or Path("/")]
    hidden = [Path("/var"), Path(AWS.opt), _TEMPORARY]
    return _outermost(
        home for home in homes if home.is_dir() and home != Path("/") and not _is_below(home, hidden)
    )


def _own_home() -> Path | None:
    """As the system has it on record. In a container, a user may have no record."""
    try:
        return Path(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError:
        return None


def _bind(source: Path, place: Path, options: str) -> str:
    # a user may not mount it with more than its file system allows; without a source, the mount says so
    forbidden = source.exists() and os.statvfs(source).f_flag & os.ST_NOEXEC
    options += ",nosuid,nodev,X-mount.mkdir"
    return _line(str(source), place, "none", f"{options},noexec" if forbidden else options)


def _tmpfs(place: Path) -> str:
    return _line("tmpfs", place, "tmpfs", f"{_EMPTY},nosuid,nodev")


def _line(source: str, place: Path, kind: str, options: str) -> str:
    return f"{escaped(source)} {escaped(str(place))} {kind} {options} 0 0\n"


def _below(root: Path, path: Path | str) -> Path:
    return root / Path(path).relative_to("/")


def _is_below(path: Path, folders: Sequence[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def _outermost(paths: Iterable[Path]) -> list[Path]:
    """Without those that are in another one."""
    found: list[Path] = []
    for path in sorted(set(paths)):
        if not _is_below(path, found):
            found.append(path)
    return found
