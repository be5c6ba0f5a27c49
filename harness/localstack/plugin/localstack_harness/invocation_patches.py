"""Two things that LocalStack leaves out between its Lambda service and any executor."""

from typing import Any

from localstack.services.lambda_.invocation.execution_environment import (
    ExecutionEnvironment,
)


def pass_client_context() -> None:
    """LocalStack drops what Invoke says as ClientContext before it reaches the executor."""
    original = ExecutionEnvironment.invoke

    def invoke(self: ExecutionEnvironment, invocation: Any) -> Any:
        self.runtime_executor.client_context = invocation.client_context  # type: ignore[attr-defined]
        return original(self, invocation)

    ExecutionEnvironment.invoke = invoke


def log_where_the_function_says() -> None:
    """LocalStack writes to /aws/lambda/<name> even when LoggingConfig names another log group."""
    original = ExecutionEnvironment.get_log_group_name

    def get_log_group_name(self: ExecutionEnvironment) -> str:
        return self.function_version.config.logging_config.get("LogGroup") or original(
            self
        )

    ExecutionEnvironment.get_log_group_name = get_log_group_name
