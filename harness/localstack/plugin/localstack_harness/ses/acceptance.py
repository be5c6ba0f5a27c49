"""
Whether SES accepts a mail by its addresses: every sender must be verified, and someone must receive it.

Changes services/ses/provider.py of LocalStack and ses/models.py of moto.
https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html
"""

from collections.abc import Iterable, Mapping
from email.utils import parseaddr
from typing import Any

from localstack.aws.api import CommonServiceException
from moto.ses import models
from moto.ses.models import SESBackend

from localstack_harness.ses.raw_message import RawMessage
from localstack_harness.support.patching import replace


def install() -> None:
    def is_verified(self: SESBackend, source: str) -> bool:
        return is_covered(parseaddr(source)[1], self.email_identities)

    def delete_identity(self: SESBackend, identity: str) -> None:
        for known in [name for name in self.email_identities if name.lower() == identity.lower()]:
            del self.email_identities[known]

    replace(SESBackend, "_is_verified_address", is_verified)
    replace(SESBackend, "delete_identity", delete_identity)
    replace(models, "is_valid_address", fault_of)


def is_covered(address: str, identities: Mapping[str, object]) -> bool:
    """By itself, also with a label (`me+label@`), by its domain, or by a domain above that."""
    known = {identity.lower() for identity in identities}
    local, _, domain = address.lower().rpartition("@")
    labels = domain.split(".")
    domains = {".".join(labels[at:]) for at in range(len(labels))}
    addresses = {f"{local}@{domain}", f"{local.partition('+')[0]}@{domain}"}
    return not known.isdisjoint(addresses | domains)


def fault_of(address: str) -> str | None:
    """What SES says about an address that is none."""
    local, at, domain = parseaddr(address)[1].rpartition("@")
    if not at or not domain:
        return "Missing final '@domain'"
    if not domain.isascii():
        return "Domain contains illegal character"
    if not local.isascii():
        return "Local address contains illegal character"
    return None if local else "Missing local name"


def check_senders(backend: SESBackend, senders: Iterable[str | None]) -> None:
    """Raises MessageRejected, which names all that are not verified."""
    given = dict.fromkeys(sender for sender in senders if sender)
    failed = [sender for sender in given if not backend._is_verified_address(sender)]
    if failed:
        backend.rejected_messages_count += 1
        raise CommonServiceException(
            "MessageRejected",
            "Email address is not verified. The following identities failed the check in region "
            f"{backend.region_name.upper()}: {', '.join(failed)}",
            sender_fault=True,
        )


def check_addresses(addresses: Iterable[str]) -> None:
    """Raises InvalidParameterValue."""
    for fault in map(fault_of, addresses):
        if fault:
            raise invalid(fault)


def check_headers(raw: RawMessage) -> None:
    """Raises InvalidParameterValue."""
    for name in raw.repeated:
        raise invalid(f"Duplicate header '{name}'.")
    check_addresses(raw.addresses("To", "Cc", "Bcc", "Reply-To"))


def senders_of(raw: RawMessage, source: str | None) -> list[str | None]:
    """`source` replaces the header Return-Path, not the others."""
    return [
        source,
        *raw.addresses("From"),
        *raw.addresses("Sender"),
        *([] if source else raw.addresses("Return-Path")),
    ]


def check_recipients(raw: RawMessage, destinations: Iterable[Any]) -> None:
    """Raises InvalidParameterValue."""
    if raw.has("To") and not raw.text("To"):
        raise invalid("Empty required header 'To'.")
    if not list(destinations) and not raw.addresses("To", "Cc", "Bcc"):
        raise invalid("Missing required header 'To'.")


def is_received(destination: Mapping[str, Any] | None) -> bool:
    """Whether a Destination, which may be missing, has a recipient."""
    return any((destination or {}).values())


def invalid(message: str) -> CommonServiceException:
    return CommonServiceException("InvalidParameterValue", message, sender_fault=True)
