"""
SendEmail and SendBulkEmail, with the checks of v1.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
"""

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from localstack.aws.api import CommonServiceException, RequestContext
from localstack.services.ses.provider import get_ses_backend, recipients_from_destination
from moto.ses.models import RECIPIENT_LIMIT, SESBackend

from localstack_harness.ses.acceptance import check_senders, senders_of
from localstack_harness.ses.configuration_sets import assert_set
from localstack_harness.ses.outbox import Captured, Options, deliver, rendered
from localstack_harness.ses.raw_message import RawMessage, as_text
from localstack_harness.ses.templates.rendering import Parts, merged_data
from localstack_harness.ses.templates.sending import parts_of
from localstack_harness.ses.v2.composing import composed
from localstack_harness.ses.v2.errors import as_v2, bad_request
from localstack_harness.support.moto_service import Operation

type Request = Mapping[str, Any]


def send_email(context: RequestContext, request: Request) -> Any:
    content = request["Content"]
    kinds = [kind for kind in ("Simple", "Raw", "Template") if content.get(kind)]
    if len(kinds) != 1:
        raise bad_request("The content must have exactly one of Simple, Raw and Template.")
    if kinds == ["Raw"]:
        return {"MessageId": _send_raw(context, request, content["Raw"]["Data"])}
    message_id = _accept(context, request, request.get("Destination") or {})
    mail = _captured(context, request, message_id)
    options = _options(context, request)
    if kinds == ["Template"]:
        _send_template(context, mail, content["Template"], options)
    else:
        deliver(context, composed(mail, _parts_of_simple(content["Simple"]), content["Simple"]), options)
    return {"MessageId": message_id}


def send_bulk_email(context: RequestContext, request: Request) -> Any:
    entries = request["BulkEmailEntries"]
    if len(entries) > RECIPIENT_LIMIT:
        raise bad_request(f"There are {len(entries)} entries; {RECIPIENT_LIMIT} is the limit.")
    template = request["DefaultContent"].get("Template") or {}
    _template_parts(get_ses_backend(context), template)  # raises for all entries where it is not there
    return {"BulkEmailEntryResults": [_send_entry(context, request, template, entry) for entry in entries]}


def _send_entry(context: RequestContext, request: Request, template: Request, entry: Request) -> Any:
    own = (entry.get("ReplacementEmailContent") or {}).get("ReplacementTemplate") or {}
    content = {
        **template,
        "TemplateData": merged_data(template.get("TemplateData"), own.get("ReplacementTemplateData")),
        "Headers": entry.get("ReplacementHeaders") or template.get("Headers"),
    }
    tags = entry.get("ReplacementTags") or request.get("DefaultEmailTags")
    given = {**request, "EmailTags": tags, "Destination": entry["Destination"]}
    try:
        message_id = _accept(context, given, entry["Destination"])
    except CommonServiceException as refused:
        if refused.code != "BadRequestException":
            raise
        return {"Status": "INVALID_PARAMETER", "Error": refused.message}
    mail = _captured(context, given, message_id)
    _send_template(context, mail, content, _options(context, given))
    return {"Status": "SUCCESS", "MessageId": message_id}


def _send_template(context: RequestContext, mail: Captured, content: Request, options: Options) -> None:
    template = _template_parts(get_ses_backend(context), content)
    data = content.get("TemplateData") or "{}"
    mail = {**mail, "Template": _template_name(content), "TemplateData": data}
    parts = rendered(context, mail, template, data, options)
    if parts is not None:
        deliver(context, composed(mail, parts, content), options)


def _send_raw(context: RequestContext, request: Request, data: bytes) -> str:
    raw = RawMessage(data)
    source = request.get("FromEmailAddress") or raw.sender
    if not source:
        raise bad_request("Missing required header 'From'.")
    feedback = request.get("FeedbackForwardingEmailAddress")
    check_senders(get_ses_backend(context), [source, *senders_of(raw, feedback)])
    given = recipients_from_destination(request.get("Destination") or {})
    message_id = _accept(
        context, {**request, "FromEmailAddress": source}, {"ToAddresses": given or raw.recipients}
    )
    destination = {"ToAddresses": given} if given else {}
    mail = _captured(context, {**request, "FromEmailAddress": source, "Destination": destination}, message_id)
    deliver(context, {**mail, "RawData": as_text(data)}, _options(context, request))
    return message_id


def _accept(context: RequestContext, request: Request, destination: Request) -> str:
    """The message id. Raises what SES v2 answers to a mail that it does not accept."""
    source = request.get("FromEmailAddress")
    if not source:
        raise bad_request("FromEmailAddress must be specified.")
    if not recipients_from_destination(dict(destination)):  # type: ignore[arg-type]
        raise bad_request("At least one recipient must be specified.")
    backend = get_ses_backend(context)
    check_senders(backend, [source, request.get("FeedbackForwardingEmailAddress")])
    with as_v2():
        message = backend.send_email(source, "", "", dict(destination))
    return str(message.id)


def _captured(context: RequestContext, request: Request, message_id: str) -> Captured:
    return {
        "Id": message_id,
        "Region": context.region,
        "Source": request["FromEmailAddress"],
        "Destination": request.get("Destination"),
        "ReplyToAddresses": request.get("ReplyToAddresses"),
        "ReturnPath": request.get("FeedbackForwardingEmailAddress"),
        "ConfigurationSetName": request.get("ConfigurationSetName"),
        "Tags": request.get("EmailTags"),
    }


def _options(context: RequestContext, request: Request) -> Options:
    """With the configuration set of the sender's identity, where the request names none."""
    backend = get_ses_backend(context)
    named = request.get("ConfigurationSetName")
    if named:
        with as_v2():
            assert_set(backend, named)
        return Options(named, request.get("EmailTags") or ())
    address = parseaddr(request.get("FromEmailAddress") or "")[1]
    for identity in (address, address.rpartition("@")[2]):
        known = backend.email_identities.get(identity)
        if known and known.configuration_set_name:
            return Options(known.configuration_set_name, request.get("EmailTags") or ())
    return Options(None, request.get("EmailTags") or ())


def _parts_of_simple(content: Request) -> Parts:
    body = {name.lower(): part["Data"] for name, part in content["Body"].items() if part}
    return {"subject": content["Subject"]["Data"], **body}


def _template_parts(backend: SESBackend, content: Request) -> Parts:
    if inline := content.get("TemplateContent"):
        return {name.lower(): text for name, text in inline.items() if text}
    name = _template_name(content)
    if not name:
        raise bad_request("The template must have a TemplateName, a TemplateArn or a TemplateContent.")
    with as_v2():
        return parts_of(backend, name)


def _template_name(content: Request) -> str | None:
    arn = content.get("TemplateArn")
    name: str | None = content.get("TemplateName") or (arn and arn.rpartition("/")[2])
    return name


OPERATIONS: Mapping[str, Operation] = {"SendEmail": send_email, "SendBulkEmail": send_bulk_email}
