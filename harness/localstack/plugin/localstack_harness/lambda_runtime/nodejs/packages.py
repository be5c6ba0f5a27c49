"""Where a Node.js function finds packages, and which ones come with its runtime."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

_SDK_3 = r"^@(aws-sdk|smithy)/"
_SDK_2 = r"^aws-sdk(/|$)"
_FIRST_WITH_SDK_3 = 18


@dataclass(frozen=True)
class Packages:
    """https://docs.aws.amazon.com/lambda/latest/dg/nodejs-package.html#nodejs-package-dependencies"""

    own: str
    """The folder of the function's code."""
    layers: list[str]
    """The folders of packages in its layers, the first one first."""
    provided: str
    """A pattern of the packages that come with its runtime."""
    provided_in: list[str]
    """The folders to look in for these, the first one first."""

    def as_settings(self) -> dict[str, object]:
        """As nodejs/bootstrap/types.d.ts has them."""
        return {
            "own": self.own,
            "layers": self.layers,
            "provided": self.provided,
            "providedIn": self.provided_in,
        }


def packages(runtime: str, task_root: str, layers: list[str] | None = None) -> Packages:
    return Packages(task_root, layers or [], _provided(runtime), _sdk_folders())


def _sdk_folders() -> list[str]:
    """LAMBDA_SDK_FOLDERS: the user's project, and the package of which this plugin is a part."""
    return [folder for folder in os.environ.get("LAMBDA_SDK_FOLDERS", "").split(os.pathsep) if folder]


def package_folders() -> list[Path]:
    """All in which Node.js looks for the packages of the runtime."""
    places = (parent for folder in _sdk_folders() for parent in (Path(folder), *Path(folder).parents))
    return [folder for place in places if (folder := place / "node_modules").is_dir()]


def advice_on_missing_package(runtime: str, error: bytes) -> str | None:
    """For the error document of a function that lacks a version of the AWS SDK."""
    match = re.search(rb"Cannot find (?:module|package) '(aws-sdk|@(?:aws-sdk|smithy)/[^/']+)[/']", error)
    if not match:
        return None
    name = match[1].decode()
    if not re.search(_provided(runtime), name):
        return f"{name} does not come with {runtime}, on AWS either: bundle it with the function"
    return (
        f"{name} comes with {runtime} on AWS. Here it has to be installed in the project that is deployed: "
        f"npm install --save-dev {name}"
    )


def _provided(runtime: str) -> str:
    match = re.fullmatch(r"nodejs(\d+)\.x", runtime)
    return _SDK_2 if match and int(match[1]) < _FIRST_WITH_SDK_3 else _SDK_3
