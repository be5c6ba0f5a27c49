"""How a function sees the files of its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from localstack_harness.lambda_runtime.files.places import Places
from localstack_harness.lambda_runtime.runtime import Runtime


@dataclass(frozen=True)
class Content:
    """What this machine has of a function."""

    code: Path
    opt: Path
    """Its layers; an empty folder where it has none."""
    folder: Path
    """Of its environment alone. It has the folder `tmp`."""


class View(Protocol):
    @property
    def places(self) -> Places: ...

    @property
    def variables(self) -> Mapping[str, str]:
        """What makes up for a difference from AWS's files."""

    def enter(self, command: list[str]) -> list[str]:
        """The command that runs another one with this view."""


class MachineView:
    """The files of this machine, where they are."""

    def __init__(self, content: Content, runtime: Runtime) -> None:
        self.places = Places(str(content.code), str(content.opt), str(runtime.program), str(runtime.language))
        self.variables = {
            # not the user's: the AWS SDK would find profiles and credentials there
            "HOME": str(content.folder),
            # as private as /tmp is on AWS, for functions that ask for the folder of temporary files
            "TMPDIR": str(content.folder / "tmp"),
        }

    def enter(self, command: list[str]) -> list[str]:
        return command
