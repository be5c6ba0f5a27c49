"""
The files of a kept state. `index.json` names those that belong together; another one replaces it in one step, so that
LocalStack may be killed at any moment.
"""

import hashlib
import json
import os
import uuid
from collections.abc import Collection, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

import localstack_harness

_INDEX = "index.json"
_PRIVATE_FOLDER = 0o700


class Index(TypedDict):
    release: str
    services: dict[str, str]
    """The file of each service."""


def keep_folder() -> "KeepFolder | None":
    """Where this LocalStack keeps its state: HARNESS_KEEP names it."""
    path = os.environ.get("HARNESS_KEEP")
    return KeepFolder(Path(path)) if path else None


class KeepFolder:
    def __init__(self, path: Path) -> None:
        self.path = path

    def create(self) -> None:
        self.path.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)

    @property
    def objects(self) -> Path:
        """The folder with the bodies of S3 objects."""
        return self.path / "objects"

    def index(self) -> Index | None:
        try:
            index: Index = json.loads((self.path / _INDEX).read_text())
        except FileNotFoundError:
            return None
        return index

    def read(self, file: str) -> bytes:
        return (self.path / file).read_bytes()

    def write(self, contents: Mapping[str, bytes], loaded: set[str]) -> None:
        """
        Replaces the files of some services.

        `loaded` are all that have a state; others are forgotten.
        """
        before = self.index()
        kept = before["services"] if before and before["release"] == release() else {}
        files = {name: file for name, file in kept.items() if name in loaded and name not in contents}
        for name, content in contents.items():
            files[name] = f"{name}-{uuid.uuid4().hex}"
            (self.path / files[name]).write_bytes(content)
        draft = self.path / f"{_INDEX}.{os.getpid()}"
        draft.write_text(json.dumps(Index(release=release(), services=files)))
        draft.replace(self.path / _INDEX)
        remove_others(self.path, {_INDEX, self.objects.name, *files.values()})


def remove_others(folder: Path, needed: Collection[str]) -> None:
    for path in folder.iterdir():
        if path.name not in needed:
            path.unlink()


@cache
def release() -> str:
    """Of LocalStack and this plugin: what one has kept, another may not understand."""
    digest = hashlib.sha256(version("localstack-core").encode())
    root = Path(localstack_harness.__file__).parent
    for file in sorted(root.rglob("*.py")):
        if not file.name.startswith("test_"):
            digest.update(file.read_bytes())
    return digest.hexdigest()
