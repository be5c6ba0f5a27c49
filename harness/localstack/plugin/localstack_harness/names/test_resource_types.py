import unittest

from localstack_harness.names.resource_types import resource_types


class ResourceTypesTest(unittest.TestCase):
    def test_lists_types_of_localstack_and_of_the_plugin_only(self) -> None:
        types = resource_types()
        self.assertIn("AWS::SQS::Queue", types)
        self.assertIn("AWS::CloudFormation::CustomResource", types)
        self.assertNotIn("AWS::Location::Map", types)


if __name__ == "__main__":
    unittest.main()
