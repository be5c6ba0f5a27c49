"""
The packages that come with the runtime. They are taken from LocalStack's environment, whose other packages a function
does not see: what is missing from its bundle would fail on AWS only.
"""

import importlib.metadata
import sys
from collections.abc import Iterable, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

_NAMES = frozenset(
    ("boto3", "botocore", "dateutil", "jmespath", "s3transfer", "simplejson", "six", "urllib3")
)
_DISTRIBUTIONS = (_NAMES - {"dateutil"}) | {"python_dateutil"}


class _Finder(importlib.metadata.DistributionFinder):
    def __init__(self, folder: str) -> None:
        self._folder = [folder]

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return PathFinder.find_spec(fullname, self._folder, target) if fullname in _NAMES else None

    def find_distributions(
        self, context: importlib.metadata.DistributionFinder.Context | None = None
    ) -> Iterable[importlib.metadata.Distribution]:
        name = context.name if context else None
        if not name or name.lower().replace("-", "_") not in _DISTRIBUTIONS:
            return ()
        within = importlib.metadata.DistributionFinder.Context(name=name, path=self._folder)
        return importlib.metadata.MetadataPathFinder.find_distributions(within)


def install(folder: str) -> None:
    """After all other places: the function's own copies, and those of its layers, come first."""
    sys.meta_path.append(_Finder(folder))
