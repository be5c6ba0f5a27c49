"""The mails that SES accepted, only those that are new; for lists without their content."""

import re
from itertools import islice, takewhile
from typing import Any, TypedDict

from localstack_harness.support.loading.loaded import loaded

_MAX_MAILS = 1_000
_MAX_HEAD = 32_768
_MAX_SNIPPET = 200
_ATTACHMENT = re.compile(r"^content-disposition:\s*attachment", re.IGNORECASE | re.MULTILINE)
_HEAD_END = re.compile(r"\r?\n\r?\n")


class MailPage(TypedDict):
    mails: list[dict[str, Any]]
    """Newer ones than the mail that was named, the oldest first; at most 1,000."""
    total: int
    """How many there are at all: fewer than a reader knows of where some were deleted."""
    reset: bool
    """The named mail is no longer there, so that these are all from the first one."""
    complete: bool
    """False: there are more after the last one."""


def mails_after(last_id: str, *, content: bool = False) -> MailPage:
    captured: dict[str, dict[str, Any]] = getattr(loaded("localstack.services.ses.provider"), "EMAILS", {})
    messages = list(captured.values())
    is_known = last_id == "" or last_id in captured
    # LocalStack keeps them in the order in which they were sent: the new ones are at the end
    new = (
        list(takewhile(lambda mail: mail["Id"] != last_id, reversed(messages)))[::-1]
        if is_known
        else messages
    )
    page = [mail if content else outline(mail) for mail in islice(new, _MAX_MAILS)]
    return {"mails": page, "total": len(messages), "reset": not is_known, "complete": len(page) == len(new)}


def mail_ids() -> list[str]:
    captured: dict[str, Any] = getattr(loaded("localstack.services.ses.provider"), "EMAILS", {})
    return list(captured)


def outline(mail: dict[str, Any]) -> dict[str, Any]:
    """A message as LocalStack keeps it, without its content: of a raw one the header, of another the first words."""
    raw = mail.get("RawData")
    body = mail.get("Body") or {}
    text = body.get("text_part") or ""
    rest = {key: value for key, value in mail.items() if key not in ("RawData", "Body", "TemplateData")}
    if raw is None:
        size = len(text) + len(body.get("html_part") or "")
        return {**rest, "Snippet": " ".join(text[: 2 * _MAX_SNIPPET].split())[:_MAX_SNIPPET], "Size": size}
    head = _HEAD_END.split(raw[:_MAX_HEAD], maxsplit=1)[0]
    return {**rest, "RawHead": head, "Size": len(raw), "HasAttachments": bool(_ATTACHMENT.search(raw))}
