"""What LocalStack loads: see entry_points.txt in the .dist-info beside this package."""

from typing import Any

from localstack.runtime import hooks
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin


class NodeProcessRuntimeExecutorPlugin(RuntimeExecutorPlugin):
    """Selected by LAMBDA_RUNTIME_EXECUTOR=node-process."""

    name = "node-process"

    def load(self, *args: Any, **kwargs: Any) -> Any:
        from localstack_harness.functions.executor import NodeProcessExecutor

        return NodeProcessExecutor


@hooks.on_infra_start()
def install() -> None:
    from localstack_harness.functions.invocation_patches import log_where_the_function_says, pass_client_context

    pass_client_context()
    log_where_the_function_says()
