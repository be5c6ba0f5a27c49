"""What LocalStack loads, as entry_points.txt in the .dist-info folder next to this package lists it."""

from typing import TYPE_CHECKING, override

from localstack.runtime import hooks
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin

from localstack_harness.calls.record import CALLS
from localstack_harness.process import garbage, lifeline, loopback, private_files, prompt_exit, state_folder
from localstack_harness.support.http import certificate
from localstack_harness.support.late_patch import when_imported
from localstack_harness.support.patching import hook

if TYPE_CHECKING:
    from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor


class NodeProcessRuntimeExecutorPlugin(RuntimeExecutorPlugin):
    """Selected by LAMBDA_RUNTIME_EXECUTOR=node-process."""

    name = "node-process"

    @override
    def load(self, *_args: object, **_options: object) -> "type[RuntimeExecutor]":
        from localstack_harness.lambda_runtime.executor import ProcessExecutor

        return ProcessExecutor


@hook(hooks.on_runtime_create)
def make_files_private() -> None:
    private_files.make_files_private()


@hook(hooks.on_runtime_create)
def hold_lifeline() -> None:
    lifeline.hold()


@hook(hooks.on_runtime_create)
def remove_state_at_end() -> None:
    state_folder.remove_at_end()


@hook(hooks.on_runtime_create)
def bind_to_named_hosts() -> None:
    loopback.bind_to_named_hosts()


@hook(hooks.on_runtime_create)
def certify_served_names() -> None:
    certificate.install()


@hook(hooks.on_infra_start)
def install() -> None:
    from localstack.aws import handlers
    from localstack.runtime.current import get_current_runtime

    from localstack_harness import control_api
    from localstack_harness.apigateway import request_bodies
    from localstack_harness.calls import api_request_handlers
    from localstack_harness.calls import handlers as call_handlers
    from localstack_harness.faults import handlers as fault_handlers
    from localstack_harness.gateway import doors, form_size, websockets
    from localstack_harness.process import internal_calls, name_lookups, service_loads
    from localstack_harness.support import downloads

    gateway = get_current_runtime().components.gateway
    doors.install(gateway)
    form_size.install()
    websockets.answer_in_reactor()
    service_loads.load_one_at_a_time()
    name_lookups.skip_s3_dns_check()
    request_bodies.pass_bodies_through()
    internal_calls.share_parsers()
    internal_calls.leave_hosts_as_they_are()
    control_api.install()
    if CALLS.enabled:
        handlers.serve_custom_service_request_handlers.append(call_handlers.note_start)
        handlers.run_custom_response_handlers.append(call_handlers.record_call)
        api_request_handlers.install(gateway)
    handlers.serve_custom_service_request_handlers.append(fault_handlers.apply_to_service_call)
    if downloads.are_off():
        when_imported("localstack.packages.api", downloads.refuse)
        when_imported("localstack.services.opensearch.provider", downloads.refuse_clusters)
    for module, patch in {
        "localstack.services.stepfunctions.provider": _patch_step_functions,
        "localstack.services.lambda_.invocation.lambda_service": _patch_lambda,
        "localstack.services.apigateway.next_gen.execute_api.gateway": _patch_api_gateway,
        "localstack.services.apigateway.resource_providers.aws_apigateway_stage": _patch_stages,
        "localstack.services.cloudformation.resource_provider": _patch_cloudformation,
        "localstack.services.cloudformation.engine.v2.change_set_model_preproc": _patch_cloudformation_attributes,
        "localstack.services.cloudformation.v2.provider": _patch_cloudformation_engine,
        "localstack.services.cloudformation.resource_providers.aws_cloudformation_stack": _patch_nested_stacks,
        "localstack.services.cloudformation.resource_providers.aws_cloudformation_waitconditionhandle": _patch_wait_conditions,
        "localstack.services.logs.provider": _patch_logs,
        "localstack.services.logs.resource_providers.aws_logs_loggroup": _patch_log_groups,
        "localstack.services.logs.resource_providers.aws_logs_subscriptionfilter": _patch_subscription_filters,
        "localstack.services.events.resource_providers.aws_events_connection": _name_connections,
        "localstack.services.events.resource_providers.aws_events_apidestination": _name_api_destinations,
        "localstack.services.lambda_.resource_providers.aws_lambda_function": _patch_function_updates,
        "localstack.services.ses.provider": _patch_ses,
        "localstack.services.ses.resource_providers.aws_ses_emailidentity": _patch_identity_resource,
        "moto.dynamodb.models": _patch_dynamodb,
        "localstack.services.firehose.models": _supply_stream_reader,
        "localstack.services.firehose.provider": _patch_firehose,
        "localstack.services.kinesisfirehose.resource_providers.aws_kinesisfirehose_deliverystream": _patch_delivery_stream,
        "localstack.services.scheduler.provider": _patch_scheduler,
        "localstack.services.scheduler.resource_providers.aws_scheduler_schedule": _patch_schedule_resource,
        "localstack.services.events.provider": _patch_events,
        "localstack.services.sqs.models": _observe_queues,
        "localstack.services.sns.publisher": _observe_topics,
        "localstack.services.events.resource_providers.aws_events_rule": _patch_rule_resource,
        "localstack.services.sqs.query_api": _guard_queues,
        "localstack.services.s3.website_hosting": _guard_websites,
        "localstack.services.lambda_.urlrouter": _patch_function_urls,
    }.items():
        when_imported(module, patch)


