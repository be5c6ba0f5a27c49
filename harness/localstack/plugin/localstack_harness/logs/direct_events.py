"""
Stores log events without moto's HTTP layer, by which LocalStack calls it in the same process.

Mends services/logs/provider.py of LocalStack.
"""

from typing import Any

from localstack.aws.api import CommonServiceException, RequestContext
from localstack.services.logs import provider
from localstack.services.logs.models import get_moto_logs_backend
from moto.core.exceptions import JsonRESTError

from localstack_harness.support.moto_service import answer_directly


def install() -> None:
    answer_directly(provider, "PutLogEvents", put_log_events)


def put_log_events(context: RequestContext) -> dict[str, Any]:
    """Like moto's response to PutLogEvents, parsed."""
    request: Any = context.service_request
    backend = get_moto_logs_backend(context.account_id, context.region)
    try:
        token, rejected = backend.put_log_events(
            request["logGroupName"], request["logStreamName"], request["logEvents"]
        )
    except JsonRESTError as error:
        raise CommonServiceException(error.error_type, error.message, error.code) from error
    return {"nextSequenceToken": token, **({"rejectedLogEventsInfo": rejected} if rejected else {})}
