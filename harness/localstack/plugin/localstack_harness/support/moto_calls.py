"""Answers an operation without moto's HTTP layer, by which a provider of LocalStack calls moto in the same process."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from localstack.aws.api import RequestContext

from localstack_harness.support.patching import replace


def answer_directly(
    provider: ModuleType, operation: str, answer: Callable[[RequestContext], dict[str, Any]]
) -> None:
    """`answer` returns what moto would, parsed; all other operations of the provider call moto as before."""
    call_moto = provider.call_moto

    def answer_or_call(context: RequestContext, *args: Any, **options: Any) -> Any:
        if context.operation and context.operation.name == operation:
            return answer(context)
        return call_moto(context, *args, **options)

    replace(provider, "call_moto", answer_or_call)
