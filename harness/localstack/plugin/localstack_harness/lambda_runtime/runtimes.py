"""Which functions this executor runs, and on what."""

import logging
import re
from functools import cache

from localstack_harness.lambda_runtime.nodejs.node import NodeNotFoundError, find_node
from localstack_harness.lambda_runtime.nodejs.runtime import NodeRuntime
from localstack_harness.lambda_runtime.python.interpreter import find_interpreter
from localstack_harness.lambda_runtime.python.runtime import PythonRuntime
from localstack_harness.lambda_runtime.runtime import Runtime

LOG = logging.getLogger(__name__)


class UnsupportedRuntimeError(Exception):
    pass


def find_runtime(name: str | None, package_type: str) -> Runtime:
    """Raises UnsupportedRuntimeError, whose message has the way out."""
    if package_type == "Zip" and name and re.fullmatch(r"nodejs\d+\.x", name):
        try:
            return NodeRuntime(name, find_node())
        except NodeNotFoundError as error:
            raise UnsupportedRuntimeError(str(error)) from error
    if package_type == "Zip" and name and re.fullmatch(r"python3\.\d+", name):
        return PythonRuntime(name, find_interpreter())
    what = f"the runtime {name}" if package_type == "Zip" else "a container image"
    raise UnsupportedRuntimeError(
        f"the function has {what}. The embedded LocalStack runs zip packages with Node.js or Python, as processes of "
        "this machine; run this function in LocalStack's container: TARGET=container"
    )


@cache
def warn_of_version(name: str) -> None:
    """Says once for each version that functions get another one."""
    runtime = find_runtime(name, "Zip")
    given = (
        f"Node.js {runtime.node.major}"
        if isinstance(runtime, NodeRuntime)
        else f"Python 3.{find_interpreter().minor}"
    )
    if re.sub(r"\D", "", name.removesuffix(".x")) != re.sub(r"\D", "", given):
        LOG.warning("Functions with the runtime %s run on %s", name, given)
