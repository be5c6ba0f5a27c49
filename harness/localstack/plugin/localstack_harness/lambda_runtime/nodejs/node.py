"""The Node.js that runs the functions, and its flags."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from localstack_harness.lambda_runtime.nodejs.packages import Packages

PROGRAM = Path(__file__).with_name("bootstrap")


class NodeNotFoundError(Exception):
    pass


@dataclass(frozen=True)
class Node:
    path: str
    major: int


@cache
def find_node() -> Node:
    """The Node.js of LAMBDA_NODE_BIN, or else of the PATH. Raises NodeNotFoundError if none works."""
    path = os.environ.get("LAMBDA_NODE_BIN") or shutil.which("node")
    if not path:
        raise NodeNotFoundError("no node.js found: put `node` on the PATH or set LAMBDA_NODE_BIN to its path")
    try:
        version = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise NodeNotFoundError(
            f"{path} does not run: set LAMBDA_NODE_BIN to the path of a node.js"
        ) from error
    match = re.match(r"v(\d+)", version)
    if not match:
        raise NodeNotFoundError(
            f"{path} --version returned {version.strip()!r}: set LAMBDA_NODE_BIN to a node.js"
        )
    return Node(os.path.realpath(path), int(match.group(1)))


def command(
    executable: str, program: str, memory_size_mb: int, node_options: str, packages: Packages
) -> list[str]:
    """
    `program` is the folder of the program as the function sees it.

    The flags are those of AWS's start script: a tenth of the memory for young objects and the rest for old ones,
    unless the function's NODE_OPTIONS set sizes.
    """
    settings = urlencode({"packages": json.dumps(packages.as_settings())})
    flags = [
        "--max-http-header-size=81920",
        f"--import={Path(program, 'preload/preload.mjs').as_uri()}?{settings}",
    ]
    if not re.search(r"--max[-_](semi|old)[-_]space[-_]size", node_options):
        young = memory_size_mb // 10
        flags += [
            f"--max-semi-space-size={max(1, young // 2)}",
            f"--max-old-space-size={memory_size_mb - young}",
        ]
    return [executable, *flags, f"{program}/index.mjs"]
