"""LocalStack starts an environment for each invocation that finds none idle. This bounds them: see fleet.py."""

import contextlib
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from localstack import config
from localstack.aws.api.lambda_ import TooManyRequestsException
from localstack.runtime import events
from localstack.services.lambda_.invocation.assignment import AssignmentException, AssignmentService
from localstack.services.lambda_.invocation.execution_environment import ExecutionEnvironment, RuntimeStatus
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion, InitializationType
from localstack.services.lambda_.invocation.version_manager import LambdaVersionManager

from localstack_harness.lambda_.capacity import (
    CONTAINER_MB,
    PROCESS_MB,
    Capacity,
    Saturation,
    capacity_of,
    machine_memory,
    processors,
)
from localstack_harness.lambda_.fleet import ClosedError, Fleet, NoRoomError
from localstack_harness.lambda_.warm_updates import WARM_UPDATES
from localstack_harness.lambda_runtime.debugging import DEBUGGING
from localstack_harness.support.patching import Original, patch

LOG = logging.getLogger(__name__)


def install() -> None:
    """The fleet is that of all functions: LocalStack has one assignment service."""
    capacity = own_capacity()
    keep_s = config.LAMBDA_KEEPALIVE_MS / 1000
    assign_from(Fleet[ExecutionEnvironment](capacity, keep_s, Saturation().is_reached), capacity.starts)


def own_capacity() -> Capacity:
    environment_mb = PROCESS_MB if config.LAMBDA_RUNTIME_EXECUTOR == "node-process" else CONTAINER_MB
    return capacity_of(machine_memory(), processors(), environment_mb)


def assign_from(fleet: Fleet[ExecutionEnvironment], starts: int) -> None:
    @patch(AssignmentService.get_environment)
    @contextlib.contextmanager
    def get_environment(
        original: Original,
        self: AssignmentService,
        version_manager_id: str,
        function_version: FunctionVersion,
        provisioning_type: InitializationType,
    ) -> Iterator[ExecutionEnvironment]:
        if provisioning_type != InitializationType.on_demand:
            # provisioned environments are there already
            with original(self, version_manager_id, function_version, provisioning_type) as provisioned:
                yield provisioned
            return

        start = _starting(self, version_manager_id, function_version)
        environment = _acquire(
            fleet, version_manager_id, start, self.stop_environment, _most(function_version)
        )
        try:
            environment.reserve()
            yield environment
        except Exception as error:
            LOG.error("Failed invocation %s: %s", type(error), error)
            fleet.discard(version_manager_id, environment)
            raise
        if _make_ready(environment):
            fleet.release(version_manager_id, environment)
        else:
            fleet.discard(version_manager_id, environment)

    @patch(AssignmentService.stop_environments_for_version)
    def stop_environments_for_version(
        original: Original, self: AssignmentService, version_manager_id: str
    ) -> None:
        fleet.end_version(version_manager_id)
        if events.infra_stopping.is_set():
            original(self, version_manager_id)
            return
        # as on AWS, invocations of a function that is updated or deleted come to their end
        for environment in list(self.environments.get(version_manager_id, {}).values()):
            if environment.initialization_type != InitializationType.on_demand:
                self.stop_environment(environment)

    @patch(AssignmentService.__init__)
    def init(original: Original, self: AssignmentService) -> None:
        original(self)
        self.provisioning_pool = ThreadPoolExecutor(starts, "lambda-provisioning-pool")

    @patch(AssignmentService.stop)
    def stop(original: Original, self: AssignmentService) -> None:
        fleet.close()
        original(self)

    def warm(version: LambdaVersionManager, count: int) -> None:
        service = version.assignment_service
        start = _starting(service, version.id, version.function_version)
        most = _most(version.function_version)
        fleet.warm(version.id, start, service.stop_environment, min(count, starts, most or starts), most)

    WARM_UPDATES.install(fleet.count, warm)


def _starting(
    service: AssignmentService, version_manager_id: str, function_version: FunctionVersion
) -> Callable[[], ExecutionEnvironment]:
    def start() -> ExecutionEnvironment:
        environment = service.start_environment(version_manager_id, function_version)
        service.environments[version_manager_id][environment.id] = environment
        return environment

    return start


def _most(version: FunctionVersion) -> int | None:
    """A function that is debugged has one environment, to which all its invocations go."""
    return 1 if DEBUGGING.includes(version.id.function_name) else None


def _acquire(
    fleet: Fleet[ExecutionEnvironment],
    version_manager_id: str,
    start: Callable[[], ExecutionEnvironment],
    stop: Callable[[ExecutionEnvironment], None],
    most: int | None,
) -> ExecutionEnvironment:
    try:
        return fleet.acquire(version_manager_id, start, stop, most)
    except NoRoomError as error:
        LOG.warning("An invocation is throttled: %s", error)
        raise TooManyRequestsException(
            "Rate Exceeded.", Reason="ConcurrentInvocationLimitExceeded", Type="User"
        ) from error
    except ClosedError as error:
        raise AssignmentException(str(error)) from error


def _make_ready(environment: ExecutionEnvironment) -> bool:
    """Like LocalStack's release(), which starts a thread that waits for the end of the keep-alive time."""
    environment.last_returned = datetime.now()  # noqa: DTZ005 - compared with LocalStack's own
    with environment.status_lock:
        if environment.status != RuntimeStatus.INVOKING:
            return False
        environment.status = RuntimeStatus.READY
        return True
