"""Finds the configurations of a function URL."""

from collections.abc import Iterator
from typing import Any

from localstack.services.lambda_.invocation.models import lambda_stores


def url_configs(url_id: str, region: str) -> Iterator[Any]:
    """LocalStack's `FunctionUrlConfig` with this id, of any account."""
    for stores in list(lambda_stores.values()):
        for function in list(stores[region].functions.values()):
            for config in list(function.function_url_configs.values()):
                if config.url_id.lower() == url_id.lower():
                    yield config
