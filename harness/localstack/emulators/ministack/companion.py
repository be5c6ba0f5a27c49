"""MiniStack with what the harness and its apps need and MiniStack lacks.

- `/_harness/info` says what runs, and `/_aws/ses` shows the mails as LocalStack does.
- A state machine may send mail by `arn:aws:states:::aws-sdk:ses:sendEmail`.
- The events of a mail that names a configuration set are reported to the set's SNS topics; MiniStack keeps such
  destinations, and delivers nothing to them.
- A website in a bucket has its index and error documents.
- What a web page of another site sends is refused, by the rules of the plugin for LocalStack.
- It ends, and its folder is removed, with the process that started it.

Started in place of `ministack`, with the same environment.
"""

import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any
from urllib.parse import parse_qs

from localstack_harness.gateway.hosts import Hosts
from localstack_harness.gateway.rules import Asked, Refusal, Rules
from localstack_harness.process import lifeline, state_folder
from ministack import app
from ministack.core.responses import get_account_id, get_region
from ministack.services import s3, ses, ses_v2, sns, stepfunctions

type Message = dict[str, Any]
type Send = Callable[[Message], Awaitable[None]]
type Receive = Callable[[], Awaitable[Message]]

_RULES = Rules(
    Hosts(names=frozenset({"localhost"}), services=frozenset()),
    trusted_origins=frozenset(),
    may_use_s3=lambda *_: False,
)
_WEBSITE = re.compile(r"(.+)\.s3-website(?:[.-][a-z0-9-]+)?\.localhost(?::\d+)?")
_NOT_FOUND = 404


def let_state_machines_send_mail() -> None:
    stepfunctions._AWS_SDK_SERVICE_MAP["ses"] = {"protocol": "query"}
    stepfunctions._AWS_SDK_ERROR_PREFIX["ses"] = "Ses"


def report_mails() -> None:
    record_send = ses._record_send

    def record_and_report(**mail: Any) -> str:
        message_id: str = record_send(**mail)
        recipients = [*mail["to_addrs"], *(mail.get("cc_addrs") or []), *(mail.get("bcc_addrs") or [])]
        _report(
            mail.get("config_set") or "", message_id, mail["source"], recipients, mail.get("subject") or ""
        )
        return message_id

    ses._record_send = record_and_report


def _report(
    configuration_set: str, message_id: str, source: str, recipients: list[str], subject: str
) -> None:
    """As AWS documents the contents of SES's events. Every mail is delivered, as to the mailbox simulator's success."""
    known = ses_v2._config_sets.get(configuration_set) or {}
    addresses = [parseaddr(recipient)[1] for recipient in recipients]
    now = datetime.now(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
    sender = parseaddr(source)[1]
    mail = {
        "timestamp": now,
        "source": sender,
        "sourceArn": f"arn:aws:ses:{get_region()}:{get_account_id()}:identity/{sender}",
        "sendingAccountId": get_account_id(),
        "messageId": message_id,
        "destination": addresses,
        "commonHeaders": {"from": [source], "to": recipients, "subject": subject},
    }
    details = {
        "SEND": ("Send", {"send": {}}),
        "DELIVERY": ("Delivery", {"delivery": {"timestamp": now, "recipients": addresses}}),
    }
    for destination in (known.get("EventDestinations") or {}).values():
        topic = (destination.get("SnsDestination") or {}).get("TopicArn")
        for kind, (event_type, detail) in details.items():
            if topic and destination["Enabled"] and kind in destination["MatchingEventTypes"]:
                event = {"eventType": event_type, "mail": mail, **detail}
                sns.publish_internal(topic, json.dumps(event), "Amazon SES Email Event Notification")


class Door:
    """What every request passes before MiniStack has it."""

    def __init__(self, ministack: Callable[[Message, Receive, Send], Awaitable[None]]) -> None:
        self._ministack = ministack

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._ministack(scope, receive, send)
        headers = _Headers(scope["headers"])
        path, method = scope["path"], scope.get("method", "GET")
        verdict = _RULES.judge(Asked(method, path, scope["query_string"].decode("latin-1"), headers))
        if isinstance(verdict, Refusal):
            return await _answer(send, 403, {"error": verdict.value})
        if path.startswith("/_harness/"):
            found = _info() if path == "/_harness/info" else None
            return await _answer(send, 200 if found else _NOT_FOUND, found or {})
        if path == "/_aws/ses":
            return await _show_mails(method, scope["query_string"].decode(), send)
        website = _WEBSITE.fullmatch(headers.get("Host") or "")
        if website and (documents := _website(website[1])):
            return await self._serve_website(documents, scope, receive, send)
        return await self._ministack(scope, receive, send)

    async def _serve_website(
        self, documents: tuple[str, str | None], scope: Message, receive: Receive, send: Send
    ) -> None:
        index, error = documents
        missing = False

        async def send_unless_missing(message: Message) -> None:
            nonlocal missing
            if message["type"] == "http.response.start":
                missing = message["status"] == _NOT_FOUND and error is not None
            if not missing:
                await send(message)

        async def send_as_missing(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "status": _NOT_FOUND}
            await send(message)

        path = scope["path"] + (index if scope["path"].endswith("/") else "")
        await self._ministack(_at(path, scope), receive, send_unless_missing)
        if missing:
            await self._ministack(_at(f"/{error}", scope), receive, send_as_missing)


class _Headers:
    def __init__(self, headers: list[tuple[bytes, bytes]]) -> None:
        self._values = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}

    def get(self, name: str, /) -> str | None:
        return self._values.get(name.lower())


