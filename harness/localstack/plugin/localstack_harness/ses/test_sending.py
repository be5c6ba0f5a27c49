import errno
import unittest
from types import SimpleNamespace
from typing import Any, cast
from unittest import mock

from localstack.aws.api import CommonServiceException
from localstack.services.ses import provider
from localstack.services.ses.provider import SesProvider, get_ses_backend

from localstack_harness.ses import sending

sending.install()

RAW = b"From: me@send.example\r\nTo: a@inbox.example\r\nSubject: x\r\n\r\n"


class SendTest(unittest.TestCase):
    """With moto's SES behind LocalStack's."""

    def setUp(self) -> None:
        self.context = cast("Any", SimpleNamespace(account_id="000000000000", region="us-east-1"))
        get_ses_backend(self.context).verify_domain("send.example")
        # a mail that is sent although the disk is full is captured, too
        full = OSError(errno.ENOSPC, "No space left on device")
        self.enterContext(mock.patch.object(provider, "open", side_effect=full, create=True))
        self.enterContext(mock.patch.object(provider, "mkdir", side_effect=full))
        self.enterContext(mock.patch.dict(provider.EMAILS, clear=True))
        self.provider = SesProvider()

    @property
    def kept(self) -> dict[str, Any]:
        (mail,) = provider.EMAILS.values()
        return mail

    def send_raw(self, data: bytes, **request: Any) -> None:
        self.provider.send_raw_email(self.context, raw_message={"Data": data}, **request)

    def test_a_raw_message_in_another_encoding(self) -> None:
        self.send_raw(b"Content-Type: text/plain; charset=iso-8859-1\r\n" + RAW + "Grüße".encode("latin-1"))
        self.assertIn("Gr=FC=DFe", self.kept["RawData"])
        self.assertEqual(self.kept["Source"], "me@send.example")
        self.assertNotIn("Destination", self.kept)

    def test_recipients_that_no_header_names(self) -> None:
        hidden = ["hidden@inbox.example"]
        self.send_raw(RAW + b"Hi", destinations=hidden)
        self.assertEqual(self.kept["Destination"], {"ToAddresses": ["hidden@inbox.example"]})
        self.assertEqual(hidden, ["hidden@inbox.example"])

    def test_a_raw_message_without_a_sender_is_refused(self) -> None:
        with self.assertRaises(CommonServiceException) as caught:
            self.send_raw(b"Subject: From: me@send.example\r\n\r\nHi")
        self.assertEqual(caught.exception.code, "InvalidParameterValue")

    def refused(self, code: str, **changed: Any) -> str:
        request: dict[str, Any] = {
            "source": "me@send.example",
            "destination": {"ToAddresses": ["a@inbox.example"]},
            "message": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}},
            **changed,
        }
        with (
            mock.patch.object(provider, "call_moto", return_value={"MessageId": "m1"}),
            self.assertRaises(CommonServiceException) as caught,
        ):
            self.provider.send_email(context=self.context, **request)
        self.assertEqual((caught.exception.code, provider.EMAILS), (code, {}))
        return caught.exception.message

    def test_a_mail_that_ses_does_not_accept(self) -> None:
        self.assertIn("me@other.example", self.refused("MessageRejected", source="me@other.example"))
        self.assertIn("b@other.example", self.refused("MessageRejected", return_path="b@other.example"))
        destinations: tuple[dict[str, list[str]] | None, ...] = (None, {"ToAddresses": [], "CcAddresses": []})
        for destination in destinations:
            self.assertIn("'To'", self.refused("InvalidParameterValue", destination=destination))
        self.assertIn("@domain", self.refused("InvalidParameterValue", reply_to_addresses=["no-address"]))
        self.assertIn("body", self.refused("InvalidParameterValue", message={"Body": {}}))

    def test_a_raw_message_that_ses_does_not_accept(self) -> None:
        for head, request, code in (
            (b"From: me@send.example, b@other.example\r\nTo: a@x.example", {}, "MessageRejected"),
            (b"From: b@other.example\r\nTo: a@x.example", {"source": "me@send.example"}, "MessageRejected"),
            (b"From: me@send.example\r\nSender: b@other.example\r\nTo: a@x.example", {}, "MessageRejected"),
            (b"From: me@send.example", {}, "InvalidParameterValue"),
        ):
            with self.subTest(head=head), self.assertRaises(CommonServiceException) as caught:
                self.send_raw(head + b"\r\n\r\nHi", **request)
            self.assertEqual((caught.exception.code, provider.EMAILS), (code, {}))

    def test_fields_that_localstack_drops(self) -> None:
        with mock.patch.object(provider, "call_moto", return_value={"MessageId": "m1"}):
            self.provider.send_email(
                self.context,
                source="me@send.example",
                destination={"ToAddresses": ["a@inbox.example"]},
                message={"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}},
                reply_to_addresses=["help@send.example"],
                return_path="bounces@send.example",
                tags=[{"Name": "n", "Value": "v"}],
            )
        self.assertEqual(self.kept["ReplyToAddresses"], ["help@send.example"])
        self.assertEqual(self.kept["ReturnPath"], "bounces@send.example")
        self.assertEqual(self.kept["Tags"], [{"Name": "n", "Value": "v"}])
        self.assertEqual(self.kept["Subject"], "s")


if __name__ == "__main__":
    unittest.main()
