"""What the plugin changes in LocalStack, by the module that it changes: it is applied when LocalStack imports the module."""

import importlib
import os
from collections.abc import Iterable, Mapping
from functools import partial

from localstack_harness.support import downloads
from localstack_harness.support.loading.late_patch import when_imported

PATCHES: dict[str, tuple[str, ...]] = {
    "rolo.serving.twisted": (
        "apigateway.request_bodies:do_not_parse_forms",
        "serving.websockets:answer_in_reactor",
        "serving.websockets:end_refused",
        "serving.websockets:read_messages",
    ),
    "localstack.services.stepfunctions.provider": (
        "clock.step_functions",
        "stepfunctions.execution_patches",
        "stepfunctions.executions.logs",
        "stepfunctions.sdk_error_names",
        "stepfunctions.intrinsics.evaluation",
        "stepfunctions.intrinsics.values",
        "stepfunctions.timestamps",
        "stepfunctions.paths.queries",
        "stepfunctions.paths.result_paths",
        "stepfunctions.task_limits",
        "stepfunctions.definitions",
        "stepfunctions.error_names",
        "stepfunctions.map_failures",
        "stepfunctions.distributed_maps",
        "stepfunctions.jsonata.queries",
        "stepfunctions.jsonata.result_types",
        "stepfunctions.redrive.operation",
        "stepfunctions.executions.response_metadata",
        "stepfunctions.executions.status_events",
        "stepfunctions.time_limits",
        "stepfunctions.traces",
        "stepfunctions.executions.kept",
    ),
    "localstack.services.lambda_.invocation.lambda_service": (
        "lambda_.invocation_patches",
        "lambda_.assignment_patches",
        "lambda_.metrics",
        "faults.handlers:apply_to_invocations",
    ),
    "localstack.services.lambda_.resource_providers.aws_lambda_function": (
        "cloudformation.function_defaults:reset_removed",
        "cloudformation.function_defaults:reserve_concurrency",
    ),
    "localstack.services.lambda_.resource_providers.lambda_alias": ("lambda_.alias_resource",),
    "localstack.services.lambda_.urlrouter": (
        "apigateway.request_bodies:use_kept_bodies_in_function_urls",
        "gateway.data_planes:guard_function_urls",
        "lambda_.function_url_responses",
        "lambda_.function_urls",
        "lambda_.function_url_cors",
    ),
    "localstack.services.lambda_.provider": ("lambda_.provider_patches",),
    "localstack.services.lambda_.event_source_mapping.pollers.sqs_poller": ("lambda_.queue_bodies",),
    "localstack.services.apigateway.legacy.provider": (
        "apigateway.limits",
        "apigateway.authorizers.limits",
        "apigateway.authorizers.rest:flush_on_request",
        "apigateway.imports",
    ),
    "localstack.services.apigateway.next_gen.execute_api.gateway": (
        "apigateway.access_logs.handlers",
        "apigateway.throttles",
        "apigateway.authorizers.rest",
        "apigateway.gateway_responses",
        "apigateway.lambda_proxy",
        "apigateway.method_names",
        "apigateway.paths",
        "apigateway.request_bodies:use_kept_bodies_in_apis",
        "apigateway.service_paths",
        "apigateway.templates.velocity",
        "apigateway.timeouts",
    ),
    "localstack.services.apigateway.next_gen.execute_api.router": ("apigateway.paths:refuse_unknown_stages",),
    "localstack.services.apigateway.resource_providers.aws_apigateway_stage": ("apigateway.stage_patches",),
    "localstack.services.apigateway.resource_providers.aws_apigateway_model": (
        "apigateway.request_checks.resources:install_models",
    ),
    "localstack.services.apigateway.resource_providers.aws_apigateway_requestvalidator": (
        "apigateway.request_checks.resources:install_validators",
    ),
    "localstack.services.apigateway.resource_providers.aws_apigateway_apikey": (
        "apigateway.request_checks.resources:install_keys",
    ),
    "localstack.services.cloudformation.resource_provider": (
        "cloudformation.deployments:poll_often",
        "cloudformation.ignored_changes:report",
        "cloudformation.custom_resources.responses",
    ),
    "localstack.services.cloudformation.engine.v2.change_set_model_preproc": (
        "cloudformation.custom_resources.attributes",
    ),
    "localstack.services.cloudformation.engine.v2.change_set_model_executor": (
        "cloudformation.deployments:show_results_first",
        "cloudformation.deployments:create_independent_first",
        "cloudformation.deployments:delete_what_was_made",
        "cloudformation.deployments:keep_resources_of_failures",
        "cloudformation.replacements",
    ),
    "localstack.services.cloudformation.v2.entities": ("cloudformation.deployments:keep_failures",),
    "localstack.services.cloudformation.v2.provider": ("cloudformation.intrinsics",),
    "localstack.services.cloudformation.resource_providers.aws_cloudformation_stack": (
        "cloudformation.nested_stacks",
    ),
    "localstack.services.cloudformation.resource_providers.aws_cloudformation_waitconditionhandle": (
        "cloudformation.wait_conditions",
    ),
    "localstack.services.logs.provider": (
        "logs.log_streams",
        "logs.group_descriptions",
        "logs.subscriptions",
        "logs.metric_filters",
    ),
    "localstack.services.logs.resource_providers.aws_logs_loggroup": ("cloudformation.log_groups",),
    "localstack.services.logs.resource_providers.aws_logs_subscriptionfilter": (
        "cloudformation.subscription_filters",
    ),
    "localstack.services.events.event_rule_engine": ("events.patterns",),
    "localstack.services.events.provider": ("scheduler.rules", "events.targets", "messages.buses"),
    "localstack.services.events.resource_providers.aws_events_rule": ("events.resources:install_rules",),
    "localstack.services.events.resource_providers.aws_events_connection": (
        "cloudformation.default_names:name_connections",
    ),
    "localstack.services.events.resource_providers.aws_events_apidestination": (
        "cloudformation.default_names:name_api_destinations",
    ),
    "localstack.services.dynamodb.resource_providers.aws_dynamodb_globaltable": (
        "dynamodb.tables:install_global",
    ),
    "localstack.services.dynamodb.resource_providers.aws_dynamodb_table": ("dynamodb.tables",),
    "localstack.services.ses.provider": ("ses.sending", "ses.configuration_sets", "ses.templates.sending"),
    "localstack.services.ses.resource_providers.aws_ses_emailidentity": (
        "ses.identity_resource:install_identities",
    ),
    "localstack.services.secretsmanager.resource_providers.aws_secretsmanager_rotationschedule": (
        "secrets_manager.rotation_resource",
    ),
    "moto.dynamodb.models": (
        "moto_services.transactions",
        "moto_services.stream_records",
        "moto_services.kinesis_destinations",
    ),
    "moto.kinesis.models": ("moto_services.shard_iterators",),
    "localstack.services.firehose.models": ("firehose.stream_reader",),
    "localstack.services.firehose.provider": ("firehose.destinations:refuse_unsupported",),
    "localstack.services.kinesisfirehose.resource_providers.aws_kinesisfirehose_deliverystream": (
        "firehose.delivery_stream_resource",
    ),
    "localstack.services.scheduler.provider": ("scheduler.schedules",),
    "localstack.services.scheduler.resource_providers.aws_scheduler_schedule": (
        "scheduler.schedule_resource",
    ),
    "localstack.services.sqs.models": ("messages.queues",),
    "localstack.services.sqs.query_api": ("gateway.data_planes:guard_queues",),
    "localstack.services.sns.publisher": ("messages.topics",),
    "localstack.services.s3.provider": ("process.object_files", "s3.event_keys"),
    "localstack.services.s3.website_hosting": ("gateway.data_planes:guard_websites",),
}
"""Modules of this package, in the order in which they are applied; the function to call is `install`, or is named after a colon."""

