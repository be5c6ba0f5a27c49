import json
import unittest
from typing import Any
from unittest import mock

from localstack.aws.api import CommonServiceException
from localstack.services.ses.provider import SesProvider
from moto.ses.exceptions import TemplateDoesNotExist

from localstack_harness.ses import outbox
from localstack_harness.ses.mailbox_for_tests import MailboxCase
from localstack_harness.ses.templates import sending

REQUEST = {"Source": "me@send.example", "Template": "t", "ReplyToAddresses": ["help@send.example"]}


class TemplatedMailTest(MailboxCase):
    def setUp(self) -> None:
        super().setUp()
        self.add_template("t", "For {{name}}", "Hi {{name}}", "<p>{{name}}")

    def send(self, moto_response: object, **request: Any) -> Any:
        bulk = "Destinations" in request
        with mock.patch.object(sending, "call_moto", return_value=moto_response):
            operation: Any = (
                SesProvider.send_bulk_templated_email if bulk else SesProvider.send_templated_email
            )
            return operation(SesProvider(), self.context, {**REQUEST, **request})

    def send_one(self, data: str) -> None:
        self.send({"MessageId": "m1"}, Destination={"ToAddresses": ["a@inbox.example"]}, TemplateData=data)

    def test_is_rendered_and_keeps_its_template(self) -> None:
        self.send_one('{"name": "Ann"}')
        self.assertEqual(self.kept["Subject"], "For Ann")
        self.assertEqual(self.kept["Body"], {"text_part": "Hi Ann", "html_part": "<p>Ann"})
        self.assertEqual((self.kept["Template"], self.kept["TemplateData"]), ("t", '{"name": "Ann"}'))
        self.assertEqual(self.kept["ReplyToAddresses"], ["help@send.example"])
        self.assertEqual([kind for _, kind, _ in self.published], ["send", "delivery"])

    def test_that_cannot_be_rendered_is_accepted_and_not_sent(self) -> None:
        with self.assertLogs(outbox.LOG, "WARNING") as log:
            self.send_one("{}")
        self.assertIn("'name' is not present", log.output[0])
        self.assertEqual(self.all_kept, [])
        ((_, kind, details),) = self.published
        self.assertEqual((kind, details["templateName"]), ("renderingFailure", "t"))

    def test_each_of_many_has_its_own_values(self) -> None:
        self.add_template("t", "For {{name}} of {{pet}}")
        self.send(
            {},
            DefaultTemplateData='{"name": "you", "pet": "Rex"}',
            DefaultTags=[{"Name": "kind", "Value": "all"}],
            Destinations=[
                {"Destination": {"ToAddresses": ["a@inbox.example"]}},
                {
                    "Destination": {"ToAddresses": ["b@inbox.example"]},
                    "ReplacementTemplateData": '{"name": "Bea"}',
                    "ReplacementTags": [{"Name": "kind", "Value": "own"}],
                },
            ],
        )
        first, second = self.all_kept
        self.assertEqual((first["Subject"], second["Subject"]), ("For you of Rex", "For Bea of Rex"))
        self.assertEqual(json.loads(second["TemplateData"]), {"name": "Bea", "pet": "Rex"})
        self.assertEqual(second["Destination"], {"ToAddresses": ["b@inbox.example"]})
        self.assertEqual(second["ReplyToAddresses"], ["help@send.example"])
        self.assertEqual([mail["Tags"][0]["Value"] for mail in (first, second)], ["all", "own"])

    def test_that_ses_does_not_accept_is_refused(self) -> None:
        to = {"ToAddresses": ["a@inbox.example"]}
        requests: tuple[dict[str, Any], ...] = (
            {"ReturnPath": "b@other.example", "Destination": to, "TemplateData": "{}"},
            {"ReturnPath": "b@other.example", "Destinations": [{"Destination": to}]},
            {"Destination": None, "TemplateData": "{}"},
            {"Destinations": []},
            {"ReplyToAddresses": ["no-address"], "Destination": to, "TemplateData": "{}"},
        )
        for request in requests:
            with self.subTest(request=request), self.assertRaises(CommonServiceException):
                self.send({"MessageId": "m1"}, **request)
        self.assertEqual(self.all_kept, [])

    def test_one_of_many_that_no_one_receives_is_refused_by_itself(self) -> None:
        to = {"ToAddresses": ["a@inbox.example"]}
        statuses = self.send(
            {}, DefaultTemplateData='{"name": "you"}', Destinations=[{"Destination": {}}, {"Destination": to}]
        )
        self.assertEqual(
            [status["Status"] for status in statuses["Status"]], ["InvalidParameterValue", "Success"]
        )
        self.assertEqual(self.kept["Destination"], to)

    def test_of_a_template_that_is_not_there_is_refused(self) -> None:
        with self.assertRaises(TemplateDoesNotExist):
            sending.parts_of(self.backend, "other")

    def test_can_be_rendered_for_a_test(self) -> None:
        shown = self.backend.render_template({"name": "t", "data": '{"name": "Ann"}'})
        self.assertIn("Subject: For Ann", shown)
        self.assertIn("<p>Ann", shown)


if __name__ == "__main__":
    unittest.main()
