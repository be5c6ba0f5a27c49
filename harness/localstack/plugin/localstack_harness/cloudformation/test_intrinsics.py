import unittest
from typing import Any

from localstack.services.cloudformation.engine.validations import ValidationError
from localstack.services.cloudformation.stores import get_cloudformation_store
from localstack.services.cloudformation.v2.entities import Stack

from localstack_harness.cloudformation import intrinsics

ACCOUNT = "123456789012"
REGION = "eu-west-1"
PLACES = [(ACCOUNT, REGION), ("000000000000", "us-east-1")]


def given(outputs: dict[str, str], account: str = ACCOUNT, region: str = REGION) -> None:
    """A deployed stack named Storage."""
    request: Any = {"StackName": "Storage", "TemplateBody": "{}"}
    stack = Stack(account, region, request)
    stack.resolved_outputs = [{"OutputKey": key, "OutputValue": value} for key, value in outputs.items()]
    get_cloudformation_store(account, region).stacks_v2[stack.stack_id] = stack


class StackOutputTest(unittest.TestCase):
    def tearDown(self) -> None:
        for place in PLACES:
            get_cloudformation_store(*place).stacks_v2.clear()

    def test_reads_the_output_in_the_account_and_region_of_the_referring_stack(self) -> None:
        given({"Url": "http://queue"})
        arguments = {"StackName": "Storage", "OutputName": "Url"}
        self.assertEqual(intrinsics.stack_output(arguments, ACCOUNT, REGION), "http://queue")

    def test_reads_it_in_the_region_and_in_the_account_of_the_role_that_are_given(self) -> None:
        given({"Url": "far away"}, account="000000000000", region="us-east-1")
        arguments = {
            "StackName": "Storage",
            "OutputName": "Url",
            "Region": "us-east-1",
            "RoleArn": "arn:aws:iam::000000000000:role/Reader",
        }
        self.assertEqual(intrinsics.stack_output(arguments, ACCOUNT, REGION), "far away")

    def test_names_the_stack_or_the_output_that_does_not_exist(self) -> None:
        given({"Url": "http://queue"})
        for arguments, message in [
            ({"StackName": "Storage", "OutputName": "Arn"}, "stack Storage has no output Arn"),
            (
                {"StackName": "Store", "OutputName": "Url"},
                "stack Store does not exist in account 123456789012",
            ),
            ({"StackName": "Storage"}, "needs StackName and OutputName"),
        ]:
            with self.subTest(message), self.assertRaisesRegex(ValidationError, message):
                intrinsics.stack_output(arguments, ACCOUNT, REGION)


class BlocksTest(unittest.TestCase):
    def test_are_the_first_of_a_larger_block(self) -> None:
        for arguments, expected in [
            (["10.0.0.0/16", 3, 8], ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]),
            (["192.168.0.0/24", "2", "5"], ["192.168.0.0/27", "192.168.0.32/27"]),
            (["2001:db8::/56", 2, "64"], ["2001:db8::/64", "2001:db8:0:1::/64"]),
        ]:
            with self.subTest(arguments):
                self.assertEqual(intrinsics.blocks(arguments), expected)

    def test_need_a_block_that_has_so_many(self) -> None:
        for arguments in (
            ["10.0.0.0/24", 2, 8],
            ["10.0.0.0/8", 257, 8],
            ["10.0.0.0/8", 0, 8],
            ["10.0.0.0/8", 1, 33],
            ["vpc", 1, 8],
            ["10.0.0.0/8", 1],
        ):
            with self.subTest(arguments), self.assertRaisesRegex(ValidationError, "Fn::Cidr cannot"):
                intrinsics.blocks(arguments)


if __name__ == "__main__":
    unittest.main()
