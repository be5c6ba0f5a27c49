"""What `dev` needs: changed code, warm environments and breakpoints."""

from collections.abc import Mapping

from localstack.http import Request

from localstack_harness.control_api.requests import NotFoundError, number, reject_unknown
from localstack_harness.control_api.routes import Routes
from localstack_harness.support.fields import Fields
from localstack_harness.support.timing.working_time import WORKING_TIME

_LONG_POLL_S = 20.0


def _note_drift(request: Request) -> Mapping[str, object]:
    from localstack_harness.cloudformation.drift import UnknownResourceError, note_changed_code

    fields = Fields(request.get_data())
    stack, resource = fields.text("stack"), fields.text("resource")
    fields.reject_unknown()
    try:
        note_changed_code(stack, resource)
    except UnknownResourceError as error:
        raise NotFoundError(str(error)) from error
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

    reject_unknown(request, "since")
    version, ports = DEBUGGING.ports(number(request, "since"), _LONG_POLL_S)
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
        raise NotFoundError(str(error)) from error


ROUTES: Routes = {
    ("POST", "/stacks/drift"): _note_drift,
    ("POST", "/functions/warm"): _warm,
    ("POST", "/debugging"): _debug,
    ("GET", "/debugging"): _debugged,
    ("POST", "/debugging/attached"): _attach,
    ("POST", "/debugging/stop"): _stop_time,
}
