"""
Patches a LocalStack module when LocalStack imports it. LocalStack loads a service when it is first used;
importing all patched services at the start would double the start time.
"""

import importlib.abc
import importlib.util
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import override

type Patch = Callable[[], None]

_pending: dict[str, list[Patch]] = {}


def when_imported(module: str, patch: Patch) -> None:
    """Calls `patch` once: after `module` is imported, or now if it is imported already."""
    if module in sys.modules:
        patch()
        return
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
    _pending.setdefault(module, []).append(patch)


class _Finder(importlib.abc.MetaPathFinder):
    @override
    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        patches = _pending.pop(name, None)
        if not patches:
            return None
        # found by the other finders: the module is no longer pending
        spec = importlib.util.find_spec(name)
        if spec and spec.loader:
            spec.loader = _PatchingLoader(spec.loader, patches)
        return spec


class _PatchingLoader(importlib.abc.Loader):
    def __init__(self, loader: importlib.abc.Loader, patches: list[Patch]) -> None:
        self._loader = loader
        self._patches = patches

    @override
    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    @override
    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        for patch in self._patches:
            patch()

    def __getattr__(self, name: str) -> object:
        # resources and source code come from the real loader
        return getattr(self._loader, name)
