"""Who may request what, decided by a request's address and headers alone, before it is parsed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

from localstack_harness.gateway.hosts import HostKind, Hosts
from localstack_harness.support.http.sender import Headers, Sender, sender_of

_ADMIN = re.compile(r"/_(?:harness|localstack|localstack_lambda|aws)(?:/|$)")
_EXECUTE_API = re.compile(r"/_aws/execute-api/[^/]+|/restapis/[^/]+/[^/]+/_user_request_(?:/|$)")
_READS = ("GET", "HEAD")
# GET has an effect there
_GET_HAS_EFFECT = re.compile(r"/_aws/events/")
_HARNESS = re.compile(r"/_harness(?:/|$)")
# links in mails, which have a token instead of a signature
_MAIL_LINK = re.compile(r"(?:^|&)Action=(?:ConfirmSubscription|Unsubscribe)(?:&|$)")


# what a user pool's page calls; only operations that need no signature are passed on
USER_POOLS = re.compile(r"AWSCognitoIdentityProviderService\.(\w+)")


class Refusal(Enum):
    """The value is the message for the sender."""

    HOST = (
        "not a host name of LocalStack: use localhost, or add the name to HARNESS_HOSTS (separated by commas)"
    )
    PAGE = (
        "refused because a web page sent it: to let a page call AWS's APIs, add its origin to"
        " EXTRA_CORS_ALLOWED_ORIGINS"
    )
    NAVIGATION = "refused because a browser opened it as a page: call it from a program"
    BROWSER = "refused because a browser sent it without the page's origin: use the host name localhost"
    PLACE = "served at LocalStack's own host names only, such as localhost"


@dataclass(frozen=True)
class Asked:
    """A request, before anything is parsed."""

    method: str
    path: str
    query: str
    headers: Headers


@dataclass(frozen=True)
class Passed:
    """How a request passed the rules."""

    host: HostKind
    is_page: bool
    """A web page sent it, so it may use only what is public."""
    sender: Sender


@dataclass(frozen=True)
class Rules:
    hosts: Hosts
    trusted_origins: frozenset[str]
    """Their pages may call AWS's APIs, but not the harness's."""
    may_use_s3: Callable[[HostKind, Asked, Sender], bool]
    """Whether the request is for an object of a bucket that allows it to the page."""

    def judge(self, asked: Asked) -> Passed | Refusal:
        sender = sender_of(asked.headers)
        host = self.hosts.kind(sender.host) if sender.host else HostKind.API  # HTTP/1.0 has none, browsers do
        if host is None:
            return Refusal.HOST
        path = re.sub("/{2,}", "/", asked.path)
        public = host.is_for_pages or (host is HostKind.API and bool(_EXECUTE_API.match(path)))
        admin = not (public and host is HostKind.API) and bool(_ADMIN.match(path))
        if admin and host is not HostKind.API:
            return Refusal.PLACE
        trusted = sender.origin in self.trusted_origins and not _HARNESS.match(path) and not sender.navigates
        page = not trusted and (sender.is_page or sender.is_page_beside_apis)
        passed = Passed(host, page, sender)
        if public:
            return passed
        if page:
            allowed = self.may_use_s3(host, asked, sender) or self._may_call_user_pools(host, asked, sender)
            return passed if allowed and not admin else Refusal.PAGE
        return self._of_own_page_or_program(passed, asked, path, admin)

    def _may_call_user_pools(self, host: HostKind, asked: Asked, sender: Sender) -> bool:
        """
        A page that LocalStack serves signs in users by Cognito's API, as on AWS. No page can send the header without
        asking first.
        """
        origin = urlsplit(sender.origin or "").netloc
        if host is not HostKind.API or asked.path != "/" or self.hosts.kind(origin) is not HostKind.WEBSITE:
            return False
        if asked.method == "OPTIONS":
            return "x-amz-target" in (asked.headers.get("Access-Control-Request-Headers") or "").lower()
        target = asked.headers.get("X-Amz-Target") or ""
        return asked.method == "POST" and USER_POOLS.fullmatch(target) is not None

    def _of_own_page_or_program(
        self, passed: Passed, asked: Asked, path: str, admin: bool
    ) -> Passed | Refusal:
        sender, reads = passed.sender, asked.method in _READS
        only_looks = admin and reads and not _GET_HAS_EFFECT.match(path)
        if sender.hides_its_page and not only_looks:
            if not self.may_use_s3(passed.host, asked, sender):
                return Refusal.BROWSER
            return Passed(passed.host, True, sender)
        if sender.navigates and not only_looks:
            if reads and _MAIL_LINK.search(asked.query):
                return passed
            if not reads or not self.may_use_s3(passed.host, asked, sender):
                return Refusal.NAVIGATION
            return Passed(passed.host, True, sender)
        return passed
