"""Two things that LocalStack leaves out between its Lambda service and any executor, and two that it does too long."""

from functools import cache
from typing import Any

import boto3
from localstack.services.lambda_.invocation import lambda_models
from localstack.services.lambda_.invocation.execution_environment import (
    ExecutionEnvironment,
)
from localstack.services.lambda_.invocation.lambda_service import LambdaService
from localstack.utils.patch import patch


def pass_client_context() -> None:
    """LocalStack drops what Invoke says as ClientContext before it reaches the executor."""

    @patch(ExecutionEnvironment.invoke)
    def invoke(original: Any, self: ExecutionEnvironment, invocation: Any) -> Any:
        executor: Any = self.runtime_executor
        executor.client_context = invocation.client_context
        return original(self, invocation)


def log_where_the_function_says() -> None:
    """LocalStack writes to /aws/lambda/<name> even when LoggingConfig names another log group."""

    @patch(ExecutionEnvironment.get_log_group_name)
    def get_log_group_name(original: Any, self: ExecutionEnvironment) -> Any:
        configured = self.function_version.config.logging_config.get("LogGroup")
        return configured or original(self)


def make_clients_once() -> None:
    """For each answer of GetFunction, a client of S3 would be made, which takes as long as all the rest of the answer."""

    class Clients:
        client = staticmethod(cache(boto3.client))

    lambda_models.boto3 = Clients


def stop_without_waiting_for_queues() -> None:
    """Each version looks for asynchronous invocations by requests of two seconds: LocalStack's end would wait for them."""

    @patch(LambdaService.stop)
    def stop(original: Any, self: LambdaService) -> None:
        for event_manager in self.event_managers.values():
            if event_manager.poller:
                event_manager.poller.stop()
        self.event_managers.clear()
        original(self)
