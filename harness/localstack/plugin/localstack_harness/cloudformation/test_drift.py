import unittest
from types import SimpleNamespace
from typing import Any, cast

from localstack.services.cloudformation.stores import get_cloudformation_store

from localstack_harness.cloudformation.drift import CHANGED, UnknownResourceError, note_changed_code

ARN = "arn:aws:cloudformation:us-east-1:000000000000:stack/Shop/1"


def template() -> dict[str, Any]:
    return {
        "Resources": {
            "Sell": {
                "Type": "AWS::Lambda::Function",
                "Properties": {"Code": {"S3Bucket": "b", "S3Key": "a.zip"}},
            },
            "Queue": {"Type": "AWS::SQS::Queue", "Properties": {}},
        }
    }


class NoteChangedCodeTest(unittest.TestCase):
    def setUp(self) -> None:
        stacks = cast("dict[str, Any]", get_cloudformation_store("000000000000", "us-east-1").stacks_v2)
        self.stack = SimpleNamespace(template=template(), processed_template=template())
        stacks[ARN] = self.stack
        self.addCleanup(stacks.pop, ARN)

    def test_the_former_template_names_code_that_no_deployment_has(self) -> None:
        note_changed_code(ARN, "Sell")
        for noted in (self.stack.template, self.stack.processed_template):
            code = noted["Resources"]["Sell"]["Properties"]["Code"]
            self.assertEqual(code, {"S3Bucket": "b", "S3Key": CHANGED})

    def test_refuses_what_is_no_function_of_a_stack(self) -> None:
        for arn, resource in ((ARN, "Queue"), (ARN, "Buy"), (ARN + "2", "Sell"), ("Shop", "Sell")):
            with self.assertRaises(UnknownResourceError, msg=f"{arn} {resource}"):
                note_changed_code(arn, resource)


if __name__ == "__main__":
    unittest.main()
