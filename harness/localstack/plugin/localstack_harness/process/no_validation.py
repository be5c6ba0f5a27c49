"""
In place of localstack.aws.handlers.validation, which imports a large library and validates nothing unless
OPENAPI_VALIDATE_REQUEST or OPENAPI_VALIDATE_RESPONSE is set.
"""

import sys

from localstack import config


class _Nothing:
    def __call__(self, chain: object, context: object, response: object) -> None:
        pass


OpenAPIRequestValidator = OpenAPIResponseValidator = _Nothing


def install() -> None:
    if not (config.OPENAPI_VALIDATE_REQUEST or config.OPENAPI_VALIDATE_RESPONSE):
        sys.modules["localstack.aws.handlers.validation"] = sys.modules[__name__]
