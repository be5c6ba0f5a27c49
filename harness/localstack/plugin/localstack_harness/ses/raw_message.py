"""
Raw MIME messages as SES accepts them: any encoding, and every legal form of a header. Independent of LocalStack.

https://docs.aws.amazon.com/ses/latest/dg/send-email-raw.html
"""

import email
import quopri
from email.encoders import encode_base64
from email.generator import BytesGenerator
from email.header import Header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import formataddr, getaddresses
from io import BytesIO

_POLICY = compat32.clone(linesep="\r\n", max_line_length=0, mangle_from_=False)
_ADDRESS_HEADERS = ("from", "sender", "to", "cc", "bcc", "reply-to", "return-path")
_SINGLE_HEADERS = (
    "From",
    "Sender",
    "Reply-To",
    "Return-Path",
    "To",
    "Cc",
    "Bcc",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
)
_EIGHT_BIT = ("", "7bit", "8bit", "binary")


class RawMessage:
    """The headers of a message."""

    def __init__(self, data: bytes) -> None:
        self._headers = BytesHeaderParser(policy=compat32).parsebytes(data)

    @property
    def sender(self) -> str | None:
        """The first address of the From header, with its name."""
        mailboxes = self._mailboxes("From")
        return next((_mailbox(name, address) for name, address in mailboxes if "@" in address), None)

    @property
    def recipients(self) -> list[str]:
        return self.addresses("To", "Cc", "Bcc")

    def addresses(self, *names: str) -> list[str]:
        """Of these headers, without names. Those of a group count by themselves."""
        return [address for _, address in self._mailboxes(*names) if address]

    @property
    def repeated(self) -> list[str]:
        """The headers that a message may have once, and this has several times."""
        return [name for name in _SINGLE_HEADERS if len(self._headers.get_all(name, [])) > 1]

    def has(self, name: str) -> bool:
        return name in self._headers

    def text(self, name: str) -> str:
        """The values of all headers of this name, unfolded."""
        return " ".join(" ".join(str(value).split()) for value in self._headers.get_all(name, [])).strip()

    def _mailboxes(self, *names: str) -> list[tuple[str, str]]:
        values = [" ".join(str(value).split()) for name in names for value in self._headers.get_all(name, [])]
        return getaddresses(values, strict=False)


def _mailbox(name: str, address: str) -> str:
    return f'"{name}" <{address}>' if name and name.isascii() and '"' not in name else address


def as_text(data: bytes) -> str:
    """
    The message as text with the same meaning. One that is not UTF-8 is brought to seven bits, as a mail server
    does for a recipient without 8BITMIME: its bytes stay what they are, in another transfer encoding.
    """
    try:
        return data.decode()
    except UnicodeDecodeError:
        message = email.message_from_bytes(data, policy=_POLICY)
        for part in message.walk():
            _to_seven_bits(part)
        written = BytesIO()
        BytesGenerator(written, policy=_POLICY).flatten(message)
        return written.getvalue().decode("ascii", errors="replace")


def _encoded_header(name: str, value: str) -> str:
    given = value.encode(errors="surrogateescape")
    try:
        text = given.decode()
    except UnicodeDecodeError:
        text = given.decode("latin-1")
    if name.lower() in _ADDRESS_HEADERS:
        mailboxes = getaddresses([" ".join(text.split())], strict=False)
        if all(address.isascii() for _, address in mailboxes):
            # an encoded address would be none
            return ", ".join(formataddr(mailbox) for mailbox in mailboxes)
    return Header(text, "utf-8").encode()


def _to_seven_bits(part: Message) -> None:
    for at, (name, value) in enumerate(part._headers):  # type: ignore[attr-defined]
        if not isinstance(value, Header) and not str(value).isascii():
            part._headers[at] = (name, _encoded_header(name, str(value)))  # type: ignore[attr-defined]
    content = None if part.is_multipart() else part.get_payload(decode=True)
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if not isinstance(content, bytes) or content.isascii() or encoding not in _EIGHT_BIT:
        return
    del part["Content-Transfer-Encoding"]
    if part.get_content_maintype() == "text":
        part["Content-Transfer-Encoding"] = "quoted-printable"
        part.set_payload(quopri.encodestring(content).decode("ascii"))
    else:
        part.set_payload(content)
        encode_base64(part)
