"""A user pool in moto, for the tests of this package."""

from collections.abc import Mapping
from typing import Any
from unittest import TestCase

from moto.cognitoidp.models import (
    CognitoIdpUser,
    CognitoIdpUserPool,
    CognitoIdpUserPoolClient,
    cognitoidp_backends,
)

PASSWORD = "Biscuits4all!"  # noqa: S105 of no one


class PoolForTests:
    """With one client and one confirmed user, `ann`; removed after the test."""

    def __init__(self, test: TestCase, client: Mapping[str, Any] | None = None, **configuration: Any) -> None:
        backend = cognitoidp_backends["000000000000"]["us-east-1"]
        self.pool: CognitoIdpUserPool = backend.create_user_pool("pets", configuration)
        test.addCleanup(backend.delete_user_pool, self.pool.id)
        settings = dict(client or {})
        secret = bool(settings.pop("GenerateSecret", False))
        self.client: CognitoIdpUserPoolClient = backend.create_user_pool_client(
            self.pool.id, secret, settings
        )
        attributes = [
            {"Name": "email", "Value": "ann@pets.test"},
            {"Name": "email_verified", "Value": "true"},
        ]
        self.ann: CognitoIdpUser = backend.admin_create_user(self.pool.id, "ann", "", PASSWORD, attributes)
        backend.admin_set_user_password(self.pool.id, "ann", PASSWORD, permanent=True)
