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
from email.utils import getaddresses
from io import BytesIO

_POLICY = compat32.clone(linesep="\r\n", max_line_length=0, mangle_from_=False)
_EIGHT_BIT = ("", "7bit", "8bit", "binary")


def sender_of(data: bytes) -> str | None:
    """The first address of the From header, with its name."""
    value = BytesHeaderParser(policy=compat32).parsebytes(data).get("From")
    if value is None:
        return None
    unfolded = " ".join(str(value).split())
    mailboxes = getaddresses([unfolded], strict=False)
    return next((_mailbox(name, address) for name, address in mailboxes if "@" in address), None)


def recipients_of(data: bytes) -> list[str]:
    """The addresses of the To, Cc and Bcc headers."""
    message = BytesHeaderParser(policy=compat32).parsebytes(data)
    values = [
        " ".join(str(value).split()) for name in ("To", "Cc", "Bcc") for value in message.get_all(name, [])
    ]
    return [address for _, address in getaddresses(values, strict=False) if address]


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


def _to_seven_bits(part: Message) -> None:
    for at, (name, value) in enumerate(part._headers):  # type: ignore[attr-defined]
        if not isinstance(value, Header) and not str(value).isascii():
            text = str(value).encode(errors="surrogateescape").decode(errors="replace")
            part._headers[at] = (name, Header(text, "utf-8").encode())  # type: ignore[attr-defined]
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
