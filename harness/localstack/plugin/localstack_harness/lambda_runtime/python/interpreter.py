"""The Python that runs the functions: the one on which LocalStack runs, without LocalStack's packages."""

import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path


@dataclass(frozen=True)
class Interpreter:
    path: Path
    minor: int
    packages: str
    """The folder of the packages that come with the runtime, among others."""


def find_interpreter() -> Interpreter:
    # of a virtual environment, it is the one below
    path = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    boto3 = find_spec("boto3")
    assert boto3 and boto3.origin, "LocalStack needs it too"
    return Interpreter(path, sys.version_info.minor, str(Path(boto3.origin).parents[1]))
