import email
import unittest
from email.policy import default

from localstack_harness.ses.raw_message import RawMessage, as_text


def sender_of(data: bytes) -> str | None:
    return RawMessage(data).sender


def message(*head: str, body: bytes = b"Hi", line: str = "\r\n") -> bytes:
    return line.join([*head, "To: a@inbox.example", "MIME-Version: 1.0", "", ""]).encode("latin-1") + body


class SenderTest(unittest.TestCase):
    def test_every_legal_form(self) -> None:
        for head, address in (
            ("From: me@send.example", "me@send.example"),
            ("from: me@send.example", "me@send.example"),
            ("FROM:me@send.example", "me@send.example"),
            ("From: <me@send.example>", "me@send.example"),
            ("From: Me <me@send.example>", '"Me" <me@send.example>'),
            ('From: "Doe, Jane" <me@send.example>', '"Doe, Jane" <me@send.example>'),
            ("From: me@send.example (Jane)", '"Jane" <me@send.example>'),
            ("From: =?utf-8?q?J=C3=B6rg?= <me@send.example>", '"=?utf-8?q?J=C3=B6rg?=" <me@send.example>'),
            ("From: J\xf6rg <me@send.example>", "me@send.example"),
            ("From: A long name,\r\n folded <me@send.example>", "me@send.example"),
            ("From: A long name\r\n\t<me@send.example>", '"A long name" <me@send.example>'),
            ("From: me@send.example, you@send.example", "me@send.example"),
            ("Subject: Note From: the cat\r\nFrom: me@send.example", "me@send.example"),
            ("Reply-From: x@y.example\r\nFrom: me@send.example", "me@send.example"),
        ):
            with self.subTest(head=head):
                sender = sender_of(message(head))
                assert sender
                self.assertIn(address.rpartition("<")[2].removesuffix(">"), sender)

    def test_line_feeds_alone_end_a_line_too(self) -> None:
        self.assertEqual(sender_of(message("From: me@send.example", line="\n")), "me@send.example")

    def test_a_name_keeps_its_comma(self) -> None:
        sender = sender_of(message('From: "Doe, Jane" <me@send.example>'))
        self.assertEqual(sender, '"Doe, Jane" <me@send.example>')

    def test_none(self) -> None:
        for head in ("Subject: From: me@send.example", "From:", "From: me", "Subject: x"):
            with self.subTest(head=head):
                self.assertIsNone(sender_of(message(head)))
        self.assertIsNone(sender_of(b"From: a@b.example".replace(b":", b"")))
        self.assertIsNone(sender_of(b"Subject: x\r\n\r\nFrom: me@send.example"))


class AddressesTest(unittest.TestCase):
    def test_groups_and_several_headers(self) -> None:
        raw = RawMessage(
            b"From: Us: me@send.example, You <you@send.example>;\r\n"
            b"to: Team: a@inbox.example,\r\n b@inbox.example;, c@inbox.example\r\nTO: d@inbox.example\r\n"
            b"Cc: undisclosed-recipients:;\r\nBcc: =?utf-8?q?=C3=84?= <e@inbox.example>\r\n\r\nTo: f@inbox.example"
        )
        self.assertEqual(raw.addresses("From"), ["me@send.example", "you@send.example"])
        self.assertEqual(raw.recipients, [f"{name}@inbox.example" for name in "abcde"])
        self.assertEqual(raw.addresses("Sender"), [])
        self.assertTrue(raw.has("CC"))


class AsTextTest(unittest.TestCase):
    def test_utf_8_stays_as_it_is(self) -> None:
        for data in (message("From: a@b.example"), "Subject: Grüße\r\n\r\n🐈".encode(), b""):
            self.assertEqual(as_text(data), data.decode())

    def test_another_encoding_keeps_its_meaning(self) -> None:
        head = ("From: a@b.example", "Content-Type: text/plain; charset=iso-8859-1")
        for encoding in ("8bit", "binary", "7bit"):
            data = message(
                *head, f"Content-Transfer-Encoding: {encoding}", body="Grüße\r\n=20 é".encode("latin-1")
            )
            parsed = email.message_from_string(as_text(data), policy=default)
            self.assertEqual(parsed["From"], "a@b.example")
            self.assertEqual(parsed.get_content().rstrip("\n"), "Grüße\r\n=20 é")

    def test_each_part_is_encoded_for_itself(self) -> None:
        body = (
            b"--b\r\nContent-Type: text/plain; charset=windows-1252\r\n\r\n\x80 100\r\n"
            b"--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\xff\x00\xfe\r\n"
            b"--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSGk=\r\n--b--\r\n"
        )
        text = as_text(message("From: a@b.example", "Content-Type: multipart/mixed; boundary=b", body=body))
        self.assertTrue(text.isascii())
        first, second, third = email.message_from_string(text, policy=default).iter_parts()
        self.assertEqual(first.get_content().strip(), "€ 100")
        self.assertEqual(second.get_content(), b"\xff\x00\xfe")
        self.assertEqual(third.get_content().strip(), "Hi")

    def test_an_address_after_a_name_that_is_not_encoded_survives(self) -> None:
        for head, name in (
            ("From: J\xf6rg <me@send.example>", "Jörg"),
            ('From: "M\xfcller, J\xf6rg"\r\n <me@send.example>', "Müller, Jörg"),
        ):
            parsed = email.message_from_string(as_text(message(head)), policy=default)
            (address,) = parsed["From"].addresses
            self.assertEqual((address.display_name, address.addr_spec), (name, "me@send.example"))

    def test_a_header_that_is_not_encoded_survives(self) -> None:
        parsed = email.message_from_string(
            as_text(message("Subject: Gr\xfc\xdfe", "From: a@b.example")), policy=default
        )
        self.assertEqual(parsed["Subject"], "Grüße")


if __name__ == "__main__":
    unittest.main()
