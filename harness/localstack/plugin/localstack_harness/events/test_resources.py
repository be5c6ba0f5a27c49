import unittest
from types import SimpleNamespace
from typing import Any
from unittest import mock

from localstack.services.events.resource_providers.aws_events_rule import EventsRuleProvider

from localstack_harness.events.resources import ArchiveProvider, install_rules


class RuleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        install_rules()

    def setUp(self) -> None:
        self.events = mock.MagicMock()
        self.events.exceptions = SimpleNamespace(ResourceNotFoundException=KeyError)
        self.events.put_rule.return_value = {"RuleArn": "arn"}

    def request(self, desired: Any, previous: Any = None) -> Any:
        return SimpleNamespace(
            desired_state=desired,
            previous_state=previous,
            aws_client_factory=SimpleNamespace(events=self.events, get_client=lambda _: self.events),
            stack_name="Pets",
            logical_resource_id="Rule",
            custom_context={},
        )

    def test_an_update_keeps_the_name_and_removes_former_targets(self) -> None:
        before = {"Id": "pets|Pets-Rule-1", "EventBusName": "pets", "Targets": [{"Id": "a"}, {"Id": "b"}]}
        after = {"EventBusName": "pets", "EventPattern": {"source": ["x"]}, "Targets": [{"Id": "b"}]}
        with mock.patch(
            "localstack.services.cloudformation.provider_utils.convert_request_kwargs",
            side_effect=lambda given, _: given,
        ):
            event: Any = EventsRuleProvider().update(self.request(after, before))
        self.events.remove_targets.assert_called_once_with(
            Rule="Pets-Rule-1", EventBusName="pets", Ids=["a"], Force=True
        )
        self.assertEqual(self.events.put_rule.call_args.kwargs["Name"], "Pets-Rule-1")
        self.assertEqual(event.resource_model["Id"], "pets|Pets-Rule-1")

    def test_a_removal_names_the_bus(self) -> None:
        self.events.list_targets_by_rule.return_value = {"Targets": [{"Id": "a"}]}
        EventsRuleProvider().delete(self.request({"Id": "pets|r"}))
        self.events.delete_rule.assert_called_once_with(Name="r", EventBusName="pets")

    def test_an_archive_has_a_generated_name_that_an_update_keeps(self) -> None:
        self.events.create_archive.return_value = {"ArchiveArn": "arn"}
        made = ArchiveProvider().create(self.request({"SourceArn": "bus"})).resource_model
        assert made
        self.assertEqual(self.events.create_archive.call_args.kwargs["EventSourceArn"], "bus")
        changed = {"SourceArn": "bus", "EventPattern": {"source": ["x"]}}
        kept = ArchiveProvider().update(self.request(changed, made)).resource_model
        assert kept
        self.assertEqual((kept["ArchiveName"], kept["Arn"]), (made["ArchiveName"], "arn"))
        self.assertEqual(self.events.update_archive.call_args.kwargs["EventPattern"], '{"source": ["x"]}')


if __name__ == "__main__":
    unittest.main()
