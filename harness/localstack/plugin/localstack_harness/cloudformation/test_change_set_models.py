import unittest
from copy import deepcopy
from types import SimpleNamespace
from typing import Any
from unittest import mock

from localstack.services.cloudformation.engine.v2 import change_set_model_visitor
from localstack.services.cloudformation.engine.v2.change_set_model import ChangeSetModel, Scope
from localstack.services.cloudformation.engine.v2.change_set_model_transform import ChangeSetModelTransform
from localstack.utils.strings import camel_to_snake_case

from localstack_harness.cloudformation import change_set_models

PLAIN = {
    "Resources": {
        "Rule": {"Type": "AWS::Events::Rule", "Properties": {"InputTransformer": {"Ref": "Walk"}}},
        "Walk": {"Type": "AWS::SQS::Queue"},
    }
}
TRANSFORMED: Any = {"Transform": "AWS::SecretsManager-2020-07-23", **PLAIN}
WITHIN = {"Resources": {"Walk": {"Type": "T", "Properties": {"Fn::Transform": {"Name": "AWS::Include"}}}}}


class TransformTest(unittest.TestCase):
    def test_templates_without_a_transform_stay_as_localstack_leaves_them(self) -> None:
        after = deepcopy(PLAIN)
        model = ChangeSetModel(PLAIN, after, {}, {}).get_update_model()
        stack = SimpleNamespace(resolved_resources={}, stack_name="s", stack_id="s")
        change_set: Any = SimpleNamespace(
            update_model=model, stack=stack, account_id="000000000000", region_name="us-east-1"
        )
        transform = ChangeSetModelTransform(change_set, {}, {}, PLAIN, after)
        slow = ChangeSetModelTransform.transform(transform)
        never: Any = mock.Mock()
        fast = change_set_models.transform(never, transform)
        self.assertEqual(fast, slow)
        self.assertIs(fast[1], slow[1])
        never.assert_not_called()

    def test_others_are_transformed(self) -> None:
        for before, after in ((None, TRANSFORMED), (TRANSFORMED, PLAIN), (PLAIN, WITHIN)):
            original = mock.Mock(return_value=("before", "after"))
            model: Any = SimpleNamespace(_before_template=before, _after_template=after)
            self.assertEqual(change_set_models.transform(original, model), ("before", "after"))
            original.assert_called_once_with(model)


class VisitTest(unittest.TestCase):
    def test_names_and_copies_are_as_before(self) -> None:
        for owner, name in ((Scope, "__deepcopy__"), (ChangeSetModelTransform, "transform")):
            self.enterContext(mock.patch.object(owner, name, getattr(owner, name, None), create=True))
        change_set_models.install()
        for name in ("NodeTemplate", "TerminalValueUnchanged"):
            convert: Any = change_set_model_visitor
            self.assertEqual(convert.camel_to_snake_case(name), camel_to_snake_case(name))
        value = {Scope("/Resources"): {"Walk": ["a"]}}
        copied = deepcopy(value)
        self.assertEqual(copied, value)
        self.assertIsInstance(next(iter(copied)), Scope)
        self.assertIsNot(copied[Scope("/Resources")]["Walk"], value[Scope("/Resources")]["Walk"])


if __name__ == "__main__":
    unittest.main()
