"""Faults, shortened waits and schedules: what a test or the console changes in LocalStack."""

from collections.abc import Mapping
from typing import TypedDict

from localstack.http import Request

from localstack_harness.clock.clock import CLOCK
from localstack_harness.control_api.requests import NotFoundError
from localstack_harness.control_api.routes import Routes
from localstack_harness.faults.faults import FAULTS, Fault
from localstack_harness.faults.request import read_fault
from localstack_harness.scheduler.firing import Fired, FiringError, fire
from localstack_harness.support.fields import BadInputError, Fields
from localstack_harness.support.timing.lease import DEFAULT_S, LONGEST_S


class Created(TypedDict):
    id: str


class Hits(TypedDict):
    hits: int


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


def controls() -> Controls:
    """What is in force."""
    return {
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


def _compress(request: Request) -> Created:
    fields = Fields(request.get_data())
    match = fields.text("match")
    scale = fields.number("scale", 0.0, 0.0, 1.0)
    lease = fields.number("lease", DEFAULT_S, 0.001, LONGEST_S)
    fields.reject_unknown()
    return {"id": CLOCK.compress(match, scale, lease)}


def _restore(_: Request, control_id: str) -> Mapping[str, object]:
    if not CLOCK.restore(control_id):
        raise NotFoundError(f"there is no clock {control_id!r}, or its lease has ended")
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
        raise NotFoundError(f"there is no fault {control_id!r}, or its lease has ended")
    return {"hits": hits}


ROUTES: Routes = {
    ("POST", "/clock"): _compress,
    ("DELETE", "/clock/<control_id>"): _restore,
    ("POST", "/schedules/fire"): _fire,
    ("POST", "/faults"): _inject,
    ("GET", "/faults/<control_id>"): _hits,
    ("DELETE", "/faults/<control_id>"): _remove,
}
