"""The user pools that moto keeps."""

from collections.abc import Iterator
from typing import Any

from localstack.aws.api import CommonServiceException
from moto.cognitoidp.models import (
    CognitoIdpUser,
    CognitoIdpUserPool,
    CognitoIdpUserPoolClient,
    cognitoidp_backends,
)
from moto.cognitoidp.utils import flatten_attrs


def error(code: str, message: str) -> CommonServiceException:
    """A response of Cognito with status 400."""
    return CommonServiceException(code, message, 400, sender_fault=True)


def all_pools() -> Iterator[CognitoIdpUserPool]:
    for backends in list(cognitoidp_backends.values()):
        for backend in list(backends.values()):
            yield from list(backend.user_pools.values())


def pool_by_id(pool_id: str) -> CognitoIdpUserPool:
    for pool in all_pools():
        if pool.id == pool_id:
            return pool
    raise error("ResourceNotFoundException", f"User pool {pool_id} does not exist.")


def pool_of_client(client_id: str) -> tuple[CognitoIdpUserPool, CognitoIdpUserPoolClient]:
    for pool in all_pools():
        if client_id in pool.clients:
            return pool, pool.clients[client_id]
    raise error("ResourceNotFoundException", f"User pool client {client_id} does not exist.")


def user_of(pool: CognitoIdpUserPool, username: str) -> CognitoIdpUser:
    user: CognitoIdpUser | None = pool._get_user(username)
    if user is None:
        raise error("UserNotFoundException", "User does not exist.")
    return user


def attributes_of(user: CognitoIdpUser) -> dict[str, str]:
    attributes: dict[str, str] = flatten_attrs(user.attributes)
    return attributes


def setting(pool: CognitoIdpUserPool, *names: str) -> Any:
    """Of the pool's configuration, or None."""
    value: Any = pool.extended_config
    for name in names:
        value = (value or {}).get(name)
    return value
