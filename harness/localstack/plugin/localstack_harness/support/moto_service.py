"""
Services of which moto serves every operation, but for those that the plugin serves itself, and what the plugin knows of an
object of moto.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType, ModuleType
from typing import Any

from localstack.aws.api import RequestContext, handler
from localstack.aws.spec import load_service
from localstack.services.moto import MotoFallbackDispatcher
from localstack.services.plugins import Service

from localstack_harness.support.patching import replace

type Operation = Callable[[RequestContext, Any], Any]
"""Takes a request, and returns its response. `call_moto` of LocalStack is how it asks moto."""

_NONE: Mapping[str, Operation] = MappingProxyType({})


def moto_service(name: str, own: Mapping[str, Operation] = _NONE) -> Service:
    """`own`: the plugin's operations, such as `CreateApi`. Raises ValueError if the service has none of that name."""
    description = load_service(name)
    if unknown := set(own) - set(description.operation_names):
        raise ValueError(f"{name} has no operation {', '.join(sorted(unknown))}")
    operations = {
        f"on_{operation}": _handler(operation, own.get(operation, _left_to_moto))
        for operation in description.operation_names
    }
    provider = type("MotoProvider", (), {"service": name, "version": description.api_version, **operations})
    service: Service = Service.for_provider(provider(), dispatch_table_factory=MotoFallbackDispatcher)
    return service


def _left_to_moto(_context: RequestContext, _request: object) -> None:
    raise NotImplementedError


def _handler(operation: str, serve: Operation) -> Callable[..., Any]:
    @handler(operation, expand=False)
    def on_operation(_provider: object, context: RequestContext, request: Any) -> Any:
        return serve(context, request)

    on_operation.__name__ = f"on_{operation}"
    decorated: Callable[..., Any] = on_operation
    return decorated


def answer_directly(
    provider: ModuleType, operation: str, answer: Callable[[RequestContext], dict[str, Any]]
) -> None:
    """
    A provider of LocalStack calls moto over HTTP in the same process: `answer` returns what moto would, parsed. All
    other operations of the provider call moto as before.
    """
    call_moto = provider.call_moto

    def answer_or_call(context: RequestContext, *args: Any, **options: Any) -> Any:
        if context.operation and context.operation.name == operation:
            return answer(context)
        return call_moto(context, *args, **options)

    replace(provider, "call_moto", answer_or_call)


class Attached[T]:
    """A value for each object. It belongs to the object, and so to a kept state."""

    def __init__(self, name: str, make: Callable[[], T]) -> None:
        self._name = f"_harness_{name}"
        self._make = make

    def of(self, owner: object) -> T:
        value: T = vars(owner).setdefault(self._name, self._make())
        return value
