"""The context object: https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""

import json
import os
import time
from collections.abc import Mapping
from typing import Any, Self

from . import logs
from .errors import RuntimeFaultError


class _Fields:
    """An object whose attributes are the fields of a JSON document; those that are missing are None."""

    __slots__: tuple[str, ...] = ()

    def __init__(self, fields: Mapping[str, Any]) -> None:
        for name in self.__slots__:
            setattr(self, name, fields.get(name))

    def __repr__(self) -> str:
        fields = ",".join(f"{name}={getattr(self, name)}" for name in self.__slots__)
        return f"{type(self).__name__}([{fields}])"


class CognitoIdentity(_Fields):
    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")


class Client(_Fields):
    __slots__ = ("app_package_name", "app_title", "app_version_code", "app_version_name", "installation_id")


class ClientContext(_Fields):
    __slots__ = ("client", "custom", "env")
    client: Any
    custom: Any
    env: Any


class LambdaContext:
    def __init__(self, headers: Mapping[str, str]) -> None:
        self.aws_request_id = headers.get("Lambda-Runtime-Aws-Request-Id")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("Lambda-Runtime-Invoked-Function-Arn")
        self.tenant_id = headers.get("Lambda-Runtime-Aws-Tenant-Id")
        self.client_context = _client_context(headers.get("Lambda-Runtime-Client-Context"))
        self.identity = _identity(headers.get("Lambda-Runtime-Cognito-Identity"))
        self._epoch_deadline_time_in_ms = int(headers.get("Lambda-Runtime-Deadline-Ms", 0))

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> Self:
        return cls(headers)

    def get_remaining_time_in_millis(self) -> int:
        return max(0, self._epoch_deadline_time_in_ms - int(time.time() * 1000))

    def log(self, msg: object) -> None:
        logs.write(str(msg))

    def __repr__(self) -> str:
        fields = ",".join(f"{name}={value}" for name, value in vars(self).items() if not name.startswith("_"))
        return f"LambdaContext([{fields}])"


def _client_context(header: str | None) -> ClientContext | None:
    if not header:
        return None
    context = ClientContext(_parse(header, "Client Context"))
    if context.client is not None:
        context.client = Client(context.client)
    return context


def _identity(header: str | None) -> CognitoIdentity:
    fields = _parse(header, "Cognito Identity") if header else {}
    return CognitoIdentity(
        {
            "cognito_identity_id": fields.get("cognitoIdentityId"),
            "cognito_identity_pool_id": fields.get("cognitoIdentityPoolId"),
        }
    )


def _parse(header: str, name: str) -> dict[str, Any]:
    try:
        parsed: dict[str, Any] = json.loads(header)
        return parsed
    except ValueError as error:
        raise RuntimeFaultError(
            "LambdaContextUnmarshalError", f"Unable to parse {name} JSON: {error}"
        ) from error
