"""
The API of EventBridge Pipes. A pipe runs as soon as it is made.

https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/Welcome.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from threading import RLock
from typing import Any

from localstack.aws.api import CommonServiceException, RequestContext
from localstack.services.plugins import Service, aws_provider

from localstack_harness.pipes.pipe import Pipe, assert_supported
from localstack_harness.pipes.worker import PipeWorker
from localstack_harness.support.moto_service import moto_service

type Request = Mapping[str, Any]

_lock = RLock()
_pipes: dict[str, Pipe] = {}
_workers: dict[str, PipeWorker] = {}
_KEPT_BY_UPDATE = ("Source", "Tags")


@aws_provider(api="pipes", name="default")  # type: ignore[untyped-decorator] # LocalStack's
def pipes() -> Service:
    return moto_service(
        "pipes",
        {
            "CreatePipe": _create,
            "DescribePipe": lambda context, request: _found(context, request).described(),
            "UpdatePipe": _update,
            "DeletePipe": _delete,
            "ListPipes": _list,
            "StartPipe": lambda context, request: _switch(context, request, "RUNNING"),
            "StopPipe": lambda context, request: _switch(context, request, "STOPPED"),
            "TagResource": _tag,
            "UntagResource": _untag,
            "ListTagsForResource": lambda _, request: {"tags": _by_arn(request).given.get("Tags") or {}},
        },
    )


def _create(context: RequestContext, request: Request) -> Any:
    assert_supported(request)
    name = request["Name"]
    arn = _arn(context, name)
    with _lock:
        if arn in _pipes:
            raise _error("ConflictException", f"Pipe {name} already exists.", 409)
        pipe = _pipes[arn] = Pipe(name, arn, {key: value for key, value in request.items() if key != "Name"})
        _run(pipe)
    return _summary(pipe)


def _update(context: RequestContext, request: Request) -> Any:
    with _lock:
        pipe = _found(context, request)
        given = _updated(pipe.given, request)
        assert_supported(given)
        pipe.given, pipe.modified = given, datetime.now(UTC)
        _run(pipe)
    return _summary(pipe)


def _updated(before: Mapping[str, Any], request: Request) -> dict[str, Any]:
    """An update has all parameters; those of the source that cannot change are left out of it."""
    after = {key: value for key, value in request.items() if key != "Name"}
    sources: dict[str, Any] = {**(after.get("SourceParameters") or {})}
    for name, own in (before.get("SourceParameters") or {}).items():
        if isinstance(own, Mapping) and name != "FilterCriteria":
            fixed = {key: own[key] for key in ("StartingPosition", "StartingPositionTimestamp") if key in own}
            sources[name] = {**fixed, **(sources.get(name) or {})}
    kept = {name: before[name] for name in _KEPT_BY_UPDATE if name in before}
    return {**kept, **after, "SourceParameters": sources}


def _delete(context: RequestContext, request: Request) -> Any:
    with _lock:
        pipe = _found(context, request)
        del _pipes[pipe.arn]
        if worker := _workers.pop(pipe.arn, None):
            worker.stop()
    return {**_summary(pipe), "DesiredState": "DELETED", "CurrentState": "DELETING"}


def _switch(context: RequestContext, request: Request, state: str) -> Any:
    with _lock:
        pipe = _found(context, request)
        pipe.given["DesiredState"], pipe.modified = state, datetime.now(UTC)
        _run(pipe)
    return _summary(pipe)


def _list(context: RequestContext, request: Request) -> Any:
    prefix = request.get("NamePrefix") or ""
    own = [pipe for arn, pipe in list(_pipes.items()) if arn.startswith(_arn(context, prefix))]
    kept = {"SourcePrefix": "Source", "TargetPrefix": "Target"}
    return {
        "Pipes": [
            {**_summary(pipe), **{name: pipe.given.get(name) for name in ("Source", "Target", "Enrichment")}}
            for pipe in own
            if all(pipe.given[name].startswith(request.get(key) or "") for key, name in kept.items())
            and pipe.state in (request.get("DesiredState") or pipe.state)
        ]
    }


def _tag(_context: RequestContext, request: Request) -> Any:
    pipe = _by_arn(request)
    pipe.given["Tags"] = {**(pipe.given.get("Tags") or {}), **request["tags"]}
    return {}


def _untag(_context: RequestContext, request: Request) -> Any:
    tags = _by_arn(request).given.get("Tags") or {}
    for key in request["tagKeys"]:
        tags.pop(key, None)
    return {}


def _run(pipe: Pipe) -> None:
    """Starts it as it is now, or stops it."""
    if worker := _workers.pop(pipe.arn, None):
        worker.stop()
    if pipe.is_to_run:
        _workers[pipe.arn] = PipeWorker(pipe)
        _workers[pipe.arn].start()


def run_again() -> None:
    """Starts the pipes that another LocalStack had."""
    with _lock:
        for pipe in _pipes.values():
            _run(pipe)


def _found(context: RequestContext, request: Request) -> Pipe:
    pipe = _pipes.get(_arn(context, request["Name"]))
    if not pipe:
        raise _error("NotFoundException", f"Pipe {request['Name']} does not exist.", 404)
    return pipe


def _by_arn(request: Request) -> Pipe:
    pipe = _pipes.get(request["resourceArn"])
    if not pipe:
        raise _error("NotFoundException", f"Pipe {request['resourceArn']} does not exist.", 404)
    return pipe


def _arn(context: RequestContext, name: str) -> str:
    return f"arn:aws:pipes:{context.region}:{context.account_id}:pipe/{name}"


def _summary(pipe: Pipe) -> dict[str, Any]:
    names = ("Arn", "Name", "DesiredState", "CurrentState", "CreationTime", "LastModifiedTime")
    described = pipe.described()
    return {name: described[name] for name in names}


def _error(code: str, message: str, status: int) -> CommonServiceException:
    return CommonServiceException(code, message, status_code=status, sender_fault=True)
