"""Who sent a request, by its headers: a program, or a browser, and then on behalf of which page.

No page can forge these headers: https://www.w3.org/TR/fetch-metadata/, https://fetch.spec.whatwg.org/#origin-header
"""

import ipaddress
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Headers(Protocol):
    """Of a request; names in any case."""

    def get(self, name: str, /) -> str | None: ...


def came_over_network(request: Any) -> bool:
    """
    False for calls between LocalStack's services in memory. The servers that LocalStack can use keep the headers as
    received.
    """
    return "rolo.headers" in request.environ or "asgi.headers" in request.environ


@dataclass(frozen=True)
class Sender:
    """Of one request."""

    host: str
    """The request's own `Host`."""
    origin: str | None
    """The page's; "null" where it has none that it may name."""
    referrer: str | None
    site: str | None
    """Sec-Fetch-Site. Browsers leave it out for HTTP at a name that need not be this machine."""
    mode: str | None
    destination: str | None
    looks_like_browser: bool

    @property
    def is_page(self) -> bool:
        """A page of another origin has it sent."""
        if self.site is not None and self.site not in ("same-origin", "none"):
            return True
        if self.origin is not None:
            return not self._is_own(self.origin)
        return self.referrer is not None and not self._is_own(self.referrer)

    @property
    def is_page_beside_apis(self) -> bool:
        """
        A page of the request's own origin has it sent. LocalStack has no pages: what a browser shows there
        came from a bucket, and may be hostile. A page cannot remove the destination.
        """
        return self.site == "same-origin" and self.destination is not None

    @property
    def hides_its_page(self) -> bool:
        """A browser that says nothing about the page: an old one, or one that uses a name of another kind."""
        return self.looks_like_browser and self.site is None and self.origin is None

    @property
    def navigates(self) -> bool:
        """The answer becomes a page, in a window or a frame."""
        return self.mode in ("navigate", "nested-navigate")

    @property
    def is_of_this_machine(self) -> bool:
        """The page itself was served by this machine."""
        return self.origin is not None and is_local_name((urlsplit(self.origin).hostname or "").lower())

    def _is_own(self, address: str) -> bool:
        return urlsplit(address).netloc.lower() == self.host.lower()


def sender_of(headers: Headers) -> Sender:
    agent = headers.get("User-Agent") or ""
    return Sender(
        host=headers.get("Host") or "",
        origin=headers.get("Origin"),
        referrer=headers.get("Referer"),
        site=headers.get("Sec-Fetch-Site"),
        mode=headers.get("Sec-Fetch-Mode"),
        destination=headers.get("Sec-Fetch-Dest"),
        # all browsers begin like this, and no page may change it; PowerShell does, too
        looks_like_browser=agent.startswith("Mozilla/") and "PowerShell/" not in agent,
    )


def address_of(host: str) -> Address | None:
    """The address where a host, without its port, is one and not a name."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def is_local_name(host: str) -> bool:
    """Whether a host, without its port, can only be this machine, for every name server."""
    if address := address_of(host):
        return address.is_loopback
    return host == "localhost" or host.endswith(".localhost")
