import unittest

from localstack_harness.names.services import service_names


class ServiceNamesTest(unittest.TestCase):
    def test_services_have_the_names_of_the_cli_and_those_of_iam_and_the_sdk_beside_them(self) -> None:
        services = service_names()["services"]
        self.assertEqual(set(services["stepfunctions"]), {"sfn", "states"})
        self.assertIn("cloudwatch-logs", services["logs"])
        self.assertIn("monitoring", services["cloudwatch"])

    def test_services_may_share_another_name(self) -> None:
        services = service_names()["services"]
        shared = [name for name, aliases in services.items() if "email" in aliases]
        self.assertEqual(shared, ["pinpoint-email", "ses", "sesv2"])

    def test_no_alias_is_the_name_of_another_service(self) -> None:
        services = service_names()["services"]
        clashes = [alias for aliases in services.values() for alias in aliases if alias in services]
        self.assertEqual(clashes, [])

    def test_operations_name_the_services_that_have_them(self) -> None:
        operations = service_names()["operations"]
        self.assertEqual(operations["StartExecution"], ["stepfunctions"])
        self.assertEqual(operations["SendEmail"], ["pinpoint-email", "ses", "sesv2"])
        self.assertEqual(operations["Invoke"], ["lambda"])
