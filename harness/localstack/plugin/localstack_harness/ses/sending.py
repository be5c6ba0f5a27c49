"""
What SES accepts when a mail is sent, and what LocalStack keeps of it for /_aws/ses: raw messages in every encoding
and form, senders by a verified parent domain, reply-to addresses.

Mends services/ses/provider.py of LocalStack and ses/models.py of moto.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from localstack.aws.api import RequestContext
from localstack.services.ses import provider
from localstack.services.ses.models import SentEmail
from localstack.services.ses.provider import SesProvider, get_ses_backend

from localstack_harness.ses import acceptance
from localstack_harness.ses.events import DELIVERY, SEND, SentMail, now, publish
from localstack_harness.ses.raw_message import RawMessage, as_text
from localstack_harness.support.patching import Original, context_of, patch, replace

_KEPT = {
    "reply_to_addresses": "ReplyToAddresses",
    "return_path": "ReturnPath",
    "configuration_set_name": "ConfigurationSetName",
    "tags": "Tags",
    "destination": "Destination",
}
_more: ContextVar[Mapping[str, Any] | None] = ContextVar("more about the mail that is sent", default=None)


def install() -> None:
    acceptance.install()
    _keep_all_fields()
    _accept_every_raw_message()
    _publish_events()


def _keep_all_fields() -> None:
    def save_for_retrospection(sent_email: SentEmail) -> None:
        """LocalStack also writes each mail to a file, which nothing reads, and which fails on a full disk."""
        mail: dict[str, Any] = {**sent_email, **(_more.get() or {})}
        captured: dict[str, Any] = provider.EMAILS
        captured[mail["Id"]] = {**mail, "Timestamp": mail.get("Timestamp") or provider.timestamp()}

    replace(provider, "save_for_retrospection", save_for_retrospection)

    @patch(SesProvider.send_email)
    def send_email(original: Original, /, *args: Any, **request: Any) -> Any:
        _check(context_of(args, request), request, request["destination"], request["message"])
        return _keeping(request, original, *args, **request)


def _check(context: RequestContext, request: Mapping[str, Any], destination: Any, message: Any) -> None:
    acceptance.check_senders(get_ses_backend(context), [request["source"], request.get("return_path")])
    if not acceptance.is_received(destination):
        raise acceptance.invalid("Missing required header 'To'.")
    acceptance.check_addresses(request.get("reply_to_addresses") or ())
    if not message.get("Body"):
        raise acceptance.invalid("The body of the message must have a text or an HTML part.")


def _accept_every_raw_message() -> None:
    @patch(SesProvider.send_raw_email)
    def send_raw_email(original: Original, /, *args: Any, **request: Any) -> Any:
        data = request["raw_message"]["Data"]
        raw = RawMessage(data)
        given_source = (request.get("source") or "").strip() or None
        source = given_source or raw.sender
        if not source:
            raise acceptance.invalid("Missing required header 'From'.")
        acceptance.check_headers(raw)
        recipients = list(request.get("destinations") or [])
        acceptance.check_addresses(recipients)
        acceptance.check_recipients(raw, recipients)
        acceptance.check_senders(
            get_ses_backend(context_of(args, request)), acceptance.senders_of(raw, given_source)
        )
        given = {
            **request,
            "raw_message": {"Data": as_text(data).encode()},
            "source": source,
            # a copy: LocalStack adds the recipients in the headers to it
            "destinations": list(recipients),
        }
        kept = {**request, "destination": {"ToAddresses": recipients} if recipients else None}
        return _keeping(kept, original, *args, **given)


def _publish_events() -> None:
    def notify(
        context: RequestContext, event_destinations: Any, payload: provider.EventDestinationPayload, **_: Any
    ) -> None:
        assert context.account_id and context.region
        request: dict[str, Any] = dict(context.service_request or {})
        tags: Any = payload.tags or ()
        mail = SentMail(
            payload.message_id,
            context.account_id,
            context.region,
            payload.sender_email,
            payload.destination_addresses,
            request.get("ConfigurationSetName"),
            tags,
        )
        publish(mail, event_destinations, SEND, {})
        publish(mail, event_destinations, DELIVERY, {"recipients": list(mail.recipients), "timestamp": now()})

    replace(provider, "notify_event_destinations", notify)


def _keeping(request: Mapping[str, Any], send: Original, /, *args: Any, **kwargs: Any) -> Any:
    """Sends, and keeps of the request what LocalStack would drop."""
    kept = {name: request[field] for field, name in _KEPT.items() if request.get(field)}
    token = _more.set(kept)
    try:
        return send(*args, **kwargs)
    finally:
        _more.reset(token)
