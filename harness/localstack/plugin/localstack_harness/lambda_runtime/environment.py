"""The environment variables of a function: those that AWS documents, the function's own, and none of this machine's.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
"""

import os
from collections.abc import Mapping
from pathlib import Path

from localstack_harness.lambda_runtime.node import BOOTSTRAP, Node

_SYSTEM_FOLDERS = ("/usr/local/bin", "/usr/bin", "/bin")
# Without these no process starts on Windows
_WINDOWS = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT")
# LocalStack's words with the Go program that it runs in its containers, and not there on AWS
_FOR_CONTAINERS_ONLY = (
    "AWS_LAMBDA_FUNCTION_TIMEOUT",
    "LOCALSTACK_FUNCTION_ACCOUNT_ID",
    "LOCALSTACK_MAX_PAYLOAD_SIZE",
)


def function_environment(
    *,
    given: Mapping[str, object],
    own: Mapping[str, str],
    runtime: str,
    task_root: str,
    sandbox: Path,
    node: Node,
) -> dict[str, str]:
    """`given` is LocalStack's; `own` is what the function is configured with, and wins."""
    temporary = str(sandbox / "tmp")
    if os.name == "nt":
        system = {name: os.environ[name] for name in _WINDOWS if name in os.environ}
        path = os.pathsep.join([os.path.dirname(node.path), os.environ.get("PATH", "")])
    else:
        system = {}
        path = os.pathsep.join([os.path.dirname(node.path), *_SYSTEM_FOLDERS])
    return {
        **system,
        **{
            name: str(value)
            for name, value in given.items()
            if name not in _FOR_CONTAINERS_ONLY and not name.startswith("LOCALSTACK_RUNTIME_")
        },
        "PATH": path,
        "LANG": "en_US.UTF-8",
        "NODE_PATH": task_root,
        # Not the user's: the AWS SDK would find profiles and credentials there.
        "HOME": str(sandbox),
        "USERPROFILE": str(sandbox),
        # As private as /tmp is on AWS, for whoever asks os.tmpdir().
        "TMPDIR": temporary,
        "TEMP": temporary,
        "TMP": temporary,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{runtime}",
        **own,
        "PWD": task_root,
        "LAMBDA_TASK_ROOT": task_root,
        "LAMBDA_RUNTIME_DIR": str(BOOTSTRAP.parent),
    }
