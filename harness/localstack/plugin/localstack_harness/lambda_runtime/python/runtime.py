"""Python functions."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from localstack_harness.lambda_runtime.files.places import Places
from localstack_harness.lambda_runtime.python.interpreter import Interpreter
from localstack_harness.lambda_runtime.runtime import language_folder, search_path
from localstack_harness.support.http.certificate import certificate_file

PROGRAM = Path(__file__).with_name("program")


@dataclass(frozen=True)
class PythonRuntime:
    name: str
    interpreter: Interpreter

    @property
    def program(self) -> Path:
        return PROGRAM

    @property
    def language(self) -> Path:
        return language_folder(self.interpreter.path)

    @property
    def minor(self) -> int:
        """That of the version which the function asks for."""
        return int(self.name.rpartition(".")[2])

    @property
    def needs(self) -> Sequence[Path]:
        return [Path(self.interpreter.packages), certificate_file().parent]

    def variables(self, places: Places) -> Mapping[str, str]:
        return {
            "PATH": search_path(self.interpreter.path, self.language, places),
            "PYTHONPATH": places.runtime,
        }

    def command(self, places: Places, _memory_mb: int, _variables: Mapping[str, str]) -> list[str]:
        executable = Path(places.language) / self.interpreter.path.relative_to(self.language)
        layers = f"{places.opt}/python"
        certificate = certificate_file()
        settings = {
            "layers": [f"{layers}/lib/python3.{self.minor}/site-packages", layers],
            "packages": self.interpreter.packages,
            "certificate": str(certificate) if certificate.exists() else None,
        }
        program = f"{places.runtime}/bootstrap.py"
        return [str(executable), "-s", "-S", "-u", program, json.dumps(settings)]

    def advice(self, error: bytes) -> str | None:
        """A package with compiled parts is for one version of Python."""
        given = self.interpreter.minor
        if given == self.minor or not re.search(rb'"errorType": ?"Runtime\.ImportModuleError"', error):
            return None
        return (
            f"The function asks for {self.name}, and runs on Python 3.{given}. If a package in its bundle has compiled "
            f"parts, bundle it for python3.{given}, or use LocalStack's container: TARGET=container"
        )
