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

from localstack_harness.calls.api_requests import REQUESTS, ApiRequest, RequestPage
from localstack_harness.calls.record import CALLS, CallPage
from localstack_harness.calls.recorder_cost import COST, Cost
from localstack_harness.clock.clock import CLOCK
from localstack_harness.faults.faults import FAULTS, Fault
from localstack_harness.faults.request import read_fault
from localstack_harness.inspection.activity import Inspected, inspect
from localstack_harness.inspection.executions import ExecutionDetail, execution_detail
from localstack_harness.inspection.mails import mail_ids
from localstack_harness.messages.record import MESSAGES, MessagePage
from localstack_harness.names.resource_types import ResourceTypes, resource_types
from localstack_harness.names.resources import ResourceArns, resource_arns
from localstack_harness.names.services import ServiceNames, service_names
from localstack_harness.scheduler.firing import Fired, FiringError, fire
from localstack_harness.support.fields import BadInputError, Fields
from localstack_harness.support.timing.lease import DEFAULT_S, LONGEST_S
from localstack_harness.support.timing.working_time import WORKING_TIME


class Info(TypedDict):
    """What this plugin offers."""

    version: str
    executor: str
    """How functions run: "node-process" or "docker"."""
    features: list[str]
    time: int
    """LocalStack's time of day, in milliseconds since 1970."""


_FEATURES = [
    "clock",
    "schedules",
    "faults",
    *(["calls"] if CALLS.enabled else []),
    "messages",
    "access-logs",
    "activity",
    "reload",
]
# a reader that is behind comes again
_ACTIVITY_CALLS = 2_000
_LONG_POLL_S = 20.0


class Created(TypedDict):
    id: str


class Hits(TypedDict):
    hits: int


class CallsWithCost(CallPage):
    cost: Cost


class ActiveFault(TypedDict):
    """A fault as it was injected, with what is left of it."""

    id: str
    service: str
    operation: str
    function: str | None
    error: str | None
    effect: str | None
    delayMs: int
    match: list[str]
    times: int | None
    share: float | None
    hits: int
    secondsLeft: int


class ActiveClock(TypedDict):
    id: str
    match: str
    scale: float
    secondsLeft: int


class Controls(TypedDict):
    faults: list[ActiveFault]
    clocks: list[ActiveClock]


class Activity(Inspected, Controls):
    """Everything that happened since a reader last asked, and what is in force."""

    calls: CallPage
    requests: RequestPage


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
        ("/_harness/activity", "GET", _activity),
        ("/_harness/mails/ids", "GET", _mail_ids),
        ("/_harness/executions/detail", "GET", _execution),
        ("/_harness/requests", "GET", _requests),
        ("/_harness/requests/<int:seq>", "GET", _request),
        ("/_harness/stacks/drift", "POST", _note_drift),
        ("/_harness/functions/warm", "POST", _warm),
        ("/_harness/messages", "GET", _messages),
        ("/_harness/debugging", "POST", _debug),
        ("/_harness/debugging", "GET", _debugged),
        ("/_harness/debugging/attached", "POST", _attach),
        ("/_harness/debugging/stop", "POST", _stop_time),
        ("/_harness/services", "GET", _services),
        ("/_harness/resources", "GET", _resources),
        ("/_harness/resource-types", "GET", _resource_types),
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
    _reject_unknown(request, "since", "match")
    page = CALLS.since(_number(request, "since"), tuple(request.args.getlist("match")))
    return {**page, "cost": COST.so_far()}


def _messages(request: Request) -> MessagePage:
    _reject_unknown(request, "of", "since")
    arn = request.args.get("of")
    if not arn:
        raise BadInputError("`of` is missing: the ARN of a queue, a topic or an event bus")
    return MESSAGES.of(arn, _number(request, "since"))


def _activity(request: Request) -> Activity:
    _reject_unknown(request, "calls", "requests", "mail", "executions")
    # the time is taken before anything is read
    inspected = inspect(request.args.get("mail", ""), _number(request, "executions"))
    return {
        **inspected,
        "calls": CALLS.since(_number(request, "calls"), limit=_ACTIVITY_CALLS),
        "requests": REQUESTS.since(_number(request, "requests")),
        "faults": [_active_fault(key, fault) for key, fault in FAULTS.active().items()],
        "clocks": [
            {"id": key, "match": each.match, "scale": each.scale, "secondsLeft": int(each.lease.seconds_left)}
            for key, each in CLOCK.active().items()
        ],
    }


