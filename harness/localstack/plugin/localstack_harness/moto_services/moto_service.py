"""A service of which moto serves every operation."""

from collections.abc import Callable
from typing import Any

from localstack.aws.api import handler
from localstack.aws.spec import load_service
from localstack.services.moto import MotoFallbackDispatcher
from localstack.services.plugins import Service


def moto_service(name: str) -> Service:
    description = load_service(name)
    operations = {f"on_{operation}": _left_to_moto(operation) for operation in description.operation_names}
    provider = type("MotoProvider", (), {"service": name, "version": description.api_version, **operations})
    service: Service = Service.for_provider(provider(), dispatch_table_factory=MotoFallbackDispatcher)
    return service


def _left_to_moto(operation: str) -> Callable[..., Any]:
    @handler(operation, expand=False)
    def unimplemented(_provider: object, _context: object, _request: object) -> None:
        raise NotImplementedError

    unimplemented.__name__ = f"on_{operation}"
    decorated: Callable[..., Any] = unimplemented
    return decorated
