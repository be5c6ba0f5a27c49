import unittest
from email import message_from_string
from typing import Any

from localstack.aws.api import CommonServiceException

from localstack_harness.ses.mailbox_for_tests import MailboxCase
from localstack_harness.ses.v2.sending import send_bulk_email, send_email

TO = {"ToAddresses": ["a@inbox.example"]}
SIMPLE = {"Simple": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}, "Html": {"Data": "<p>h"}}}}


class SendingCase(MailboxCase):
    def send(self, content: Any, **request: Any) -> None:
        given = {"FromEmailAddress": "me@send.example", "Destination": TO, "Content": content, **request}
        send_email(self.context, {name: value for name, value in given.items() if value})

    def refused(self, code: str, content: Any = SIMPLE, **request: Any) -> str:
        with self.assertRaises(CommonServiceException) as caught:
            self.send(content, **request)
        self.assertEqual(caught.exception.code, code)
        self.assertEqual(self.all_kept, [])
        return str(caught.exception.message)


class SimpleMailTest(SendingCase):
    def test_is_captured_with_all_its_fields(self) -> None:
        self.backend.create_configuration_set("all")
        tags = [{"Name": "pet", "Value": "Rex"}]
        self.send(
            SIMPLE,
            ReplyToAddresses=["help@send.example"],
            FeedbackForwardingEmailAddress="bounces@send.example",
            EmailTags=tags,
            ConfigurationSetName="all",
        )
        kept = self.kept
        self.assertEqual((kept["Subject"], kept["Body"]), ("s", {"text_part": "t", "html_part": "<p>h"}))
        self.assertEqual((kept["Destination"], kept["Tags"]), (TO, tags))
        self.assertEqual(
            (kept["ReplyToAddresses"], kept["ReturnPath"]), (["help@send.example"], "bounces@send.example")
        )
        self.assertEqual([mail.configuration_set for mail, _, _ in self.published], ["all", "all"])

    def test_with_attachments_and_headers_is_a_mime_message(self) -> None:
        attachment = {"FileName": "rex.png", "ContentType": "image/png", "RawContent": b"\x89PNG"}
        headers = [{"Name": "X-Pet", "Value": "Rex"}]
        self.send(
            {"Simple": {**SIMPLE["Simple"], "Attachments": [attachment], "Headers": headers}},
            Destination={**TO, "BccAddresses": ["hidden@inbox.example"]},
        )
        message = message_from_string(self.kept["RawData"])
        parts = {part.get_content_type(): part.get_payload(decode=True) for part in message.walk()}
        self.assertEqual(parts["image/png"], b"\x89PNG")
        self.assertIn(b"<p>h", parts["text/html"])
        self.assertEqual((message["X-Pet"], message["To"], message["Bcc"]), ("Rex", "a@inbox.example", None))
        self.assertIn("hidden@inbox.example", self.kept["Destination"]["ToAddresses"])

    def test_of_an_unverified_sender_is_refused(self) -> None:
        message = self.refused("MessageRejected", FromEmailAddress="me@other.example")
        self.assertIn("failed the check in region US-EAST-1: me@other.example", message)

    def test_whose_other_senders_are_not_verified_is_refused(self) -> None:
        other = "b@other.example"
        self.assertIn(other, self.refused("MessageRejected", FeedbackForwardingEmailAddress=other))
        for head in (
            f"From: me@send.example, {other}",
            f"From: {other}",
            f"From: me@send.example\r\nSender: {other}",
        ):
            raw = {"Raw": {"Data": f"{head}\r\nTo: a@inbox.example\r\n\r\nHi".encode()}}
            self.assertIn(other, self.refused("MessageRejected", raw))

    def test_that_is_no_mail_is_refused(self) -> None:
        self.refused("BadRequestException", FromEmailAddress=None)
        self.refused("BadRequestException", Destination=None)
        self.refused("BadRequestException", Destination={"ToAddresses": ["no-address"]})
        self.refused("BadRequestException", {**SIMPLE, "Raw": {"Data": b"x"}})
        self.refused("MessageRejected", Destination={"ToAddresses": ["a@inbox.example"] * 51})

    def test_needs_its_configuration_set(self) -> None:
        self.refused("NotFoundException", ConfigurationSetName="other")

    def test_has_the_configuration_set_of_its_identity(self) -> None:
        self.backend.create_configuration_set("own")
        self.backend.email_identities["send.example"].configuration_set_name = "own"
        self.send(SIMPLE)
        self.assertEqual(self.published[0][0].configuration_set, "own")


