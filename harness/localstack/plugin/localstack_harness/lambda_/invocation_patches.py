"""Patches between LocalStack's Lambda service and its executors."""

from functools import cache
from typing import IO, Any

import boto3
from localstack import config
from localstack.aws.connect import connect_to
from localstack.constants import AWS_REGION_US_EAST_1
from localstack.services.lambda_.invocation import lambda_models
from localstack.services.lambda_.invocation.execution_environment import ExecutionEnvironment
from localstack.services.lambda_.invocation.lambda_models import Invocation, InvocationResult, S3Code
from localstack.services.lambda_.invocation.lambda_service import LambdaService

from localstack_harness.support.patching import Original, patch, replace

_CHUNK = 1_048_576
"""Bytes of a function's code that are read at once."""


def install() -> None:
    pass_client_context()
    use_configured_log_group()
    share_clients()
    stop_without_waiting_for_queues()


def pass_client_context() -> None:
    """LocalStack drops the ClientContext of Invoke before it reaches the executor."""

    @patch(ExecutionEnvironment.invoke)
    def invoke(original: Original, self: ExecutionEnvironment, invocation: Invocation) -> InvocationResult:
        executor: Any = self.runtime_executor
        executor.client_context = invocation.client_context
        result: InvocationResult = original(self, invocation)
        return result


def use_configured_log_group() -> None:
    """LocalStack writes to /aws/lambda/<name> even if LoggingConfig names another log group."""

    @patch(ExecutionEnvironment.get_log_group_name)
    def get_log_group_name(original: Original, self: ExecutionEnvironment) -> str:
        return self.function_version.config.logging_config.get("LogGroup") or str(original(self))


def share_clients() -> None:
    """LocalStack creates an S3 client for each response of GetFunction, which takes half of its time."""

    class Clients:
        client = staticmethod(cache(boto3.client))

    replace(lambda_models, "boto3", Clients)


def read_code_by_one_request() -> None:
    """LocalStack reads a function's code by boto3's transfers: a request for its size, and threads for its parts."""

    def download(self: S3Code, target_file: IO[bytes]) -> None:
        client = connect_to(
            region_name=AWS_REGION_US_EAST_1, aws_access_key_id=config.INTERNAL_RESOURCE_ACCOUNT
        ).s3
        version: Any = {"VersionId": self.s3_object_version} if self.s3_object_version else {}
        body = client.get_object(Bucket=self.s3_bucket, Key=self.s3_key, **version)["Body"]
        for chunk in body.iter_chunks(_CHUNK):
            target_file.write(chunk)
        target_file.flush()

    replace(S3Code, "_download_archive_to_file", download)


def stop_without_waiting_for_queues() -> None:
    """Each version polls for asynchronous invocations in requests of two seconds, which delay the stop."""

    @patch(LambdaService.stop)
    def stop(original: Original, self: LambdaService) -> None:
        event_managers: Any = self.event_managers  # LocalStack annotates it as the class of dictionaries
        for event_manager in event_managers.values():
            if event_manager.poller:
                event_manager.poller.stop()
        event_managers.clear()
        original(self)
