"""MiniStack 1.5.33 with the two things that a trial of the app needs and that MiniStack lacks.

- A state machine may send mail by `arn:aws:states:::aws-sdk:ses:sendEmail`.
- The events of a mail that names a configuration set are reported to the set's SNS topics; MiniStack keeps such
  destinations, and delivers nothing to them.

Started in place of `ministack`, with the same environment.
"""

import json
from datetime import datetime, timezone
from email.utils import parseaddr
from typing import Any

from ministack import app
from ministack.core.responses import get_account_id, get_region
from ministack.services import ses, ses_v2, sns, stepfunctions


def let_state_machines_send_mail() -> None:
    stepfunctions._AWS_SDK_SERVICE_MAP["ses"] = {"protocol": "query"}
    stepfunctions._AWS_SDK_ERROR_PREFIX["ses"] = "Ses"


def report_mails() -> None:
    record_send = ses._record_send

    def record_and_report(**mail: Any) -> str:
        message_id: str = record_send(**mail)
        recipients = [
            *mail["to_addrs"],
            *(mail.get("cc_addrs") or []),
            *(mail.get("bcc_addrs") or []),
        ]
        _report(
            mail.get("config_set") or "",
            message_id,
            mail["source"],
            recipients,
            mail.get("subject") or "",
        )
        return message_id

    ses._record_send = record_and_report


def _report(
    configuration_set: str,
    message_id: str,
    source: str,
    recipients: list[str],
    subject: str,
) -> None:
    """As AWS documents the contents of SES's events. Every mail is delivered, as to the mailbox simulator's success."""
    known = ses_v2._config_sets.get(configuration_set) or {}
    addresses = [parseaddr(recipient)[1] for recipient in recipients]
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")[:-6] + "Z"
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
        "DELIVERY": (
            "Delivery",
            {"delivery": {"timestamp": now, "recipients": addresses}},
        ),
    }
    for destination in (known.get("EventDestinations") or {}).values():
        topic = (destination.get("SnsDestination") or {}).get("TopicArn")
        for kind, (event_type, detail) in details.items():
            if (
                topic
                and destination["Enabled"]
                and kind in destination["MatchingEventTypes"]
            ):
                event = {"eventType": event_type, "mail": mail, **detail}
                sns.publish_internal(
                    topic, json.dumps(event), "Amazon SES Email Event Notification"
                )


let_state_machines_send_mail()
report_mails()
app.main()
