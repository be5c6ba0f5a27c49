"""A request to an HTTP API, as payloads, authorizers and logs need it. Knows nothing of LocalStack."""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, unquote

_TEXT = ("application/json", "application/javascript", "application/xml")


@dataclass(frozen=True)
class Incoming:
    method: str
    raw_path: str
    """Percent-encoded, without the stage."""
    raw_query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    source_ip: str
    stage: str
    """The stage in the address; `$default` if the address has none."""

    @cached_property
    def path(self) -> str:
        """With the stage, and decoded, as HTTP APIs pass it on."""
        prefix = "" if self.stage == "$default" else f"/{self.stage}"
        return prefix + unquote(self.raw_path)

    @cached_property
    def query(self) -> tuple[tuple[str, str], ...]:
        return tuple(parse_qsl(self.raw_query, keep_blank_values=True))

    @cached_property
    def header_values(self) -> Mapping[str, list[str]]:
        """By names in lower case."""
        return grouped((name.lower(), value) for name, value in self.headers)

    def header(self, name: str) -> str | None:
        values = self.header_values.get(name.lower())
        return ",".join(values) if values else None

    @property
    def is_signed(self) -> bool:
        """Whether it has a signature; it is not verified."""
        by_header = (self.header("authorization") or "").startswith("AWS4-HMAC-SHA256 ")
        return by_header or "X-Amz-Signature" in dict(self.query)

    @cached_property
    def cookies(self) -> list[str]:
        lines = self.header_values.get("cookie", [])
        return [part.strip() for line in lines for part in line.split(";") if part.strip()]

    @cached_property
    def is_binary(self) -> bool:
        """Whether the body is passed on in base64: all but text, JSON, JavaScript and XML is."""
        kind = (self.header("content-type") or "").partition(";")[0].strip().lower()
        is_text = kind.startswith("text/") or kind in _TEXT or kind.endswith(("+json", "+xml"))
        return bool(self.body) and not (is_text and _is_utf8(self.body))

    @cached_property
    def body_text(self) -> str:
        return base64.b64encode(self.body).decode() if self.is_binary else self.body.decode()


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name, value in pairs:
        groups.setdefault(name, []).append(value)
    return groups


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
