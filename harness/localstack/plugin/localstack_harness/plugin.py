"""What LocalStack loads: see entry_points.txt in the .dist-info beside this package."""

from typing import Any

from localstack.runtime import hooks
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin

from localstack_harness.calls.calls import CALLS
from localstack_harness.process import garbage, lifeline, loopback, prompt_exit
from localstack_harness.support.late_patch import when_imported


class NodeProcessRuntimeExecutorPlugin(RuntimeExecutorPlugin):
    """Selected by LAMBDA_RUNTIME_EXECUTOR=node-process."""

    name = "node-process"

    def load(self, *args: Any, **kwargs: Any) -> Any:
        from localstack_harness.lambda_runtime.executor import NodeProcessExecutor

        return NodeProcessExecutor


@hooks.on_runtime_create()
def hold_the_lifeline() -> None:
    lifeline.hold()


@hooks.on_runtime_create()
def listen_where_told() -> None:
    loopback.listen_where_told()


@hooks.on_infra_ready()
def collect_garbage_seldom() -> None:
    garbage.collect_seldom()


@hooks.on_infra_shutdown()
def end_promptly() -> None:
    prompt_exit.end_when_stopped()


@hooks.on_infra_start()
def install() -> None:
    from localstack.aws import handlers

    from localstack_harness import control_api
    from localstack_harness.apigateway import request_bodies
    from localstack_harness.calls import handlers as call_handlers
    from localstack_harness.faults import handlers as fault_handlers
    from localstack_harness.process import internal_calls, name_lookups

    name_lookups.skip_s3_dns_check()
    request_bodies.leave_to_services()
    internal_calls.share_parsers()
    control_api.install()
    if CALLS.kept:
        handlers.serve_custom_service_request_handlers.append(call_handlers.note_beginning)
        handlers.run_custom_response_handlers.append(call_handlers.record_call)
    handlers.serve_custom_service_request_handlers.append(fault_handlers.meet_service_call)
    when_imported("localstack.services.stepfunctions.provider", _patch_step_functions)
    when_imported("localstack.services.lambda_.invocation.lambda_service", _patch_lambda)
    when_imported(
        "localstack.services.apigateway.next_gen.execute_api.gateway",
        _patch_api_gateway,
    )
    when_imported(
        "localstack.services.apigateway.resource_providers.aws_apigateway_stage",
        _patch_stages,
    )
    when_imported("localstack.services.cloudformation.resource_provider", _patch_cloudformation)


def _patch_cloudformation() -> None:
    from localstack_harness.cloudformation import deployments

    deployments.look_often()


def _patch_step_functions() -> None:
    from localstack_harness.clock import step_functions as clock_patches
    from localstack_harness.stepfunctions import (
        error_names,
        execution_logs,
        execution_patches,
        intrinsics,
        map_failures,
        sdk_error_names,
        state_language,
        timestamps,
    )

    clock_patches.install()
    execution_patches.install()
    execution_logs.install()
    state_language.read_once()
    sdk_error_names.install()
    intrinsics.install()
    timestamps.install()
    error_names.install()
    map_failures.install()


def _patch_lambda() -> None:
    from localstack_harness.faults import handlers as fault_handlers
    from localstack_harness.lambda_ import invocation_patches

    invocation_patches.pass_client_context()
    invocation_patches.log_where_the_function_says()
    invocation_patches.make_clients_once()
    invocation_patches.stop_without_waiting_for_queues()
    fault_handlers.meet_invocations()


def _patch_api_gateway() -> None:
    from localstack_harness.apigateway import access_log_handlers

    access_log_handlers.install()


def _patch_stages() -> None:
    from localstack_harness.apigateway import stage_patches

    stage_patches.install()
