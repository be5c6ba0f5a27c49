"""Typed forms of LocalStack's decorators for patches and hooks, which have no type annotations."""

from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any, Concatenate

from localstack.aws.api import RequestContext
from localstack.utils import patch as localstack_patch

type Original = Callable[..., Any]
"""The patched function, for patches that pass its arguments on without naming them."""

type Patched[**P, R] = Callable[Concatenate[Callable[P, R], P], R]


def patch[**P, R](target: Callable[P, R]) -> Callable[[Patched[P, R]], Patched[P, R]]:
    """Replaces a function or method of LocalStack by the decorated one, which receives the original first."""

    def apply(replacement: Patched[P, R]) -> Patched[P, R]:
        localstack_patch.patch(target)(replacement)
        return replacement

    return apply


def context_of(arguments: Sequence[Any], named: Mapping[str, Any]) -> RequestContext:
    """Of a call of a provider's operation: LocalStack names the context where it names the fields of the request."""
    context: RequestContext = named["context"] if "context" in named else arguments[1]
    return context


def replace(owner: ModuleType | type, name: str, value: object) -> None:
    """Replaces an attribute of a module or class. Raises AttributeError if there is none with this name."""
    getattr(owner, name)
    setattr(owner, name, value)


def hook[**P](
    event: Callable[..., Original], priority: int = 0
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """
    Registers the decorated function for `event`, one of LocalStack's hooks, under its module and name:
    LocalStack silently keeps only one of two hooks with the same name. Hooks with a higher priority run first.
    """

    def register(function: Callable[P, None]) -> Callable[P, None]:
        event(name=f"{function.__module__}.{function.__qualname__}", priority=priority)(function)
        return function

    return register
