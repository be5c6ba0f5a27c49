"""The control API under /_harness: JSON in, JSON out; 400 with {"error"} for what cannot be meant, 404 for what is not."""

import json
from collections.abc import Callable
from typing import Any

from localstack import config
from localstack.http import Request, Response
from localstack.services.edge import ROUTER

from localstack_harness import VERSION
from localstack_harness.calls.calls import CALLS
from localstack_harness.calls.recorder_cost import COST
from localstack_harness.clock.clock import CLOCK
from localstack_harness.faults.faults import FAULTS
from localstack_harness.faults.request import read_fault
from localstack_harness.support.fields import BadInputError, Fields
from localstack_harness.support.lease import DEFAULT_S, LONGEST_S

_FEATURES = ["clock", "faults", *(["calls"] if CALLS.kept else []), "access-logs"]
Endpoint = Callable[..., dict[str, Any]]


class _NotFoundError(LookupError):
    pass


def install() -> None:
    for path, method, endpoint in (
        ("/_harness/info", "GET", _info),
        ("/_harness/clock", "POST", _compress),
        ("/_harness/clock/<control_id>", "DELETE", _restore),
        ("/_harness/faults", "POST", _inject),
        ("/_harness/faults/<control_id>", "GET", _hits),
        ("/_harness/faults/<control_id>", "DELETE", _remove),
        ("/_harness/calls", "GET", _calls),
    ):
        ROUTER.add(path, _answering(endpoint), methods=[method])


def _answering(endpoint: Endpoint) -> Callable[..., Response]:
    def answer(request: Request, **path: str) -> Response:
        try:
            return _json(200, endpoint(request, **path))
        except BadInputError as error:
            return _json(400, {"error": str(error)})
        except _NotFoundError as error:
            return _json(404, {"error": str(error)})

    return answer


def _json(status: int, document: dict[str, Any]) -> Response:
    return Response(json.dumps(document), status=status, content_type="application/json")


def _info(request: Request) -> dict[str, Any]:
    from localstack.services.lambda_.invocation.runtime_executor import (
        EXECUTOR_PLUGIN_MANAGER,
    )

    chosen = config.LAMBDA_RUNTIME_EXECUTOR or "docker"
    executor = chosen if EXECUTOR_PLUGIN_MANAGER.exists(chosen) else "docker"  # what LocalStack falls back to
    return {"version": VERSION, "executor": executor, "features": _FEATURES}


def _compress(request: Request) -> dict[str, Any]:
    fields = Fields(request.get_data())
    match = fields.text("match")
    scale = fields.number("scale", 0.0, 0.0, 1.0)
    lease = fields.number("lease", DEFAULT_S, 0.001, LONGEST_S)
    fields.no_more()
    return {"id": CLOCK.compress(match, scale, lease)}


def _restore(request: Request, control_id: str) -> dict[str, Any]:
    if not CLOCK.restore(control_id):
        raise _NotFoundError(f"there is no clock {control_id!r}, or its lease has ended")
    return {}


def _inject(request: Request) -> dict[str, Any]:
    return {"id": FAULTS.inject(read_fault(request.get_data()))}


def _hits(request: Request, control_id: str) -> dict[str, Any]:
    return _with_hits(control_id, FAULTS.hits(control_id))


def _remove(request: Request, control_id: str) -> dict[str, Any]:
    return _with_hits(control_id, FAULTS.remove(control_id))


def _with_hits(control_id: str, hits: int | None) -> dict[str, Any]:
    if hits is None:
        raise _NotFoundError(f"there is no fault {control_id!r}, or its lease has ended")
    return {"hits": hits}


def _calls(request: Request) -> dict[str, Any]:
    unknown = set(request.args) - {"since", "match"}
    if unknown:
        raise BadInputError(f"unknown parameter `{unknown.pop()}`")
    since = request.args.get("since", "0")
    if not since.isascii() or not since.isdigit():
        raise BadInputError(f"`since` must be the `next` of an earlier answer, not {since[:100]!r}")
    record = CALLS.since(int(since), tuple(request.args.getlist("match")))
    return {**record, "cost": COST.so_far()}
