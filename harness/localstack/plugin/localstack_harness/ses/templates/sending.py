"""
Mails of templates by SES v1: rendered, each of SendBulkTemplatedEmail by itself. LocalStack keeps the name and the data of
the first kind, and nothing of the second.

Mends services/ses/provider.py of LocalStack and ses/models.py of moto.
"""

import json
from collections.abc import Mapping
from typing import Any

from localstack.aws.api import CommonServiceException, RequestContext, handler
from localstack.services.moto import call_moto
from localstack.services.ses.provider import SesProvider, get_ses_backend
from moto.ses.exceptions import InvalidRenderingParameterException, TemplateDoesNotExist
from moto.ses.models import SESBackend

from localstack_harness.ses import acceptance
from localstack_harness.ses.outbox import Captured, Options, deliver, rendered, with_parts
from localstack_harness.ses.templates.rendering import Parts, RenderingError, merged_data, mime_of, render
from localstack_harness.support.patching import replace


def install() -> None:
    @handler("SendTemplatedEmail", expand=False)
    def send_templated_email(_: SesProvider, context: RequestContext, request: Any) -> Any:
        _check(context, request)
        if not acceptance.is_received(request["Destination"]):
            raise acceptance.invalid("Missing required header 'To'.")
        response: dict[str, Any] = call_moto(context)
        _send(context, request, response["MessageId"], request["Destination"], request["TemplateData"])
        return response

    @handler("SendBulkTemplatedEmail", expand=False)
    def send_bulk_templated_email(_: SesProvider, context: RequestContext, request: Any) -> Any:
        _check(context, request)
        statuses = _bulk_statuses(context, request)
        for entry, status in zip(request["Destinations"], statuses, strict=True):
            if status["Status"] != "Success":
                continue
            data = merged_data(request.get("DefaultTemplateData"), entry.get("ReplacementTemplateData"))
            tags = entry.get("ReplacementTags") or request.get("DefaultTags")
            _send(context, {**request, "Tags": tags}, status["MessageId"], entry["Destination"], data)
        return {"Status": statuses}

    replace(SesProvider, "send_templated_email", send_templated_email)
    replace(SesProvider, "send_bulk_templated_email", send_bulk_templated_email)
    replace(SESBackend, "render_template", _test_render)


def _check(context: RequestContext, request: Mapping[str, Any]) -> None:
    acceptance.check_senders(get_ses_backend(context), [request["Source"], request.get("ReturnPath")])
    acceptance.check_addresses(request.get("ReplyToAddresses") or ())


def _bulk_statuses(context: RequestContext, request: Mapping[str, Any]) -> list[dict[str, str]]:
    """Of each entry; one that no one would receive is refused by itself."""
    entries = request["Destinations"] or []
    if not entries:
        raise acceptance.invalid("There must be at least one destination.")
    received = [entry for entry in entries if acceptance.is_received(entry["Destination"])]
    sent = get_ses_backend(context).send_bulk_templated_email(
        request["Source"], request["Template"], request.get("DefaultTemplateData") or "{}", received
    )
    ids = iter(sent.ids)
    refused = {"Status": "InvalidParameterValue", "Error": "Missing required header 'To'."}
    return [
        {"Status": "Success", "MessageId": next(ids)} if entry in received else dict(refused)
        for entry in entries
    ]


def _send(
    context: RequestContext,
    request: Mapping[str, Any],
    message_id: str,
    destination: Mapping[str, Any],
    data: str,
) -> None:
    mail: Captured = {
        "Id": message_id,
        "Region": context.region,
        "Destination": destination,
        "Template": request["Template"],
        "TemplateData": data,
        **{name: request.get(name) for name in _KEPT},
    }
    options = Options(request.get("ConfigurationSetName"), request.get("Tags") or ())
    template = parts_of(get_ses_backend(context), request["Template"])
    parts = rendered(context, mail, template, data, options)
    if parts is not None:
        deliver(context, with_parts(mail, parts), options)


_KEPT = ("Source", "ReplyToAddresses", "ReturnPath", "ConfigurationSetName", "Tags")


def parts_of(backend: SESBackend, name: str) -> Parts:
    """Of a stored template. Raises moto's error for one that is not there."""
    stored = backend.templates.get(name)
    if not stored:
        raise TemplateDoesNotExist(f"Template {name} does not exist.")
    return {
        part: stored[f"{part}_part"] for part in ("subject", "text", "html") if stored.get(f"{part}_part")
    }


def _test_render(self: SESBackend, render_data: Mapping[str, Any]) -> str:
    template = parts_of(self, render_data.get("name", ""))
    try:
        json.loads(render_data["data"])
    except ValueError as error:
        raise InvalidRenderingParameterException("Template rendering data is invalid") from error
    try:
        return mime_of(render(template, render_data["data"]))
    except RenderingError as error:
        raise CommonServiceException("MissingRenderingAttribute", str(error), sender_fault=True) from error
