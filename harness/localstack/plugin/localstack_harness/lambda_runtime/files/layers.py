"""
The layers of a function in one folder, as AWS extracts them to /opt: a file of a later layer replaces the same file of
an earlier one. https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
"""

import hashlib
import os
import shutil
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layer:
    arn: str
    """Of its version."""
    folder: Path


class LayerFolders:
    """The folders are shared by all functions with the same layers, and removed with the last of these functions."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users: dict[Path, set[str]] = {}

    def of(self, user: str, layers: Sequence[Layer]) -> Path:
        if len(layers) == 1:
            return layers[0].folder
        with self._lock:
            names = "\n".join(f"{layer.arn} {layer.folder}" for layer in layers)
            digest = hashlib.sha256(names.encode()).hexdigest()
            folder = Path(tempfile.gettempdir(), "lambda", "layers", digest)
            if not folder.exists():
                _merge([layer.folder for layer in layers], folder)
            self._users.setdefault(folder, set()).add(user)
            return folder

    def release(self, user: str) -> None:
        with self._lock:
            for folder, users in list(self._users.items()):
                users.discard(user)
                if not users:
                    del self._users[folder]
                    shutil.rmtree(folder, ignore_errors=True)


def _merge(sources: Sequence[Path], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # next to the target, so that it appears there complete
    draft = Path(tempfile.mkdtemp(dir=target.parent))
    try:
        for source in sources:
            _add(source, draft)
        draft.rename(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _add(source: Path, target: Path) -> None:
    for entry in os.scandir(source):
        place = target / entry.name
        if entry.is_dir(follow_symlinks=False):
            if place.is_symlink() or place.is_file():
                place.unlink()
            place.mkdir(exist_ok=True)
            _add(Path(entry.path), place)
            continue
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)
        # a link, not a copy: layers may be large, and nothing writes to them
        os.link(entry.path, place, follow_symlinks=False)
