import unittest

from localstack.aws.api import CommonServiceException
from moto.ses.models import SESBackend

from localstack_harness.ses import acceptance
from localstack_harness.ses.raw_message import RawMessage

acceptance.install()


class IdentityTest(unittest.TestCase):
    def test_an_address_is_covered_by_itself_and_each_domain_above_it(self) -> None:
        for address, identity, covered in (
            ("me@send.example", "me@send.example", True),
            ("Me@Send.Example", "mE@send.example", True),
            ("me@send.example", "send.example", True),
            ("me@SEND.example", "Send.Example", True),
            ("me@mail.eu.send.example", "send.example", True),
            ("me@send.example", "mail.send.example", False),
            ("me@badsend.example", "send.example", False),
            ("me@send.example", "you@send.example", False),
            ("send.example", "send.example", True),
            ("", "send.example", False),
            ("me+cats@send.example", "Me@send.example", True),
            ("me+cats+more@send.example", "me@send.example", True),
            ("me@send.example", "me+cats@send.example", False),
            ("me+cats@send.example", "me+dogs@send.example", False),
            ("me.cats@send.example", "me@send.example", False),
        ):
            with self.subTest(address=address, identity=identity):
                self.assertIs(acceptance.is_covered(address, {identity: object()}), covered)

    def test_removing_an_address_of_a_verified_domain_is_no_error(self) -> None:
        backend = SESBackend("us-east-1", "000000000000")
        backend.verify_domain("send.example")
        backend.verify_email_identity("Me@send.example")
        for identity in ("me@send.example", "me@send.example", "other@send.example"):
            backend.delete_identity(identity)
        self.assertEqual(list(backend.email_identities), ["send.example"])


class SendersTest(unittest.TestCase):
    def refused(self, *senders: str | None) -> str | None:
        backend = SESBackend("eu-central-1", "000000000000")
        backend.verify_domain("send.example")
        try:
            acceptance.check_senders(backend, senders)
        except CommonServiceException as error:
            self.assertEqual((error.code, error.status_code), ("MessageRejected", 400))
            return error.message
        return None

    def test_all_must_be_verified(self) -> None:
        self.assertIsNone(self.refused("me@send.example", None, "", "You <you@send.example>"))
        self.assertEqual(
            self.refused("me@send.example", "a@other.example", "B <b@other.example>", "a@other.example"),
            "Email address is not verified. The following identities failed the check in region EU-CENTRAL-1:"
            " a@other.example, B <b@other.example>",
        )

    def test_those_of_a_raw_message(self) -> None:
        raw = RawMessage(
            b"From: a@x, b@x\r\nSender: c@x\r\nReturn-Path: <d@x>\r\nResent-From: e@x\r\n\r\nFrom: f@x"
        )
        self.assertEqual(acceptance.senders_of(raw, None), [None, "a@x", "b@x", "c@x", "d@x"])
        self.assertEqual(acceptance.senders_of(raw, "s@x"), ["s@x", "a@x", "b@x", "c@x"])


class HeadersTest(unittest.TestCase):
    def check(self, head: str) -> str | None:
        try:
            acceptance.check_headers(RawMessage(f"{head}\r\n\r\nTo: a@x\r\nTo: b@x".encode()))
        except CommonServiceException as error:
            self.assertEqual(error.code, "InvalidParameterValue")
            return error.message
        return None

    def test_a_header_that_may_be_there_once(self) -> None:
        for name in ("From", "To", "Subject", "Content-Type", "MIME-Version"):
            self.assertEqual(self.check(f"{name.lower()}: x@y\r\n{name}: x@y"), f"Duplicate header '{name}'.")
        self.assertIsNone(
            self.check("From: a@x\r\nTo: b@x\r\nReceived: 1\r\nReceived: 2\r\nX-A: 1\r\nX-A: 2")
        )

    def test_addresses_of_recipients(self) -> None:
        self.assertEqual(self.check("To: a@bücher.example"), "Domain contains illegal character")
        self.assertEqual(self.check("Reply-To: nowhere"), "Missing final '@domain'")
        self.assertIsNone(self.check("To: Ä: a@x, b@x;\r\nCc: undisclosed-recipients:;"))


class RecipientsTest(unittest.TestCase):
    def check(self, head: bytes, *destinations: str) -> str | None:
        try:
            acceptance.check_recipients(RawMessage(head + b"\r\n\r\nTo: a@x"), destinations)
        except CommonServiceException as error:
            self.assertEqual(error.code, "InvalidParameterValue")
            return error.message
        return None

    def test_someone_must_receive_it(self) -> None:
        for head in (b"To: a@x", b"Cc: a@x", b"bcc: a@x", b"To: Team: a@x;"):
            self.assertIsNone(self.check(head))
        self.assertIsNone(self.check(b"Subject: x", "a@x"))
        self.assertIsNone(self.check(b"To: undisclosed-recipients:;", "a@x"))
        self.assertEqual(self.check(b"Subject: x"), "Missing required header 'To'.")
        self.assertEqual(self.check(b"To: undisclosed-recipients:;"), "Missing required header 'To'.")
        self.assertEqual(self.check(b"To: \r\nCc: a@x", "a@x"), "Empty required header 'To'.")

    def test_addresses(self) -> None:
        for address, fault in (
            ("a@x", None),
            ("A <a@x>", None),
            ("a", "Missing final '@domain'"),
            ("", "Missing final '@domain'"),
            ("@x", "Missing local name"),
            ("a@", "Missing final '@domain'"),
            ("a@bücher.example", "Domain contains illegal character"),
            ("ä@x.example", "Local address contains illegal character"),
            ("Ä <a@xn--bcher-kva.example>", None),
        ):
            self.assertEqual(acceptance.fault_of(address), fault)


if __name__ == "__main__":
    unittest.main()
