"""
A function's environment variables: those that AWS documents and the function's own, none of this machine's.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
"""

import os
from collections.abc import Mapping
from pathlib import Path

from localstack_harness.lambda_runtime.nodejs.node import BOOTSTRAP, Node

_SYSTEM_FOLDERS = ("/usr/local/bin", "/usr/bin", "/bin")
# LocalStack passes these to the Go program in its containers; AWS has none of them
_FOR_CONTAINERS_ONLY = (
    "AWS_LAMBDA_FUNCTION_TIMEOUT",
    "LOCALSTACK_FUNCTION_ACCOUNT_ID",
    "LOCALSTACK_MAX_PAYLOAD_SIZE",
)


def environment_variables(  # noqa: PLR0913 - all by name
    *,
    given: Mapping[str, object],
    own: Mapping[str, str],
    runtime: str,
    task_root: str,
    sandbox: Path,
    node: Node,
) -> dict[str, str]:
    """`given` comes from LocalStack; `own` is the function's configuration, and takes precedence."""
    return {
        **{
            name: str(value)
            for name, value in given.items()
            if name not in _FOR_CONTAINERS_ONLY and not name.startswith("LOCALSTACK_RUNTIME_")
        },
        "PATH": os.pathsep.join([str(Path(node.path).parent), *_SYSTEM_FOLDERS]),
        "LANG": "en_US.UTF-8",
        "NODE_PATH": task_root,
        # not the user's: the AWS SDK would find profiles and credentials there
        "HOME": str(sandbox),
        # as private as /tmp is on AWS, for functions that call os.tmpdir()
        "TMPDIR": str(sandbox / "tmp"),
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{runtime}",
        **own,
        "PWD": task_root,
        "LAMBDA_TASK_ROOT": task_root,
        "LAMBDA_RUNTIME_DIR": str(BOOTSTRAP.parent),
    }
