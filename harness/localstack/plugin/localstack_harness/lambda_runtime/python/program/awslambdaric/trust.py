"""
Lets a function trust the certificate with which LocalStack serves HTTPS, whichever library makes the request. The
module `ssl` is changed when it is first imported: a function that needs none starts faster without it.
"""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any


def install(certificate: str) -> None:
    sys.meta_path.insert(0, _Finder(certificate))


class _Finder:
    def __init__(self, certificate: str) -> None:
        self._certificate = certificate

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != "ssl":
            return None
        sys.meta_path.remove(self)
        spec = PathFinder.find_spec(fullname)
        if spec and spec.loader:
            spec.loader = _Loader(spec.loader, self._certificate)  # type: ignore[assignment]  # passes the rest on
        return spec


class _Loader:
    def __init__(self, loader: Any, certificate: str) -> None:
        self._loader = loader
        self._certificate = certificate

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        created: ModuleType | None = self._loader.create_module(spec)
        return created

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        _trust(module, self._certificate)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)


def _trust(ssl: Any, certificate: str) -> None:
    load = ssl.SSLContext.load_verify_locations

    def also(method: Any) -> Any:
        def load_more(self: Any, *args: Any, **kwargs: Any) -> None:
            method(self, *args, **kwargs)
            load(self, cafile=certificate)

        return load_more

    ssl.SSLContext.load_verify_locations = also(load)
    ssl.SSLContext.load_default_certs = also(ssl.SSLContext.load_default_certs)