def _at(path: str, scope: Message) -> Message:
    return {**scope, "path": path, "raw_path": path.encode()}


async def _answer(send: Send, status: int, body: Mapping[str, Any]) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})


def _info() -> dict[str, Any]:
    return {
        "version": app._version(),
        "emulator": f"MiniStack {app._version()}",
        "executor": "ministack",
        "features": [],
        "time": time.time() * 1000,
    }


def _website(bucket: str) -> tuple[str, str | None] | None:
    """The names of a website's index and error documents."""
    for (_, name), configuration in s3._bucket_websites.to_dict().items():
        index = re.search(r"<Suffix>([^<]+)<", configuration)
        error = re.search(r"<ErrorDocument>\s*<Key>([^<]+)<", configuration)
        if name == bucket and index:
            return index[1], error[1] if error else None
    return None


async def _show_mails(method: str, query: str, send: Send) -> None:
    if method == "DELETE":
        known = _forget(parse_qs(query).get("id", [""])[0])
        await _answer(send, 204 if known else 500, {})
    else:
        await _answer(send, 200, {"messages": [_as_localstack(*mail) for mail in _mails()]})


def _mails() -> list[tuple[str, dict[str, Any]]]:
    """All mails with their regions, oldest first."""
    found = [(region, mail) for (_, region, _), mails in ses._sent_emails.to_dict().items() for mail in mails]
    return sorted(found, key=lambda each: each[1]["Timestamp"])


def _forget(message_id: str) -> bool:
    for mails in ses._sent_emails.to_dict().values():
        for mail in mails:
            if mail["MessageId"] == message_id:
                mails.remove(mail)
                return True
    return False


def _as_localstack(region: str, mail: dict[str, Any]) -> dict[str, Any]:
    return {
        "Id": mail["MessageId"],
        "Region": region,
        "Timestamp": datetime.fromtimestamp(mail["Timestamp"], UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "Source": mail["Source"],
        "Destination": {
            "ToAddresses": mail["To"],
            "CcAddresses": mail.get("CC", []),
            "BccAddresses": mail.get("BCC", []),
        },
        "Subject": mail.get("RenderedSubject") or mail.get("Subject", ""),
        "Body": {
            "text_part": mail.get("RenderedBodyText") or mail.get("BodyText"),
            "html_part": mail.get("RenderedBodyHtml") or mail.get("BodyHtml"),
        },
    }


state_folder.remove_at_end()
lifeline.hold(saves=False)
let_state_machines_send_mail()
report_mails()
app.app = Door(app.app)
app.main()
