import unittest
from types import SimpleNamespace
from typing import Any
from unittest import mock

from localstack.services.cloudformation.engine.v2.change_set_model_preproc import (
    PreprocProperties,
    PreprocResource,
)

from localstack_harness.cloudformation import replacements


class ReplacementsTest(unittest.TestCase):
    def replaces(self, before: dict[str, Any], after: dict[str, Any], new_type: str = "T") -> bool:
        schema = {
            "createOnlyProperties": [
                "/properties/Name",
                "/properties/FunctionName",
                "/properties/Config/Type",
            ]
        }
        executor: Any = SimpleNamespace(resource_provider_executor=mock.Mock())
        executor.resource_provider_executor.try_load_resource_provider().SCHEMA = schema
        resource = alias(after, new_type)
        original = mock.Mock()
        replacements.execute_resource_change(original, executor, "Live", alias(before, "T"), resource)
        original.assert_called_once()
        return resource.requires_replacement

    def test_a_resource_whose_identity_is_the_same_is_changed(self) -> None:
        identity = {"Name": "live", "FunctionName": "send"}
        self.assertFalse(self.replaces({**identity, "V": "1"}, {**identity, "V": "2"}))

    def test_one_with_another_identity_is_replaced(self) -> None:
        self.assertTrue(self.replaces({"Name": "live"}, {"Name": "live", "FunctionName": "send"}))

    def test_a_part_of_a_property_may_be_the_identity(self) -> None:
        before = {"Config": {"Type": "TCP", "Port": 1}}
        self.assertTrue(self.replaces(before, {"Config": {"Type": "HTTP", "Port": 1}}))
        self.assertFalse(self.replaces(before, {"Config": {"Type": "TCP", "Port": 2}}))

    def test_one_of_another_type_is_left_to_localstack(self) -> None:
        self.assertTrue(self.replaces({}, {}, new_type="Other"))


def alias(properties: dict[str, Any], type_: str) -> PreprocResource:
    return PreprocResource("Live", "id", None, type_, PreprocProperties(properties), None, True)


if __name__ == "__main__":
    unittest.main()
