"""
The control API below /_harness, in JSON: 400 with {"error"} for an invalid request, 404 if something does not
exist.
"""

import json
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import TypedDict

from localstack import config
from localstack.http import Request, Response
from localstack.services.edge import ROUTER

from localstack_harness.calls.record import CALLS, CallPage
from localstack_harness.calls.recorder_cost import COST, Cost
from localstack_harness.clock.clock import CLOCK
from localstack_harness.faults.faults import FAULTS
from localstack_harness.faults.request import read_fault
from localstack_harness.names.resources import ResourceArns, resource_arns
from localstack_harness.names.services import ServiceNames, service_names
from localstack_harness.scheduler.firing import Fired, FiringError, fire
from localstack_harness.support.fields import BadInputError, Fields
from localstack_harness.support.lease import DEFAULT_S, LONGEST_S


class Info(TypedDict):
    """What this plugin offers."""

    version: str
    executor: str
    """How functions run: "node-process" or "docker"."""
    features: list[str]
    time: int
    """LocalStack's time of day, in milliseconds since 1970."""


_FEATURES = ["clock", "schedules", "faults", *(["calls"] if CALLS.enabled else []), "access-logs"]


class Created(TypedDict):
    id: str


class Hits(TypedDict):
    hits: int


class CallsWithCost(CallPage):
    cost: Cost


class _NotFoundError(LookupError):
    pass


def install() -> None:
    for path, method, endpoint in (
        ("/_harness/info", "GET", _info),
        ("/_harness/clock", "POST", _compress),
        ("/_harness/clock/<control_id>", "DELETE", _restore),
        ("/_harness/schedules/fire", "POST", _fire),
        ("/_harness/faults", "POST", _inject),
        ("/_harness/faults/<control_id>", "GET", _hits),
        ("/_harness/faults/<control_id>", "DELETE", _remove),
        ("/_harness/calls", "GET", _calls),
        ("/_harness/services", "GET", _services),
        ("/_harness/resources", "GET", _resources),
    ):
        ROUTER.add(path, _respond_with(endpoint), methods=[method])


def _respond_with(endpoint: Callable[..., Mapping[str, object]]) -> Callable[..., Response]:
    def respond(request: Request, **path: str) -> Response:
        try:
            return _json(200, endpoint(request, **path))
        except BadInputError as error:
            return _json(400, {"error": str(error)})
        except _NotFoundError as error:
            return _json(404, {"error": str(error)})

    return respond


def _json(status: int, document: Mapping[str, object]) -> Response:
    return Response(json.dumps(document), status=status, content_type="application/json")


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


def _compress(request: Request) -> Created:
    fields = Fields(request.get_data())
    match = fields.text("match")
    scale = fields.number("scale", 0.0, 0.0, 1.0)
    lease = fields.number("lease", DEFAULT_S, 0.001, LONGEST_S)
    fields.reject_unknown()
    return {"id": CLOCK.compress(match, scale, lease)}


def _restore(_: Request, control_id: str) -> Mapping[str, object]:
    if not CLOCK.restore(control_id):
        raise _NotFoundError(f"there is no clock {control_id!r}, or its lease has ended")
    return {}


def _fire(request: Request) -> Fired:
    fields = Fields(request.get_data())
    name = fields.text("schedule")
    fields.reject_unknown()
    try:
        return fire(name)
    except FiringError as error:
        raise BadInputError(str(error)) from error


def _inject(request: Request) -> Created:
    return {"id": FAULTS.inject(read_fault(request.get_data()))}


def _hits(_: Request, control_id: str) -> Hits:
    return _found(control_id, FAULTS.hits(control_id))


def _remove(_: Request, control_id: str) -> Hits:
    return _found(control_id, FAULTS.remove(control_id))


def _found(control_id: str, hits: int | None) -> Hits:
    if hits is None:
        raise _NotFoundError(f"there is no fault {control_id!r}, or its lease has ended")
    return {"hits": hits}


def _calls(request: Request) -> CallsWithCost:
    unknown = set(request.args) - {"since", "match"}
    if unknown:
        raise BadInputError(f"unknown parameter `{unknown.pop()}`")
    since = request.args.get("since", "0")
    if not since.isascii() or not since.isdigit():
        raise BadInputError(f"`since` must be the `next` of an earlier response, not {since[:100]!r}")
    page = CALLS.since(int(since), tuple(request.args.getlist("match")))
    return {**page, "cost": COST.so_far()}


def _services(_: Request) -> ServiceNames:
    return service_names()


def _resources(_: Request) -> ResourceArns:
    return resource_arns()
