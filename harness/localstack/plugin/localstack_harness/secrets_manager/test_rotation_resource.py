import unittest
from typing import Any
from unittest.mock import MagicMock

from localstack.services.secretsmanager.resource_providers.aws_secretsmanager_rotationschedule import (
    SecretsManagerRotationScheduleProvider,
)

from localstack_harness.secrets_manager import rotation_resource
from localstack_harness.secrets_manager.rotation_resource import rules

SECRET, FUNCTION = "arn:secret", "arn:function"


class RotationScheduleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        rotation_resource.install()

    def setUp(self) -> None:
        self.request: Any = MagicMock()
        self.client = self.request.aws_client_factory.secretsmanager
        self.client.rotate_secret.return_value = {"ARN": SECRET}
        self.client.exceptions.ResourceNotFoundException = LookupError

    def test_a_secret_is_rotated_when_it_gets_a_schedule_and_when_the_schedule_changes(self) -> None:
        model = {"SecretId": SECRET, "RotationLambdaARN": FUNCTION}
        self.request.desired_state = {**model, "RotationRules": {"ScheduleExpression": "rate(30 days)"}}
        created: Any = SecretsManagerRotationScheduleProvider().create(self.request)
        self.assertEqual(created.resource_model["Id"], SECRET)
        self.client.rotate_secret.assert_called_once_with(
            **model, RotateImmediately=True, RotationRules={"AutomaticallyAfterDays": 30}
        )
        self.request.previous_state = created.resource_model
        self.request.desired_state = {**model, "RotateImmediatelyOnUpdate": False}
        updated: Any = SecretsManagerRotationScheduleProvider().update(self.request)
        self.assertEqual(updated.resource_model["Id"], SECRET)
        self.client.rotate_secret.assert_called_with(**model, RotateImmediately=False, RotationRules={})

    def test_its_deletion_ends_the_rotation_also_of_a_secret_that_is_gone(self) -> None:
        self.request.desired_state = {"SecretId": SECRET, "Id": SECRET}
        self.client.cancel_rotate_secret.side_effect = LookupError
        SecretsManagerRotationScheduleProvider().delete(self.request)
        self.client.cancel_rotate_secret.assert_called_once_with(SecretId=SECRET)

    def test_days_of_rules(self) -> None:
        for given, days in (
            ({"AutomaticallyAfterDays": "7"}, 7),
            ({"ScheduleExpression": "rate(48 hours)"}, 2),
            ({"ScheduleExpression": "rate(4 hours)"}, 1),
            ({"ScheduleExpression": "rate(1 day)"}, 1),
        ):
            self.assertEqual(rules(given), {"AutomaticallyAfterDays": days})
        self.assertEqual(rules({"ScheduleExpression": "cron(0 8 1 * ? *)"}), {})


if __name__ == "__main__":
    unittest.main()
