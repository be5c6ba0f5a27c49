"""What happens to every mail that SES has accepted: events of its configuration set, and its place in /_aws/ses."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from localstack.aws.api import RequestContext
from localstack.services.ses import provider
from localstack.services.ses.provider import get_ses_backend, recipients_from_destination

from localstack_harness.ses.configuration_sets import destinations_of
from localstack_harness.ses.events import DELIVERY, RENDERING_FAILURE, SEND, SentMail, now, publish
from localstack_harness.ses.templates.rendering import Parts, RenderingError, render

LOG = logging.getLogger(__name__)

type Captured = dict[str, Any]
"""As /_aws/ses shows it; LocalStack's SentEmail, and more."""


@dataclass(frozen=True)
class Options:
    """Of a request to send."""

    configuration_set: str | None = None
    tags: Sequence[Mapping[str, str]] = field(default_factory=tuple)


def deliver(context: RequestContext, mail: Captured, options: Options) -> None:
    sent, destinations = _sent(context, mail, options)
    publish(sent, destinations, SEND, {})
    capture(mail)
    publish(sent, destinations, DELIVERY, {"recipients": list(sent.recipients), "timestamp": now()})


def rendered(
    context: RequestContext, mail: Captured, template: Parts, data: str | None, options: Options
) -> Parts | None:
    """
    The parts of a mail of a template. None for one that cannot be rendered: as on AWS it was accepted and is not sent;
    the log and the events of the configuration set say why.
    """
    try:
        return render(template, data)
    except RenderingError as error:
        name = mail.get("Template") or "an inline template"
        LOG.warning("a mail of %s to %s is not sent: %s", name, _recipients(mail), error)
        sent, destinations = _sent(context, mail, options)
        publish(sent, destinations, RENDERING_FAILURE, {"errorMessage": str(error), "templateName": name})
        return None


def with_parts(mail: Captured, parts: Parts) -> Captured:
    body = {"text_part": parts.get("text"), "html_part": parts.get("html")}
    return {**mail, "Subject": parts.get("subject", ""), "Body": body}


def capture(mail: Captured) -> None:
    kept: Any = {name: value for name, value in mail.items() if value}
    provider.save_for_retrospection(kept)


def _sent(context: RequestContext, mail: Captured, options: Options) -> tuple[SentMail, list[dict[str, Any]]]:
    assert context.account_id and context.region
    sent = SentMail(
        mail["Id"],
        context.account_id,
        context.region,
        mail["Source"],
        _recipients(mail),
        options.configuration_set,
        options.tags,
        of_template="Template" in mail,
    )
    return sent, destinations_of(get_ses_backend(context), options.configuration_set)


def _recipients(mail: Captured) -> list[str]:
    return recipients_from_destination(mail.get("Destination") or {})
