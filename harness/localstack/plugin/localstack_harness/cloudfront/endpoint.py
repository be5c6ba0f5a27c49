"""Serves distributions at `<id>.cloudfront.localhost`."""

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from botocore.exceptions import ClientError
from localstack import config
from localstack.aws.connect import connect_to
from localstack.http import Request, Response
from localstack.http.request import get_raw_path
from localstack.services.edge import ROUTER

from localstack_harness.cloudfront.distribution import Distribution, Settings, address_of, allows, bucket_of
from localstack_harness.cloudfront.service import DISTRIBUTIONS
from localstack_harness.cloudfront.signing import signed
from localstack_harness.support.http.cors import leave_cors_to
from localstack_harness.support.http.forwarding import NOT_PASSED_ON, Forwarded, UnreachableError, forward

LOG = logging.getLogger(__name__)
_HOST = "<regex('[a-z0-9]+'):distribution>.cloudfront.<regex('.*'):domain>"
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "OPTIONS", "DELETE")
_OBJECT_HEADERS = {
    "ContentType": "content-type",
    "ETag": "etag",
    "CacheControl": "cache-control",
    "ContentDisposition": "content-disposition",
    "ContentEncoding": "content-encoding",
    "ContentLanguage": "content-language",
}


def install() -> None:
    leave_cors_to(".cloudfront.")
    for path in ("/", "/<path:path>"):
        ROUTER.add(path, _serve, host=_HOST, methods=_METHODS)


def _serve(request: Any, distribution: Any, **_parts: Any) -> Response:
    found = DISTRIBUTIONS.get(distribution.upper())
    if found is None or not found.settings.get("Enabled"):
        return _own(403, "no distribution has this name")
    path = found.path(get_raw_path(request))
    behaviour = found.behaviour(path)
    if not allows(behaviour, request.method):
        return _own(403, "this distribution is not configured to allow the HTTP request method")
    answer = _ask(found, found.origin(behaviour), request, path)
    if page := found.error_page(answer.status):
        status, page_path = page
        shown = _ask(found, found.origin(found.behaviour(page_path)), request, page_path, reads=True)
        if shown.status == HTTPStatus.OK:
            answer = Forwarded(status, shown.headers, shown.body)
    response = Response(answer.body, answer.status)
    response.headers.clear()
    for name, value in (
        *answer.headers,
        ("via", "1.1 localhost (CloudFront)"),
        ("x-cache", "Miss from cloudfront"),
    ):
        response.headers.add(name, value)
    return response


def _ask(
    distribution: Distribution, origin: Settings, request: Request, path: str, *, reads: bool = False
) -> Forwarded:
    """The origin's answer; `reads` a page in place of what was requested."""
    path = f"{origin.get('OriginPath') or ''}{path}"
    method = "GET" if reads else request.method
    if bucket := bucket_of(origin["DomainName"]):
        return _object(distribution, bucket, path, method)
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string and not reads else ""
    own = {
        each["HeaderName"].lower(): each["HeaderValue"] for each in origin.get("OriginCustomHeaders") or ()
    }
    headers = {name.lower(): value for name, value in request.headers if name.lower() not in NOT_PASSED_ON}
    try:
        url = f"{address_of(origin, config.LOCALSTACK_HOST.host_and_port())}{path}{query}"
        body = b"" if reads else request.get_data()
        asked = {**headers, **own}
        if origin.get("OriginAccessControlId"):
            asked = signed(distribution, method, url, asked, body)
        return forward(method, url, asked, body)
    except UnreachableError as error:
        LOG.warning("distribution %s: %s", distribution.distribution_id, error)
        return Forwarded(502, (("content-type", "text/plain"),), b"the origin cannot be reached")


def _object(distribution: Distribution, bucket: str, path: str, method: str) -> Forwarded:
    s3 = connect_to(aws_access_key_id=distribution.account, region_name=distribution.region).s3
    if method not in ("GET", "HEAD"):
        return Forwarded(405, (), b"")
    try:
        found = s3.get_object(Bucket=bucket, Key=unquote(path.removeprefix("/")))
    except ClientError as error:
        # without the right to list a bucket, S3 does not say that there is no such object
        missing = error.response["Error"]["Code"] == "NoSuchKey"
        status = 403 if missing else error.response["ResponseMetadata"]["HTTPStatusCode"]
        body = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
        return Forwarded(status, (("content-type", "application/xml"),), body)
    body = found["Body"].read()
    headers = [(header, str(found[name])) for name, header in _OBJECT_HEADERS.items() if found.get(name)]
    metadata = [(f"x-amz-meta-{name}", value) for name, value in (found.get("Metadata") or {}).items()]
    return Forwarded(200, (*headers, *metadata), b"" if method == "HEAD" else body)


def _own(status: int, reason: str) -> Response:
    text = f"<html><head><title>ERROR</title></head><body><h1>{status} ERROR</h1>{reason}</body></html>"
    return Response(text, status, content_type="text/html")
