"""
Sends a mail without moto's HTTP layer, by which LocalStack calls it in the same process: moto looks for each possible
field of the form by an exception.

Mends services/ses/provider.py of LocalStack.
"""

from typing import Any

from localstack.aws.api import CommonServiceException, RequestContext
from localstack.services.ses import provider
from moto.ses.exceptions import SesError
from moto.ses.models import ses_backends

from localstack_harness.support.moto_service import answer_directly


def install() -> None:
    answer_directly(provider, "SendEmail", send_email)


def send_email(context: RequestContext) -> dict[str, Any]:
    """Like moto's response to SendEmail, parsed."""
    request: Any = context.service_request
    message: Any = request["Message"]
    body: Any = message["Body"].get("Html") or message["Body"].get("Text") or {}
    backend = ses_backends[context.account_id][context.region]
    subject, text = message["Subject"].get("Data"), body.get("Data")
    try:
        sent = backend.send_email(request["Source"], subject, text, request["Destination"])
    except SesError as error:
        raise CommonServiceException(error.code, error.message, 400, sender_fault=True) from error
    return {"MessageId": sent.id}
