"""
What a distribution does with a request: its behaviour, origin and error pages. Knows nothing of LocalStack.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-values-specify.html
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

type Settings = Mapping[str, Any]
"""`DistributionConfig` as CloudFormation has it."""

_READS = ("GET", "HEAD")


@dataclass(frozen=True)
class Distribution:
    distribution_id: str
    domain: str
    settings: Settings
    account: str
    region: str

    def behaviour(self, path: str) -> Settings:
        """The first whose pattern the path has, else the default one."""
        for each in self.settings.get("CacheBehaviors") or ():
            if has_pattern(path, each["PathPattern"]):
                return dict(each)
        return dict(self.settings["DefaultCacheBehavior"])

    def origin(self, behaviour: Settings) -> Settings:
        """The one of a behaviour, or the first of its group. Raises KeyError."""
        wanted = behaviour["TargetOriginId"]
        for group in (self.settings.get("OriginGroups") or {}).get("Items") or ():
            if group["Id"] == wanted:
                wanted = group["Members"]["Items"][0]["OriginId"]
        for each in self.settings["Origins"]:
            if each["Id"] == wanted:
                return dict(each)
        raise KeyError(wanted)

    def path(self, path: str) -> str:
        root = str(self.settings.get("DefaultRootObject") or "")
        return f"/{root.removeprefix('/')}" if path == "/" and root else path

    def error_page(self, status: int) -> tuple[int, str] | None:
        """The status and path that replace an origin's error."""
        for each in self.settings.get("CustomErrorResponses") or ():
            if int(each["ErrorCode"]) == status and each.get("ResponsePagePath"):
                return int(each.get("ResponseCode") or status), str(each["ResponsePagePath"])
        return None


def allows(behaviour: Settings, method: str) -> bool:
    return method in (behaviour.get("AllowedMethods") or _READS)


def has_pattern(path: str, pattern: str) -> bool:
    """`*` is any text, `?` any character."""
    text = re.escape(pattern if pattern.startswith(("/", "*")) else f"/{pattern}")
    return re.fullmatch(text.replace(r"\*", ".*").replace(r"\?", "."), path, re.DOTALL) is not None


_BUCKET = re.compile(r"(?P<bucket>.+)\.s3(?:[.-](?!website)[\w-]+?)?\.(?:amazonaws\.com|localhost.*)")
_AWS_NAME = re.compile(
    r"(?P<name>.+\.(?:execute-api|lambda-url|s3-website)[.-][\w-]+)\.(?:amazonaws\.com|on\.aws)"
)


def bucket_of(domain: str) -> str | None:
    found = _BUCKET.fullmatch(domain)
    return found["bucket"] if found else None


def address_of(origin: Settings, local_host: str) -> str:
    """
    The address of an origin that is no bucket, without a path; `local_host` is where LocalStack serves what AWS has at its own
    names.
    """
    domain = origin["DomainName"]
    own = _AWS_NAME.fullmatch(domain)
    if own:
        return f"http://{own['name']}.{local_host}"
    if domain.endswith(local_host):
        return f"http://{domain}"
    name, _, port = local_host.partition(":")
    if domain.endswith(f".{name}"):
        return f"http://{domain}:{port}"
    custom = origin.get("CustomOriginConfig") or {}
    if custom.get("OriginProtocolPolicy") == "http-only":
        return f"http://{domain}:{custom.get('HTTPPort') or 80}"
    return f"https://{domain}:{custom.get('HTTPSPort') or 443}"