@hook(hooks.on_infra_ready)
def reduce_garbage_collections() -> None:
    garbage.reduce_collections()


@hook(hooks.on_infra_shutdown)
def exit_when_stopped() -> None:
    prompt_exit.exit_when_stopped()


def _patch_step_functions() -> None:
    from localstack_harness.clock import step_functions
    from localstack_harness.stepfunctions import (
        error_names,
        execution_logs,
        execution_patches,
        map_failures,
        parser_cache,
        result_paths,
        sdk_error_names,
        status_events,
        time_limits,
        timestamps,
        traces,
    )
    from localstack_harness.stepfunctions.intrinsics import evaluation, values
    from localstack_harness.stepfunctions.jsonata import queries, result_types

    for module in (
        step_functions,
        execution_patches,
        execution_logs,
        parser_cache,
        sdk_error_names,
        evaluation,
        values,
        timestamps,
        result_paths,
        error_names,
        map_failures,
        queries,
        result_types,
        status_events,
        time_limits,
        traces,
    ):
        module.install()


def _patch_lambda() -> None:
    from localstack_harness.faults import handlers
    from localstack_harness.lambda_ import assignment_patches, invocation_patches, metrics

    for module in (invocation_patches, assignment_patches, metrics):
        module.install()
    handlers.apply_to_invocations()


def _patch_api_gateway() -> None:
    from localstack_harness.apigateway import (
        gateway_responses,
        lambda_proxy,
        method_names,
        paths,
        service_paths,
        timeouts,
    )
    from localstack_harness.apigateway.access_logs import handlers
    from localstack_harness.apigateway.authorizers import rest

    for module in (
        handlers,
        rest,
        gateway_responses,
        lambda_proxy,
        method_names,
        paths,
        service_paths,
        timeouts,
    ):
        module.install()


def _patch_stages() -> None:
    from localstack_harness.apigateway import stage_patches

    stage_patches.install()


def _patch_ses() -> None:
    from localstack_harness.ses import configuration_sets, sending
    from localstack_harness.ses.templates import sending as templates

    for module in (sending, configuration_sets, templates):
        module.install()


def _patch_identity_resource() -> None:
    from localstack_harness.ses import identity_resource

    identity_resource.install_identities()


def _patch_scheduler() -> None:
    from localstack_harness.scheduler import schedules

    schedules.install()


def _patch_schedule_resource() -> None:
    from localstack_harness.scheduler import schedule_resource

    schedule_resource.install()


def _patch_events() -> None:
    from localstack_harness.events import targets
    from localstack_harness.messages import buses
    from localstack_harness.scheduler import rules

    for module in (rules, targets, buses):
        module.install()


def _patch_rule_resource() -> None:
    from localstack_harness.events import resources

    resources.install_rules()


def _observe_queues() -> None:
    from localstack_harness.messages import queues

    queues.install()


def _observe_topics() -> None:
    from localstack_harness.messages import topics

    topics.install()


def _patch_dynamodb() -> None:
    from localstack_harness.moto_services import transactions

    transactions.install()


def _supply_stream_reader() -> None:
    from localstack_harness.firehose import stream_reader

    stream_reader.install()


def _patch_firehose() -> None:
    from localstack_harness.firehose import destinations

    destinations.refuse_unsupported()


def _patch_delivery_stream() -> None:
    from localstack_harness.firehose import delivery_stream_resource

    delivery_stream_resource.install()


def _patch_cloudformation() -> None:
    from localstack_harness.cloudformation import deployments, ignored_changes
    from localstack_harness.cloudformation.custom_resources import responses

    deployments.poll_often()
    ignored_changes.report()
    responses.install()


def _patch_cloudformation_attributes() -> None:
    from localstack_harness.cloudformation.custom_resources import attributes

    attributes.install()


def _patch_nested_stacks() -> None:
    from localstack_harness.cloudformation import nested_stacks

    nested_stacks.install()


def _patch_wait_conditions() -> None:
    from localstack_harness.cloudformation import wait_conditions

    wait_conditions.install()


def _patch_logs() -> None:
    from localstack_harness.logs import group_descriptions, log_streams

    log_streams.install()
    group_descriptions.install()


def _patch_subscription_filters() -> None:
    from localstack_harness.cloudformation import subscription_filters

    subscription_filters.install()


def _name_connections() -> None:
    from localstack_harness.cloudformation import default_names

    default_names.name_connections()


def _name_api_destinations() -> None:
    from localstack_harness.cloudformation import default_names

    default_names.name_api_destinations()


def _patch_log_groups() -> None:
    from localstack_harness.cloudformation import log_groups

    log_groups.install()


def _patch_function_updates() -> None:
    from localstack_harness.cloudformation import function_defaults

    function_defaults.reset_removed()


def _patch_cloudformation_engine() -> None:
    from localstack_harness.cloudformation import stack_outputs

    stack_outputs.install()


def _guard_queues() -> None:
    from localstack_harness.gateway import data_planes

    data_planes.guard_queues()


def _guard_websites() -> None:
    from localstack_harness.gateway import data_planes

    data_planes.guard_websites()


def _patch_function_urls() -> None:
    from localstack_harness.gateway import data_planes
    from localstack_harness.lambda_ import function_url_responses, function_urls

    data_planes.guard_function_urls()
    function_url_responses.install()
    function_urls.install()