class RawMailTest(SendingCase):
    RAW = b"From: Me <me@send.example>\r\nTo: a@inbox.example\r\nSubject: x\r\n\r\nHi"

    def test_takes_sender_and_recipients_of_its_headers(self) -> None:
        self.send({"Raw": {"Data": self.RAW}}, FromEmailAddress=None, Destination=None)
        self.assertEqual(self.kept["Source"], '"Me" <me@send.example>')
        self.assertEqual(self.kept["RawData"].encode(), self.RAW)
        self.assertNotIn("Destination", self.kept)

    def test_reaches_hidden_recipients(self) -> None:
        self.send({"Raw": {"Data": self.RAW}}, Destination={"BccAddresses": ["hidden@inbox.example"]})
        self.assertEqual(self.kept["Destination"], {"ToAddresses": ["hidden@inbox.example"]})

    def test_without_a_sender_or_a_recipient_is_refused(self) -> None:
        raw = {"Raw": {"Data": b"Subject: x\r\n\r\nHi"}}
        self.refused("BadRequestException", raw, FromEmailAddress=None)
        self.refused("BadRequestException", raw, Destination=None)


class TemplatedMailTest(SendingCase):
    def test_of_a_stored_and_an_inline_template_is_rendered(self) -> None:
        self.add_template("t", "For {{name}}", "Hi {{name}}")
        inline = {"TemplateContent": {"Subject": "For {{name}}", "Text": "Hi {{name}}"}}
        stored = {"TemplateArn": "arn:aws:ses:us-east-1:000000000000:template/t"}
        for template in (inline, stored, {"TemplateName": "t"}):
            self.send({"Template": {**template, "TemplateData": '{"name": "Ann"}'}})
        self.assertEqual([mail["Subject"] for mail in self.all_kept], ["For Ann"] * 3)
        self.assertEqual(self.all_kept[-1]["Template"], "t")

    def test_needs_its_template(self) -> None:
        self.refused("NotFoundException", {"Template": {"TemplateName": "other"}})
        self.refused("BadRequestException", {"Template": {"TemplateData": "{}"}})


class BulkMailTest(SendingCase):
    def send_bulk(self, *entries: Any, **request: Any) -> Any:
        given = {
            "FromEmailAddress": "me@send.example",
            "DefaultContent": {"Template": {"TemplateName": "t", "TemplateData": '{"name": "you"}'}},
            "BulkEmailEntries": list(entries),
            **request,
        }
        return send_bulk_email(self.context, given)["BulkEmailEntryResults"]

    def setUp(self) -> None:
        super().setUp()
        self.add_template("t", "For {{name}}")

    def test_each_entry_has_its_values_and_its_result(self) -> None:
        own = {"ReplacementTemplate": {"ReplacementTemplateData": '{"name": "Bea"}'}}
        results = self.send_bulk(
            {"Destination": TO},
            {"Destination": {"ToAddresses": ["no-address"]}},
            {"Destination": TO, "ReplacementEmailContent": own},
        )
        self.assertEqual(
            [result["Status"] for result in results], ["SUCCESS", "INVALID_PARAMETER", "SUCCESS"]
        )
        self.assertEqual([mail["Subject"] for mail in self.all_kept], ["For you", "For Bea"])

    def test_is_refused_as_a_whole_without_its_template_or_a_verified_sender(self) -> None:
        content = {"Template": {"TemplateName": "other"}}
        for code, request in (
            ("NotFoundException", {"DefaultContent": content}),
            ("MessageRejected", {"FromEmailAddress": "me@other.example"}),
        ):
            with self.subTest(code), self.assertRaises(CommonServiceException) as caught:
                self.send_bulk({"Destination": TO}, **request)
            self.assertEqual(caught.exception.code, code)


if __name__ == "__main__":
    unittest.main()
