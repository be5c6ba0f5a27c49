import unittest
from typing import Any

from localstack.aws.api import CommonServiceException
from localstack.aws.spec import load_service

from localstack_harness.ses.mailbox_for_tests import MailboxCase
from localstack_harness.ses.v2 import configuration_sets, identities, templates
from localstack_harness.ses.v2.provider import sesv2


class ResourcesCase(MailboxCase):
    def refused(self, code: str, operation: Any, **request: Any) -> None:
        with self.assertRaises(CommonServiceException) as caught:
            operation(self.context, request)
        self.assertEqual(caught.exception.code, code)


class TemplatesTest(ResourcesCase):
    CONTENT = {"Subject": "For {{name}}", "Text": "Hi {{name}}"}  # noqa: RUF012

    def test_live_through_their_operations(self) -> None:
        named = {"TemplateName": "t"}
        templates.create_email_template(self.context, {**named, "TemplateContent": self.CONTENT})
        self.refused("AlreadyExistsException", templates.create_email_template, **named)
        found = templates.get_email_template(self.context, named)
        self.assertEqual(found["TemplateContent"], self.CONTENT)
        changed = {**self.CONTENT, "Text": "Bye"}
        templates.update_email_template(self.context, {**named, "TemplateContent": changed})
        (metadata,) = templates.list_email_templates(self.context, {})["TemplatesMetadata"]
        self.assertEqual(metadata["TemplateName"], "t")
        shown = templates.test_render_email_template(
            self.context, {**named, "TemplateData": '{"name": "Ann"}'}
        )
        self.assertIn("Bye", shown["RenderedTemplate"])
        self.refused("BadRequestException", templates.test_render_email_template, **named, TemplateData="{}")
        templates.delete_email_template(self.context, named)
        for operation in (templates.get_email_template, templates.delete_email_template):
            self.refused("NotFoundException", operation, **named)


class IdentitiesTest(ResourcesCase):
    def test_are_verified_at_once_and_shared_with_v1(self) -> None:
        named = {"EmailIdentity": "mail.example"}
        made = identities.create_email_identity(
            self.context, {**named, "Tags": [{"Key": "pet", "Value": "Rex"}]}
        )
        self.assertTrue(made["VerifiedForSendingStatus"])
        self.assertEqual(len(made["DkimAttributes"]["Tokens"]), 3)
        self.assertTrue(self.backend._is_verified_address("me@mail.example"))
        self.refused("AlreadyExistsException", identities.create_email_identity, **named)
        identities.put_mail_from_attributes(self.context, {**named, "MailFromDomain": "b.mail.example"})
        identities.put_feedback_attributes(self.context, named)
        identities.put_dkim_attributes(self.context, {**named, "SigningEnabled": False})
        found = identities.get_email_identity(self.context, {"EmailIdentity": "MAIL.example"})
        self.assertEqual(found["MailFromAttributes"]["MailFromDomain"], "b.mail.example")
        self.assertEqual(found["Tags"], [{"Key": "pet", "Value": "Rex"}])
        self.assertFalse(found["FeedbackForwardingStatus"] or found["DkimAttributes"]["SigningEnabled"])
        identities.delete_email_identity(self.context, named)
        self.refused("NotFoundException", identities.get_email_identity, **named)


class ConfigurationSetsTest(ResourcesCase):
    NAMED = {"ConfigurationSetName": "all"}  # noqa: RUF012

    def setUp(self) -> None:
        super().setUp()
        configuration_sets.create_configuration_set(
            self.context, {**self.NAMED, "SendingOptions": {"SendingEnabled": False}}
        )

    def test_keep_their_options(self) -> None:
        configuration_sets.OPERATIONS["PutConfigurationSetSuppressionOptions"](
            self.context, {**self.NAMED, "SuppressedReasons": ["BOUNCE"]}
        )
        found = configuration_sets.get_configuration_set(self.context, self.NAMED)
        self.assertEqual(found["SendingOptions"], {"SendingEnabled": False})
        self.assertEqual(found["SuppressionOptions"], {"SuppressedReasons": ["BOUNCE"]})
        self.refused("AlreadyExistsException", configuration_sets.create_configuration_set, **self.NAMED)
        configuration_sets.delete_configuration_set(self.context, self.NAMED)
        self.refused("NotFoundException", configuration_sets.get_configuration_set, **self.NAMED)

    def test_have_event_destinations_which_v1_reads(self) -> None:
        named = {**self.NAMED, "EventDestinationName": "one"}
        given = {
            "Enabled": True,
            "MatchingEventTypes": ["SEND", "RENDERING_FAILURE"],
            "SnsDestination": {"TopicArn": "topic"},
        }
        configuration_sets.create_event_destination(self.context, {**named, "EventDestination": given})
        (stored,) = self.backend.config_set_event_destination["all"]
        self.assertEqual(stored["MatchingEventTypes"], ["send", "renderingFailure"])  # type: ignore[index]
        changed = {**given, "Enabled": False}
        configuration_sets.update_event_destination(self.context, {**named, "EventDestination": changed})
        (shown,) = configuration_sets.get_event_destinations(self.context, self.NAMED)["EventDestinations"]
        self.assertEqual(shown, {"Name": "one", **changed})
        configuration_sets.delete_event_destination(self.context, named)
        self.refused("NotFoundException", configuration_sets.delete_event_destination, **named)

    def test_refuse_a_destination_that_gets_nothing_here(self) -> None:
        given = {"PinpointDestination": {"ApplicationArn": "arn"}}
        self.refused(
            "BadRequestException",
            configuration_sets.create_event_destination,
            **self.NAMED,
            EventDestinationName="one",
            EventDestination=given,
        )


class ServiceTest(unittest.TestCase):
    def test_has_every_operation(self) -> None:
        served = set(sesv2.factory().create_service().skeleton.dispatch_table)
        self.assertEqual(served, set(load_service("sesv2").operation_names))


if __name__ == "__main__":
    unittest.main()
