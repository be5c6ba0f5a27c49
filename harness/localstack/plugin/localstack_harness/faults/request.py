"""Reads the fault that a test requests, and refuses a fault that could never apply."""

import difflib
from collections.abc import Iterable

from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader
from localstack.aws.spec import load_service

from localstack_harness.faults.faults import Fault
from localstack_harness.faults.rate_limit import RateLimit
from localstack_harness.support.fields import BadInputError, Fields
from localstack_harness.support.timing.lease import DEFAULT_S, LONGEST_S, Lease

EFFECTS = ("timeout", "crash", "throttle")
_LONGEST_DELAY_MS = 900_000
# Names that the SDKs for JavaScript use
_ALIASES = {"sfn": "stepfunctions", "cloudwatch-logs": "logs", "eventbridge": "events"}


def read_fault(body: bytes) -> Fault:
    """Raises BadInputError."""
    fields = Fields(body)
    service = fields.text("service").lower()
    service = _ALIASES.get(service, service)
    operation = fields.text("operation")
    _check_known(service, operation)
    rate = fields.optional_integer("rate", 1, 100_000)
    share = fields.number("share", 1.0, 0.001, 1.0)
    fault = Fault(
        service=service,
        operation=operation,
        error=fields.optional_text("error"),
        message=fields.optional_text("message"),
        status=fields.optional_integer("status", 400, 599),
        times=fields.optional_integer("times", 1, 1_000_000),
        rate_limit=RateLimit(rate) if rate else None,
        share=share if share < 1 else None,
        delay_ms=fields.optional_integer("delayMs", 0, _LONGEST_DELAY_MS) or 0,
        match=fields.texts("match"),
        function=fields.optional_text("function"),
        effect=fields.optional_choice("effect", EFFECTS),
        lease=Lease(fields.number("lease", DEFAULT_S, 0.001, LONGEST_S)),
    )
    fields.reject_unknown()
    _check_consistent(fault)
    return fault


def _check_known(service: str, operation: str) -> None:
    try:
        operations = load_service(service).operation_names
    except UnknownServiceError as error:
        guess = _guess(service, Loader().list_available_services("service-2"))
        raise BadInputError(f"there is no service {service!r}{guess}") from error
    if operation not in operations:
        raise BadInputError(f"{service} has no operation {operation!r}{_guess(operation, operations)}")


def _guess(wrong: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(wrong, list(names), n=1, cutoff=0.5)
    return f": did you mean {near[0]!r}?" if near else ""


def _check_consistent(fault: Fault) -> None:
    if not fault.error and not fault.effect and not fault.delay_ms:
        raise BadInputError("a fault needs `error`, `delayMs` or, for a function, `effect`")
    if fault.error and fault.effect:
        raise BadInputError("a fault has either `error` or `effect`, not both")
    if (fault.message or fault.status) and not fault.error:
        raise BadInputError("`message` and `status` require `error`")
    if (fault.effect or fault.function) and (fault.service, fault.operation) != ("lambda", "Invoke"):
        raise BadInputError("`function` and `effect` require service lambda, operation Invoke")
    if fault.effect and not fault.function:
        raise BadInputError("`effect` needs `function`, the name of the function")
