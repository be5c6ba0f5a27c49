"""Patches a module of LocalStack's when LocalStack itself imports it: services are loaded when they are first used, and
importing them all at the start would double its time."""

import importlib.abc
import importlib.util
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_pending: dict[str, list[Callable[[], None]]] = {}


def when_imported(module: str, patch: Callable[[], None]) -> None:
    """Calls `patch` once: after `module` is imported, or now if it is already."""
    if module in sys.modules:
        patch()
        return
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
    _pending.setdefault(module, []).append(patch)


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        patches = _pending.pop(name, None)
        if not patches:
            return None
        spec = importlib.util.find_spec(name)  # by the other finders: it is pending no more
        if spec and spec.loader:
            spec.loader = _PatchingLoader(spec.loader, patches)
        return spec


class _PatchingLoader(importlib.abc.Loader):
    def __init__(self, loader: Any, patches: list[Callable[[], None]]) -> None:
        self._loader = loader
        self._patches = patches

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        module: ModuleType | None = self._loader.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        for patch in self._patches:
            patch()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)  # resources, sources: all the rest is the real loader's
