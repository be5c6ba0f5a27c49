"""What the executor has to know of a language."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from localstack_harness.lambda_runtime.files.places import Places


class Runtime(Protocol):
    @property
    def name(self) -> str:
        """As the function's configuration names it, such as nodejs24.x."""

    @property
    def program(self) -> Path:
        """The folder of the program that runs functions."""

    @property
    def language(self) -> Path:
        """The folder of the interpreter, its executable in a folder below."""

    @property
    def needs(self) -> Sequence[Path]:
        """Other folders of this machine that its functions read."""

    def variables(self, places: Places) -> Mapping[str, str]:
        """The environment variables that AWS sets for this language alone, and PATH."""

    def command(self, places: Places, memory_mb: int, variables: Mapping[str, str]) -> list[str]:
        """`variables` are all of the function's environment."""

    def advice(self, error: bytes) -> str | None:
        """For a function that failed with this error document: what only happens here, and the way out."""


def search_path(executable: Path, language: Path, places: Places) -> str:
    """PATH, in AWS's order."""
    folder = Path(places.language) / executable.parent.relative_to(language)
    return f"{folder}:/usr/local/bin:/usr/bin/:/bin:{places.opt}/bin"


def language_folder(executable: Path) -> Path:
    """The folder with `bin`, next to which an interpreter keeps its library."""
    return executable.parent.parent if executable.parent.name == "bin" else executable.parent