FASTER: dict[str, tuple[str, ...]] = {
    "localstack.aws.protocol.serializer": ("process.mime_types",),
    "localstack.services.cloudformation.v2.provider": ("cloudformation.change_set_models",),
    "localstack.services.lambda_.invocation.lambda_service": (
        "lambda_.invocation_patches:read_code_by_one_request",
        "logs.function_logs",
    ),
    "localstack.services.logs.provider": ("logs.direct_events",),
    "localstack.services.ses.provider": ("ses.direct_sending",),
    "localstack.services.stepfunctions.provider": (
        "stepfunctions.operation_models",
        "stepfunctions.parser_cache",
        "stepfunctions.executions.ended",
        "stepfunctions.executions.one_thread",
        "stepfunctions.executions.threads",
        "stepfunctions.executions.copies",
    ),
}
"""Like PATCHES, applied before them. They change only what LocalStack spends: HARNESS_PATCHES=compat leaves them out."""


def faster() -> bool:
    return os.environ.get("HARNESS_PATCHES") != "compat"


def install_late() -> None:
    if faster():
        _install(FASTER)
    _install(PATCHES)
    if downloads.are_off():
        when_imported("localstack.packages.api", downloads.refuse)
        when_imported("localstack.services.opensearch.provider", downloads.refuse_clusters)


def _install(by_module: Mapping[str, Iterable[str]]) -> None:
    for module, patches in by_module.items():
        for patch in patches:
            when_imported(module, partial(apply, patch))


def apply(patch: str) -> None:
    """Imports the module of a patch only now: it imports what it changes."""
    module, _, function = patch.partition(":")
    getattr(importlib.import_module(f"localstack_harness.{module}"), function or "install")()
