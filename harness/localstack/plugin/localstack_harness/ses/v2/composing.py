"""What /_aws/ses keeps of a mail with parts: the parts or, with other headers or attachments, a MIME message."""

from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from localstack_harness.ses.outbox import Captured, with_parts
from localstack_harness.ses.templates.rendering import Parts

_TO = {"ToAddresses": "To", "CcAddresses": "Cc"}


def composed(mail: Captured, parts: Parts, content: Mapping[str, Any]) -> Captured:
    """`content` has the headers and attachments."""
    headers, attachments = content.get("Headers") or [], content.get("Attachments") or []
    if not headers and not attachments:
        return with_parts(mail, parts)
    destination = mail.get("Destination") or {}
    every = [address for addresses in destination.values() for address in addresses or ()]
    raw = _message(mail, parts, headers, attachments)
    return {**mail, "RawData": raw, "Destination": {"ToAddresses": every}}


def _message(
    mail: Captured, parts: Parts, headers: list[Mapping[str, str]], attachments: list[Mapping[str, Any]]
) -> str:
    message = EmailMessage(policy=SMTP)
    message["From"] = mail["Source"]
    for name, header in _TO.items():
        if addresses := (mail.get("Destination") or {}).get(name):
            message[header] = ", ".join(addresses)
    if reply_to := mail.get("ReplyToAddresses"):
        message["Reply-To"] = ", ".join(reply_to)
    message["Subject"] = parts.get("subject", "")
    for given in headers:
        message[given["Name"]] = given["Value"]
    message.set_content(parts.get("text", ""))
    if "html" in parts:
        message.add_alternative(parts["html"], subtype="html")
    for attachment in attachments:
        _attach(message, attachment)
    return message.as_bytes(policy=SMTP.clone(cte_type="7bit")).decode("ascii")


def _attach(message: EmailMessage, attachment: Mapping[str, Any]) -> None:
    main, _, sub = (attachment.get("ContentType") or "application/octet-stream").partition("/")
    identifier = attachment.get("ContentId")
    message.add_attachment(
        attachment["RawContent"],
        maintype=main,
        subtype=sub.partition(";")[0] or "octet-stream",
        filename=attachment["FileName"],
        disposition=(attachment.get("ContentDisposition") or "ATTACHMENT").lower(),
        cid=f"<{identifier.strip('<>')}>" if identifier else None,
    )