def _active_fault(fault_id: str, fault: Fault) -> ActiveFault:
    return {
        "id": fault_id,
        "service": fault.service,
        "operation": fault.operation,
        "function": fault.function,
        "error": fault.error,
        "effect": fault.effect,
        "delayMs": fault.delay_ms,
        "match": list(fault.match),
        "times": fault.times,
        "share": fault.share,
        "hits": fault.hits,
        "secondsLeft": int(fault.lease.seconds_left),
    }


def _mail_ids(_: Request) -> Mapping[str, object]:
    return {"ids": mail_ids()}


def _execution(request: Request) -> ExecutionDetail:
    _reject_unknown(request, "arn", "after")
    arn = request.args.get("arn", "")
    found = execution_detail(arn, _number(request, "after"))
    if found is None:
        raise _NotFoundError(f"there is no execution {arn!r}")
    return found


def _requests(request: Request) -> Mapping[str, object]:
    _reject_unknown(request, "match")
    return {"requests": REQUESTS.mentioning(request.args.get("match", ""))}


def _request(_: Request, seq: int) -> ApiRequest:
    found = REQUESTS.find(seq)
    if found is None:
        raise _NotFoundError(f"there is no request {seq}, or it is no longer kept")
    return found


def _reject_unknown(request: Request, *known: str) -> None:
    unknown = set(request.args) - set(known)
    if unknown:
        raise BadInputError(f"unknown parameter `{unknown.pop()}`")


def _number(request: Request, name: str) -> int:
    text = request.args.get(name, "0")
    if not text.isascii() or not text.isdigit():
        raise BadInputError(f"`{name}` must be a number without a sign, not {text[:100]!r}")
    return int(text)


def _note_drift(request: Request) -> Mapping[str, object]:
    from localstack_harness.cloudformation.drift import UnknownResourceError, note_changed_code

    fields = Fields(request.get_data())
    stack, resource = fields.text("stack"), fields.text("resource")
    fields.reject_unknown()
    try:
        note_changed_code(stack, resource)
    except UnknownResourceError as error:
        raise _NotFoundError(str(error)) from error
    return {}


def _debug(request: Request) -> Mapping[str, object]:
    from localstack_harness.lambda_runtime.debugging import DEBUGGING

    fields = Fields(request.get_data())
    functions = fields.texts("functions")
    fields.reject_unknown()
    DEBUGGING.choose(frozenset(functions))
    return {}


def _debugged(request: Request) -> Mapping[str, object]:
    from localstack_harness.lambda_runtime.debugging import DEBUGGING

    _reject_unknown(request, "since")
    version, ports = DEBUGGING.ports(_number(request, "since"), _LONG_POLL_S)
    return {"next": version, "ports": ports}


def _attach(request: Request) -> Mapping[str, object]:
    from localstack_harness.lambda_runtime.debugging import DEBUGGING

    fields = Fields(request.get_data())
    function, port = fields.text("function"), fields.optional_integer("port", 0, 65_535)
    fields.reject_unknown()
    DEBUGGING.attach(function, port or 0)
    return {}


def _stop_time(request: Request) -> Mapping[str, object]:
    fields = Fields(request.get_data())
    seconds = fields.number("seconds", 0.0, 0.0, _LONG_POLL_S)
    fields.reject_unknown()
    WORKING_TIME.stop(seconds)
    return {}


def _warm(request: Request) -> Mapping[str, object]:
    from localstack_harness.lambda_.warm_updates import WARM_UPDATES, UnknownFunctionError

    fields = Fields(request.get_data())
    function = fields.text("function")
    fields.reject_unknown()
    try:
        return {"environments": WARM_UPDATES.replace(function)}
    except UnknownFunctionError as error:
        raise _NotFoundError(str(error)) from error


def _services(_: Request) -> ServiceNames:
    return service_names()


def _resources(_: Request) -> ResourceArns:
    return resource_arns()


def _resource_types(_: Request) -> ResourceTypes:
    return resource_types()
