"""What the endpoints read of a request, and what they refuse."""

from localstack.http import Request

from localstack_harness.support.fields import BadInputError


class NotFoundError(LookupError):
    pass


def reject_unknown(request: Request, *known: str) -> None:
    unknown = set(request.args) - set(known)
    if unknown:
        raise BadInputError(f"unknown parameter `{unknown.pop()}`")


def number(request: Request, name: str) -> int:
    text = request.args.get(name, "0")
    if not text.isascii() or not text.isdigit():
        raise BadInputError(f"`{name}` must be a number without a sign, not {text[:100]!r}")
    return int(text)
