import re
import unittest
from types import SimpleNamespace
from typing import Any

from localstack.services.cloudformation.engine.quirks import PHYSICAL_RESOURCE_ID_SPECIAL_CASES
from plux import PluginSpec

from localstack_harness.cloudformation.without_effect import types
from localstack_harness.cloudformation.without_effect.recorded import EFFECTS, recorded


def request(desired: dict[str, Any], previous: dict[str, Any] | None = None) -> Any:
    return SimpleNamespace(
        desired_state=desired,
        previous_state=previous,
        stack_name="Pets",
        logical_resource_id="Guard",
        region_name="eu-west-1",
        account_id="000000000001",
    )


def provider_of(spec: PluginSpec) -> Any:
    plugin: Any = spec.factory()
    return plugin.factory()


class RecordedTest(unittest.TestCase):
    def setUp(self) -> None:
        spec = recorded(
            "AWS::Pets::Guard",
            "pets are not guarded",
            "{Name}|{id}",
            Id="{id}",
            Meta__Arn="arn:{region}:{account}:{Name}",
        )
        self.addCleanup(EFFECTS.pop, "AWS::Pets::Guard")
        self.provider = provider_of(spec)

    def test_ref_and_attributes_have_values(self) -> None:
        model = self.provider.create(request({"Name": "Rex"})).resource_model
        self.assertEqual(model["PhysicalResourceId"], f"Rex|{model['Id']}")
        self.assertEqual(model["Meta"], {"Arn": "arn:eu-west-1:000000000001:Rex"})

    def test_a_name_that_the_template_leaves_out_is_made_up(self) -> None:
        model = self.provider.create(request({})).resource_model
        self.assertTrue(model["Name"].startswith("Pets-Guard-"))
        self.assertEqual(model["PhysicalResourceId"], f"{model['Name']}|{model['Id']}")

    def test_an_update_keeps_the_resource(self) -> None:
        before = self.provider.create(request({"Name": "Rex", "Size": 1})).resource_model
        after = self.provider.update(request({"Name": "Rex", "Size": 2}, before)).resource_model
        self.assertEqual(after, {**before, "Size": 2})
        self.assertIsNot(after, before)

    def test_localstack_finds_the_ref_of_every_type(self) -> None:
        """It takes that of some types from their properties."""
        required = {"Scope": "REGIONAL", "ResourceArn": "arn:api", "WebACLArn": "arn:acl"}
        for spec in [each for each in vars(types).values() if isinstance(each, PluginSpec)]:
            wanted = re.findall(r"/properties/(\w+)", PHYSICAL_RESOURCE_ID_SPECIAL_CASES.get(spec.name, ""))
            model = provider_of(spec).create(request(required)).resource_model
            self.assertEqual(set(wanted) - set(model), set(), spec.name)

    def test_every_type_says_what_an_app_misses(self) -> None:
        self.assertTrue(all(effect and not effect.endswith(".") for effect in EFFECTS.values()))
        self.assertEqual(types.web_acl.name, "AWS::WAFv2::WebACL")


if __name__ == "__main__":
    unittest.main()
