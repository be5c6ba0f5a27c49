import unittest
from types import SimpleNamespace
from typing import Any
from unittest import mock

from localstack_harness.ses.identity_resource import EmailIdentityProvider
from localstack_harness.ses.resources import (
    ConfigurationSetProvider,
    EventDestinationProvider,
    TemplateProvider,
)


class AbsentError(Exception):
    pass


class ResourcesCase(unittest.TestCase):
    def setUp(self) -> None:
        self.ses = mock.MagicMock()
        self.ses.exceptions = SimpleNamespace(
            NotFoundException=AbsentError, AlreadyExistsException=AbsentError
        )

    def act(self, action: Any, desired: Any, previous: Any = None) -> Any:
        request = SimpleNamespace(
            desired_state=desired,
            previous_state=previous,
            aws_client_factory=SimpleNamespace(get_client=lambda _: self.ses),
            stack_name="Pets",
            logical_resource_id="Mails",
        )
        return action(request).resource_model

    @property
    def calls(self) -> list[str]:
        return [name for name, _, _ in self.ses.method_calls]


class ConfigurationSetTest(ResourcesCase):
    def test_has_a_generated_name_that_an_update_keeps(self) -> None:
        provider = ConfigurationSetProvider()
        made = self.act(provider.create, {})
        self.assertRegex(made["Name"], "^Pets-Mails-")
        changed = {"SuppressionOptions": {"SuppressedReasons": ["BOUNCE"]}}
        self.assertEqual(self.act(provider.update, changed, made)["Name"], made["Name"])
        self.assertEqual(
            self.calls, ["create_configuration_set", "put_configuration_set_suppression_options"]
        )

    def test_another_name_makes_another_one(self) -> None:
        self.act(ConfigurationSetProvider().update, {"Name": "new"}, {"Name": "old"})
        self.assertEqual(self.calls, ["create_configuration_set", "delete_configuration_set"])


class EventDestinationTest(ResourcesCase):
    DESTINATION = {  # noqa: RUF012
        "MatchingEventTypes": ["send", "renderingFailure"],
        "SnsDestination": {"TopicARN": "topic"},
    }

    def test_is_made_changed_and_removed_by_its_id(self) -> None:
        provider = EventDestinationProvider()
        model = {"ConfigurationSetName": "all", "EventDestination": self.DESTINATION}
        made = self.act(provider.create, model)
        given = self.ses.create_configuration_set_event_destination.call_args.kwargs
        self.assertEqual(given["EventDestination"]["MatchingEventTypes"], ["SEND", "RENDERING_FAILURE"])
        self.assertEqual(given["EventDestination"]["SnsDestination"], {"TopicArn": "topic"})
        self.assertEqual(made["Id"], f"all|{given['EventDestinationName']}")
        changed = self.act(provider.update, model, made)
        self.assertEqual(changed["Id"], made["Id"])
        self.act(provider.update, {**model, "ConfigurationSetName": "other"}, made)
        self.assertEqual(
            [name.partition("_")[0] for name in self.calls], ["create", "update", "create", "delete"]
        )


class TemplateTest(ResourcesCase):
    def test_keeps_its_name_unless_the_template_has_another(self) -> None:
        provider = TemplateProvider()
        made = self.act(provider.create, {"Template": {"SubjectPart": "s"}})
        changed = self.act(provider.update, {"Template": {"SubjectPart": "t"}}, made)
        self.assertEqual(changed["Id"], made["Id"])
        renamed = self.act(provider.update, {"Template": {"TemplateName": "new", "SubjectPart": "t"}}, made)
        self.assertEqual(renamed["Id"], "new")
        self.ses.delete_email_template.assert_called_once_with(TemplateName=made["Id"])


class EmailIdentityTest(ResourcesCase):
    def test_that_is_there_already_is_adopted(self) -> None:
        self.ses.create_email_identity.side_effect = AbsentError
        self.ses.get_email_identity.return_value = {"DkimAttributes": {"Tokens": ["a", "b"]}}
        model = {"EmailIdentity": "mail.example", "FeedbackAttributes": {"EmailForwardingEnabled": False}}
        made = self.act(EmailIdentityProvider().create, model)
        self.assertEqual(made["DkimDNSTokenName1"], "a._domainkey.mail.example")
        self.ses.put_email_identity_feedback_attributes.assert_called_once_with(
            EmailIdentity="mail.example", EmailForwardingEnabled=False
        )
        kept = self.act(EmailIdentityProvider().update, {"EmailIdentity": "mail.example"}, made)
        self.assertEqual(kept["DkimDNSTokenValue2"], "b.dkim.amazonses.com")


if __name__ == "__main__":
    unittest.main()
