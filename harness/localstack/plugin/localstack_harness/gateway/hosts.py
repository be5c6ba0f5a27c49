"""The host names of LocalStack, and what it serves at each of them.

Any other `Host` comes from a page whose own host name now points at this machine (DNS rebinding).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from localstack_harness.support.http.sender import Address, address_of

_REGION = r"[a-z]{2}(?:-[a-z]+)+-\d"
_KINDS = (
    ("website", re.compile(rf".+\.s3-website(?:[.-]{_REGION})?")),
    ("execute-api", re.compile(rf"[a-z0-9-]+\.execute-api(?:\.{_REGION})?(?:\.vpce)?")),
    ("function-url", re.compile(rf"[a-z0-9-]+\.lambda-url\.{_REGION}")),
    ("cloudfront", re.compile(r"[a-z0-9-]+\.cloudfront")),
    ("s3", re.compile(rf"(?:.+\.)?s3(?:[.-]{_REGION})?")),
    ("api", re.compile(rf"(?:{_REGION}\.)?queue|(?:\d{{12}}\.)?s3-control(?:\.{_REGION})?")),
    ("api", re.compile(rf"[a-z0-9-]+\.{_REGION}\.(?:opensearch|es)")),
)
# What AWS's API descriptions put before an endpoint's name, such as `sync-` for StartSyncExecution
_HOST_PREFIX = re.compile(
    r"(?:analytics|control-storage|data|query|runtime|storage|streaming|sync|tags|workflows)-"
    r"|(?:api|data|dataplane|env|geofencing|management|maps|monitor|ops|places|routes|runtime|scheduling)\."
    r"|tracking\."
)
# AWS's own names, which functions here resolve to LocalStack; no stranger can point them elsewhere
_COGNITO = re.compile(
    rf"cognito-idp\.{_REGION}\.amazonaws\.com|[a-z0-9-]+\.auth\.{_REGION}\.amazoncognito\.com"
)
_EVERY_INTERFACE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - only compared
# Names that Docker gives to the machine that a container runs on
_DOCKER_NAMES = frozenset({"host.docker.internal", "gateway.docker.internal", "host.containers.internal"})


class HostKind(Enum):
    API = "api"
    """AWS APIs, the admin paths, and S3 by path."""
    S3 = "s3"
    WEBSITE = "website"
    EXECUTE_API = "execute-api"
    FUNCTION_URL = "function-url"
    CLOUDFRONT = "cloudfront"

    @property
    def is_for_pages(self) -> bool:
        """Whether web pages use it on AWS too, under its own rules."""
        return self not in (HostKind.API, HostKind.S3)


@dataclass(frozen=True)
class Hosts:
    names: frozenset[str]
    """`localhost` and the names in this LocalStack's configuration."""
    services: frozenset[str]
    """What AWS calls its services in addresses, such as `sts` or `monitoring`."""
    in_container: bool = False
    """Then other containers use names and addresses that come from Docker."""
    everywhere: bool = False
    """It listens on every interface, whose addresses may change."""

    @lru_cache(maxsize=256)  # noqa: B019 - there is one for all requests
    def kind(self, host: str) -> HostKind | None:
        """What is served at the value of a `Host` header; None if it is not LocalStack's."""
        name = _without_port(host.strip().lower())
        if name is None:
            return None
        prefix = _HOST_PREFIX.match(name)
        if address := address_of(name) or (address_of(name[prefix.end() :]) if prefix else None):
            return HostKind.API if self._is_own_address(address) else None
        name = name.removesuffix(".")
        if (
            name in self.names
            or _COGNITO.fullmatch(name)
            or (self.in_container and _is_given_by_docker(name))
        ):
            return HostKind.API
        for base in (*self.names, *(["amazonaws.com"] if self.in_container else [])):
            if name.endswith(base):
                kind = self._kind_before(name[: -len(base)])
                if kind:
                    return kind
        return None

    def _kind_before(self, before: str) -> HostKind | None:
        """`before` is the part before one of the names, such as `abc.execute-api.`"""
        if _HOST_PREFIX.fullmatch(before):
            return HostKind.API
        if not before.endswith("."):
            return None
        before = before[:-1]
        for kind, pattern in _KINDS:
            if pattern.fullmatch(before):
                return HostKind(kind)
        service = re.sub(rf"\.{_REGION}$", "", before)
        prefix = _HOST_PREFIX.match(service)
        without_prefix = service[prefix.end() :] if prefix else service
        return HostKind.API if {service, without_prefix} & self.services else None

    def _is_own_address(self, address: Address) -> bool:
        if address.is_unspecified:
            return False  # 0.0.0.0 reaches this machine too, but browsers do not send the page's origin to it
        return address.is_loopback or self.everywhere or str(address) in self.names


def hosts_of(
    names: Iterable[str], services: Iterable[str], in_container: bool, listens_on: Iterable[str]
) -> Hosts:
    listening = {name.lower() for name in listens_on}
    everywhere = bool(listening & _EVERY_INTERFACE)
    return Hosts(
        names=frozenset(
            {"localhost", *(name.lower() for name in names), *listening} - _EVERY_INTERFACE - {""}
        ),
        services=frozenset(services),
        in_container=in_container,
        everywhere=everywhere,
    )


def _without_port(host: str) -> str | None:
    match = re.fullmatch(r"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::\d{1,5})?", host)
    return match.group(1).strip("[]") if match else None


def _is_given_by_docker(name: str) -> bool:
    return "." not in name or name in _DOCKER_NAMES
