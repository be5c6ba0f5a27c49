"""Loads a module when it is first used, not when another one imports it."""

import importlib.abc
import importlib.util
import sys
import threading
from collections.abc import Collection, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, override


def import_when_used(module: str, *, called: Collection[str] = (), annotations: Collection[str] = ()) -> None:
    """
    What is imported by its name from the module loads it, except for names that are called later, and for those that are
    used in annotations only. Without effect where it is imported already.
    """
    sys.meta_path.insert(0, _Finder(module, called, annotations))


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, module: str, called: Collection[str], annotations: Collection[str]) -> None:
        self._module = module
        self._called = called
        self._annotations = annotations

    @override
    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self._module:
            return None
        # found by the other finders
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec and spec.loader:
            spec.loader = _LateLoader(spec.loader, self._called, self._annotations)
        return spec


class _LateLoader(importlib.abc.Loader):
    def __init__(
        self, loader: importlib.abc.Loader, called: Collection[str], annotations: Collection[str]
    ) -> None:
        self._loader = loader
        self._called = called
        self._annotations = annotations
        # a module that is being loaded may ask for itself
        self._lock = threading.RLock()
        self._begun = False

    @override
    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    @override
    def exec_module(self, module: ModuleType) -> None:
        def attribute(name: str) -> Any:
            # asked for by those who look through all modules
            if name.startswith("__") and name != "__all__":
                raise AttributeError(name)
            self._load(module)
            try:
                return vars(module)[name]
            except KeyError:
                raise AttributeError(f"module {module.__name__} has no attribute {name}") from None

        def late(name: str) -> Any:
            def call(*args: Any, **named: Any) -> Any:
                self._load(module)
                return vars(module)[name](*args, **named)

            return call

        vars(module)["__getattr__"] = attribute
        vars(module).update({name: late(name) for name in self._called})
        vars(module).update(dict.fromkeys(self._annotations, Any))

    def _load(self, module: ModuleType) -> None:
        with self._lock:
            if self._begun:
                return
            self._begun = True
            try:
                self._loader.exec_module(module)
            except BaseException:
                self._begun = False
                raise

    def __getattr__(self, name: str) -> object:
        # resources and source code come from the real loader
        return getattr(self._loader, name)
