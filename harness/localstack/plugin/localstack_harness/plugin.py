"""What LocalStack loads, as entry_points.txt in the .dist-info folder next to this package lists it."""

from typing import TYPE_CHECKING, override

from localstack import config
from localstack.runtime import hooks
from localstack.runtime.server.core import RuntimeServerPlugin
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin

from localstack_harness.calls.record import CALLS
from localstack_harness.keep.folder import keep_folder
from localstack_harness.process import (
    garbage,
    lifeline,
    no_validation,
    private_files,
    prompt_exit,
    state_folder,
)
from localstack_harness.support.http import certificate
from localstack_harness.support.patching import hook

if TYPE_CHECKING:
    from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

    from localstack_harness.serving.server import Server


_LAST = -100


class NodeProcessRuntimeExecutorPlugin(RuntimeExecutorPlugin):
    """Selected by LAMBDA_RUNTIME_EXECUTOR=node-process."""

    name = "node-process"

    @override
    def load(self, *_args: object, **_options: object) -> "type[RuntimeExecutor]":
        from localstack_harness.lambda_runtime.executor import ProcessExecutor

        return ProcessExecutor


class NamedHostsServerPlugin(RuntimeServerPlugin):
    """Selected by `serve_named_hosts`."""

    name = "named-hosts"

    @override
    def load(self, *_args: object, **_options: object) -> "Server":
        from localstack_harness import patches
        from localstack_harness.serving.server import Server

        return Server(twisted_only=not patches.faster())


@hook(hooks.on_runtime_create)
def collect_no_garbage() -> None:
    garbage.collect_nothing()


@hook(hooks.on_runtime_create)
def make_files_private() -> None:
    private_files.make_files_private()


@hook(hooks.on_runtime_create)
def end_with_starter() -> None:
    # before the lifeline, which ends LocalStack at once if the starter was killed meanwhile
    state_folder.remove_at_end()
    lifeline.hold(saves=keep_folder() is not None)


@hook(hooks.on_runtime_create)
def serve_named_hosts() -> None:
    config.GATEWAY_SERVER = NamedHostsServerPlugin.name


@hook(hooks.on_runtime_create)
def leave_out_validation() -> None:
    no_validation.install()


@hook(hooks.on_runtime_create)
def certify_served_names() -> None:
    certificate.install()


@hook(hooks.on_infra_start)
def install() -> None:
    from localstack.aws import handlers
    from localstack.runtime.current import get_current_runtime

    from localstack_harness import control_api, patches
    from localstack_harness.apigateway import request_bodies
    from localstack_harness.calls import api_request_handlers
    from localstack_harness.calls import handlers as call_handlers
    from localstack_harness.faults import handlers as fault_handlers
    from localstack_harness.gateway import doors, form_size
    from localstack_harness.process import (
        internal_calls,
        late_imports,
        name_lookups,
        route_builders,
        service_lists,
        service_loads,
    )
    from localstack_harness.process.contention import log_lines, random_bytes
    from localstack_harness.process.direct import calls as direct_calls
    from localstack_harness.serving import headers

    # before routes are added, and services are imported
    if patches.faster():
        route_builders.install()
        late_imports.install()
        service_lists.install()

    gateway = get_current_runtime().components.gateway
    doors.install(gateway)
    form_size.install()
    service_loads.load_one_at_a_time()
    name_lookups.skip_s3_dns_check()
    request_bodies.pass_bodies_through(gateway)
    internal_calls.share_parsers()
    internal_calls.leave_hosts_as_they_are()
    if patches.faster():
        random_bytes.install()
        log_lines.install()
        headers.install()
        direct_calls.install([api_request_handlers.continue_trace])
    control_api.install()
    if CALLS.enabled:
        handlers.serve_custom_service_request_handlers.append(call_handlers.note_start)
        handlers.run_custom_response_handlers.append(call_handlers.record_call)
        api_request_handlers.install(gateway)
    handlers.serve_custom_service_request_handlers.append(fault_handlers.apply_to_service_call)
    patches.install_late()


@hook(hooks.on_infra_start, priority=_LAST)
def restore_state() -> None:
    if folder := keep_folder():
        from localstack_harness.keep import keeping

        keeping.begin(folder)


@hook(hooks.on_infra_ready)
def reduce_garbage_collections() -> None:
    garbage.reduce_collections()


@hook(hooks.on_infra_shutdown)
def save_state() -> None:
    if keep_folder():
        from localstack_harness.keep import keeping

        keeping.end()


@hook(hooks.on_infra_shutdown)
def exit_when_stopped() -> None:
    prompt_exit.exit_when_stopped()
