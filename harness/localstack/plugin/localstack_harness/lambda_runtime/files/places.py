"""Where a function finds what: the paths of AWS, or those of this machine that stand for them."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Places:
    task: str
    """Its code."""
    opt: str
    """Its layers, one over the other."""
    runtime: str
    """The program that runs it."""
    language: str
    """The folder of its interpreter."""

    def translate(self, paths: str) -> str:
        """A variable of paths that the function's configuration sets by the names of AWS."""
        ours = {"/var/task": self.task, "/opt": self.opt}
        return re.sub(r"(?<![^:=\s])(/var/task|/opt)(?![^:/\s])", lambda match: ours[match[1]], paths)


AWS = Places("/var/task", "/opt", "/var/runtime", "/var/lang")
