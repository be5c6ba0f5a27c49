"""The state of a service as bytes, and back: its stores, moto's backends, and what else it remembers."""

import importlib
from collections.abc import Iterator
from typing import Any

from localstack.services.plugins import SERVICE_PLUGINS, Service
from localstack.services.stores import AccountRegionBundle
from localstack.state import AssetDirectory, StateVisitor, pickle
from moto.backends import get_backend
from moto.core.base_backend import BackendDict

_MORE = {
    "ses": ("localstack.services.ses.provider", "EMAILS"),
    "pipes": ("localstack_harness.pipes.service", "_pipes"),
}
"""Dictionaries that no visitor is shown."""

type Container = dict[Any, Any]


class _Containers(StateVisitor):
    def __init__(self) -> None:
        self.found: list[Container] = []

    def visit(self, state_container: Any) -> None:
        if isinstance(state_container, AccountRegionBundle | BackendDict):
            self.found.append(state_container)
        elif not isinstance(state_container, AssetDirectory):
            raise TypeError(f"a state of type {type(state_container).__name__} is not known")


def service_named(name: str) -> Any:
    """A `Service` that is loaded."""
    container: Any = SERVICE_PLUGINS.get_service_container(name)
    return container.service


def loaded_services() -> list[str]:
    names: list[str] = SERVICE_PLUGINS.list_loaded_services()
    return names


def containers_of(service: Service) -> Iterator[Container]:
    visitor = _Containers()
    service.accept_state_visitor(visitor)
    yield from visitor.found or _backends_of_moto(service.name())
    if more := _MORE.get(service.name()):
        module, name = more
        yield getattr(importlib.import_module(module), name)


def _backends_of_moto(name: Any) -> list[Container]:
    """LocalStack looks for them in a module with the name of the service, which `cognito-idp` for one does not have."""
    try:
        return [get_backend(name)]
    except (ModuleNotFoundError, AttributeError):
        # moto has no such service
        return []


def dump(service: Service) -> bytes:
    data: bytes = pickle.dumps([_Content(container) for container in containers_of(service)])
    return data


def load(service: Service, data: bytes) -> None:
    """Raises what unpickling does."""
    contents: list[_Content] = pickle.loads(data)
    for container, content in zip(containers_of(service), contents, strict=True):
        content.put_into(container)


class _Content:
    """What a container has. The container itself stays: others refer to it."""

    def __init__(self, container: Container) -> None:
        self.items = dict(container)
        self.universal = getattr(container, "_universal", None)

    def put_into(self, container: Container) -> None:
        container.clear()
        container.update(self.items)
        if isinstance(container, AccountRegionBundle):
            container._universal = self.universal or {}
