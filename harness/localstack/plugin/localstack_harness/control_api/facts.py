"""What this LocalStack is and has: versions, names of services, resources and their types."""

import time
from importlib.metadata import version
from typing import TypedDict

from localstack import config
from localstack.http import Request

from localstack_harness.calls.record import CALLS
from localstack_harness.cloudformation.without_effect.properties import REFUSED, WITHOUT_EFFECT, Properties
from localstack_harness.control_api.routes import Routes
from localstack_harness.keep.folder import keep_folder
from localstack_harness.names.resource_types import resource_types
from localstack_harness.names.resources import ResourceArns, resource_arns
from localstack_harness.names.services import ServiceNames, service_names

_FEATURES = [
    "clock",
    "schedules",
    "faults",
    *(["calls"] if CALLS.enabled else []),
    *(["keep"] if keep_folder() else []),
    "messages",
    "access-logs",
    "activity",
    "reload",
]


class Info(TypedDict):
    """What this plugin offers."""

    version: str
    executor: str
    """How functions run: "node-process" or "docker"."""
    features: list[str]
    time: int
    """LocalStack's time of day, in milliseconds since 1970."""


def _info(_: Request) -> Info:
    from localstack.services.lambda_.invocation.runtime_executor import EXECUTOR_PLUGIN_MANAGER

    chosen = config.LAMBDA_RUNTIME_EXECUTOR
    # LocalStack falls back to docker
    executor = chosen if chosen and EXECUTOR_PLUGIN_MANAGER.exists(chosen) else "docker"
    return {
        "version": version("localstack-harness"),
        "executor": executor,
        "features": _FEATURES,
        "time": int(time.time() * 1000),
    }


def _services(_: Request) -> ServiceNames:
    return service_names()


def _resources(_: Request) -> ResourceArns:
    return resource_arns()


class ResourceTypes(TypedDict):
    """Of CloudFormation."""

    types: list[str]
    withoutEffect: dict[str, str]
    """What an app misses, by those of the types that are only recorded."""
    propertiesWithoutEffect: Properties
    refusedProperties: Properties


def _resource_types(_: Request) -> ResourceTypes:
    from localstack_harness.cloudformation.without_effect import types  # noqa: F401 - it fills EFFECTS
    from localstack_harness.cloudformation.without_effect.recorded import EFFECTS

    return {
        "types": resource_types(),
        "withoutEffect": EFFECTS,
        "propertiesWithoutEffect": WITHOUT_EFFECT,
        "refusedProperties": REFUSED,
    }


ROUTES: Routes = {
    ("GET", "/info"): _info,
    ("GET", "/services"): _services,
    ("GET", "/resources"): _resources,
    ("GET", "/resource-types"): _resource_types,
}
