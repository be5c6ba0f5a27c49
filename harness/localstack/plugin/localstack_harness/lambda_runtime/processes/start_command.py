"""The command that starts a function."""

from collections.abc import Mapping

from localstack_harness.lambda_runtime.files.view import View
from localstack_harness.lambda_runtime.runtime import Runtime

_RUN_WRAPPER = """\
if [ ! -f "$0" ]; then echo "$0: does not exist"; exit 127; fi
if [ ! -x "$0" ]; then echo "$0: is not an executable"; exit 126; fi
exec "$0" "$@"
"""


def start_command(runtime: Runtime, view: View, memory_mb: int, variables: Mapping[str, str]) -> list[str]:
    """
    AWS_LAMBDA_EXEC_WRAPPER names a script that gets AWS's command as its arguments, and starts it.

    https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html#runtime-wrapper
    """
    command = runtime.command(view.places, memory_mb, variables)
    if wrapper := variables.get("AWS_LAMBDA_EXEC_WRAPPER"):
        command = ["/bin/sh", "-c", _RUN_WRAPPER, wrapper, *command]
    return view.enter(command)
