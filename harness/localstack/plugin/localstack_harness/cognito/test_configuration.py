import unittest
from typing import Any
from unittest import mock

from localstack.aws.api import CommonServiceException

from localstack_harness.cognito import configuration
from localstack_harness.cognito.pool_for_tests import PoolForTests

configuration.install()


class ConfigurationTest(unittest.TestCase):
    def setUp(self) -> None:
        self.given = PoolForTests(
            self, {"ClientName": "web", "ReadAttributes": ["email"]}, AliasAttributes=["email"]
        )
        self.moto = self.enterContext(mock.patch.object(configuration, "call_moto"))

    def test_an_alias_is_a_verified_attribute(self) -> None:
        self.assertIs(self.given.pool._get_user("ann@pets.test"), self.given.ann)
        self.given.ann.update_attributes([{"Name": "email_verified", "Value": "false"}])
        self.assertIsNone(self.given.pool._get_user("ann@pets.test"))

    def test_an_update_of_a_pool_keeps_its_aliases(self) -> None:
        pool = self.given.pool
        request = {"UserPoolId": pool.id, "Policies": {"PasswordPolicy": {"MinimumLength": 12}}}
        self.moto.side_effect = lambda _: pool.update_extended_config(dict(request))
        configuration.update_user_pool(mock.Mock(), request)
        self.assertEqual(pool.extended_config["AliasAttributes"], ["email"])
        self.assertEqual(pool.extended_config["Policies"]["PasswordPolicy"]["MinimumLength"], 12)
        self.assertNotIn("UserPoolId", pool.extended_config)

    def test_an_update_of_a_client_resets_what_it_does_not_name(self) -> None:
        client = self.given.client
        request = {"UserPoolId": self.given.pool.id, "ClientId": client.id}
        configuration.update_user_pool_client(mock.Mock(), request)
        self.assertEqual(client.extended_config["ClientName"], "web")
        self.assertNotIn("ReadAttributes", client.extended_config)

    def test_a_protected_pool_is_not_deleted(self) -> None:
        self.given.pool.extended_config["DeletionProtection"] = "ACTIVE"
        with self.assertRaisesRegex(CommonServiceException, "deletion protection is activated"):
            configuration.delete_user_pool(mock.Mock(), {"UserPoolId": self.given.pool.id})

    def test_what_is_not_supported_is_named(self) -> None:
        link: dict[str, Any] = {"VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_LINK"}}
        custom = {"CustomDomainConfig": {"CertificateArn": "arn"}}
        cases: list[tuple[Any, dict[str, Any], str]] = [
            (configuration.create_user_pool, link, "CONFIRM_WITH_LINK is not supported"),
            (configuration.create_user_pool, {"LambdaConfig": {"UserMigration": "arn"}}, "UserMigration"),
            (configuration.create_user_pool_domain, custom, "custom domains"),
        ]
        for operation, request, reason in cases:
            with self.subTest(reason), self.assertRaisesRegex(CommonServiceException, reason):
                operation(mock.Mock(), request)
        self.moto.assert_not_called()


if __name__ == "__main__":
    unittest.main()
