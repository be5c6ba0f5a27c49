"""
The account: out of the sandbox, and without limits.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetAccount.html
"""

from collections.abc import Mapping
from typing import Any

from localstack.aws.api import RequestContext
from localstack.services.ses.provider import get_ses_backend

from localstack_harness.support.moto_service import Operation


def get_account(context: RequestContext, _request: Mapping[str, Any]) -> Any:
    sent = get_ses_backend(context).sent_message_count
    return {
        "DedicatedIpAutoWarmupEnabled": False,
        "EnforcementStatus": "HEALTHY",
        "ProductionAccessEnabled": True,
        "SendQuota": {"Max24HourSend": 50_000, "MaxSendRate": 14, "SentLast24Hours": sent},
        "SendingEnabled": True,
    }


OPERATIONS: Mapping[str, Operation] = {"GetAccount": get_account}
