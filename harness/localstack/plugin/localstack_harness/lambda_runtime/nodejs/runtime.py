"""Node.js functions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from localstack_harness.lambda_runtime.files.places import Places
from localstack_harness.lambda_runtime.nodejs.node import PROGRAM, Node, command
from localstack_harness.lambda_runtime.nodejs.packages import (
    advice_on_missing_package,
    package_folders,
    packages,
)
from localstack_harness.lambda_runtime.runtime import language_folder, search_path
from localstack_harness.support.http.certificate import certificate_file


@dataclass(frozen=True)
class NodeRuntime:
    name: str
    node: Node

    @property
    def program(self) -> Path:
        return PROGRAM

    @property
    def language(self) -> Path:
        return language_folder(Path(self.node.path))

    @property
    def needs(self) -> Sequence[Path]:
        return [*package_folders(), certificate_file().parent]

    def variables(self, places: Places) -> Mapping[str, str]:
        folders = [*self._layers(places), f"{places.runtime}/node_modules", places.runtime, places.task]
        certificate = certificate_file()
        return {
            "PATH": search_path(Path(self.node.path), self.language, places),
            "NODE_PATH": ":".join(folders),
            # for requests to the addresses that LocalStack serves with TLS, such as RestApi.url
            **({"NODE_EXTRA_CA_CERTS": str(certificate)} if certificate.exists() else {}),
        }

    def command(self, places: Places, memory_mb: int, variables: Mapping[str, str]) -> list[str]:
        executable = Path(places.language) / Path(self.node.path).relative_to(self.language)
        found = packages(self.name, places.task, self._layers(places))
        options = variables.get("NODE_OPTIONS", "")
        return command(str(executable), places.runtime, memory_mb, options, found)

    def advice(self, error: bytes) -> str | None:
        return advice_on_missing_package(self.name, error)

    def _layers(self, places: Places) -> list[str]:
        version = re.sub(r"\D", "", self.name.removesuffix(".x"))
        return [f"{places.opt}/nodejs/node{version}/node_modules", f"{places.opt}/nodejs/node_modules"]
