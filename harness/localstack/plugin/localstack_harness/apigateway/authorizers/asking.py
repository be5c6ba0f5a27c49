"""Asks the function of a Lambda authorizer, and keeps what it grants for a while."""

import json
import threading
import time
from collections.abc import Callable, Hashable, MutableMapping
from typing import Any

from cachetools import TLRUCache
from localstack.services.apigateway.next_gen.execute_api.helpers import (
    get_lambda_function_arn_from_invocation_uri,
)
from localstack.services.apigateway.next_gen.execute_api.integrations.aws import get_service_factory
from localstack.utils.aws.arns import extract_region_from_arn
from localstack.utils.aws.client_types import ServicePrincipal

from localstack_harness.apigateway.authorizers.answers import read_answer

CACHED_GRANTS = 1_000


class Grants[Granted]:
    """What authorizers granted, each for as long as its authorizer says."""

    def __init__(self) -> None:
        self._cache: MutableMapping[Hashable, tuple[Granted, int]] = TLRUCache(
            CACHED_GRANTS, ttu=lambda _key, value, now: now + value[1], timer=time.monotonic
        )
        self._lock = threading.Lock()

    def get(self, key: Hashable, seconds: int, ask: Callable[[], Granted]) -> Granted:
        """`seconds`: for how long it is kept; 0 for not at all."""
        with self._lock:
            cached = self._cache.get(key) if seconds else None
        if cached:
            return cached[0]
        granted = ask()
        if seconds:
            with self._lock:
                self._cache[key] = (granted, seconds)
        return granted

    def forget(self, concerns: Callable[[Any], bool]) -> None:
        with self._lock:
            for key in [key for key in self._cache if concerns(key)]:
                del self._cache[key]


def ask(uri: str, role_arn: str | None, source_arn: str, event: dict[str, Any]) -> Any:
    """The answer of the function at an authorizer's URI. Raises UnauthorizedCallerError and AuthorizerAnswerError."""
    function = get_lambda_function_arn_from_invocation_uri(uri)
    clients: Any = get_service_factory(region_name=extract_region_from_arn(function), role_arn=role_arn)
    client = clients.lambda_.request_metadata(
        service_principal=ServicePrincipal.apigateway, source_arn=source_arn
    )
    result = client.invoke(FunctionName=function, Payload=json.dumps(event, default=str).encode())
    return read_answer(result["Payload"].read(), "FunctionError" in result)
