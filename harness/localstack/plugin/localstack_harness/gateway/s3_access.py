"""What S3 allows to unsigned requests, and to web pages."""

import re
from typing import Any
from urllib.parse import parse_qsl

from localstack_harness.gateway.hosts import HostKind
from localstack_harness.gateway.policies import Context, allows_everyone
from localstack_harness.gateway.rules import Asked
from localstack_harness.gateway.signatures import is_presigned
from localstack_harness.support.http.sender import Sender
from localstack_harness.support.loading.loaded import loaded

_EVERYONE = "http://acs.amazonaws.com/groups/global/AllUsers"
_SQS_QUEUE = re.compile(r"/(?:queue/[a-z0-9-]+/)?\d{12}/[a-zA-Z0-9_-]+(?:\.fifo)?$")
# where IAM's action has another name than the operation
_ACTIONS = {
    "HeadObject": "GetObject",
    "GetObjectTorrent": "GetObject",
    "SelectObjectContent": "GetObject",
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "HeadBucket": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "PostObject": "PutObject",
    "CopyObject": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "UploadPartCopy": "PutObject",
    "CompleteMultipartUpload": "PutObject",
    "DeleteObjects": "DeleteObject",
    "ListMultipartUploads": "ListBucketMultipartUploads",
    "ListParts": "ListMultipartUploadParts",
}
# what each permission of an access control list allows
_GRANTED = {
    "READ": {"object": {"GetObject"}, "bucket": {"ListBucket", "ListBucketVersions"}},
    "WRITE": {"object": set(), "bucket": {"PutObject", "DeleteObject"}},
    "READ_ACP": {"object": {"GetObjectAcl"}, "bucket": {"GetBucketAcl"}},
    "WRITE_ACP": {"object": {"PutObjectAcl"}, "bucket": {"PutBucketAcl"}},
}


def find_bucket(name: str) -> Any | None:
    """The bucket of that name; names are unique across accounts."""
    if not loaded("localstack.services.s3.models"):
        return None  # S3 has not been used yet
    from localstack.services.s3.models import s3_stores

    for stores in list(s3_stores.values()):
        for store in list(stores.values()):
            if bucket := store.buckets.get(name):
                return bucket
    return None


def anyone_may(
    operation: str, bucket: Any, key: str | None, context: Context, version: str | None = None
) -> bool:
    """Whether an unsigned request may do it, by the bucket's policy and the access control lists."""
    action = _ACTIONS.get(operation, operation)
    if version and action == "GetObject":
        action = "GetObjectVersion"
    resource = f"arn:aws:s3:::{bucket.name}" + (f"/{key}" if key is not None else "")
    blocked = _explicit_block(bucket)
    if not blocked.get("RestrictPublicBuckets") and allows_everyone(
        bucket.policy, f"s3:{action}", resource, context
    ):
        return True
    if blocked.get("IgnorePublicAcls"):
        return False
    return action.removesuffix("Version") in _granted_to_everyone(bucket, key)


def page_may_use_s3(host: HostKind, asked: Asked, sender: Sender) -> bool:
    """
    As on AWS a page may show objects, link to them, and do what the bucket's CORS rules allow. Unlike on AWS
    anyone can sign, because credentials are not secret here: a request that changes something, or reads with
    a signature, has to come from an origin that the rules name, or from a page that this machine serves.
    """
    bucket = _addressed_bucket(host, asked, sender)
    if bucket is None or _SQS_QUEUE.search(asked.path):
        return False
    reads = asked.method in ("GET", "HEAD")
    if reads and sender.origin is None and (sender.mode != "cors" or sender.site == "same-origin"):
        return True
    method = asked.headers.get("Access-Control-Request-Method") if asked.method == "OPTIONS" else asked.method
    if not method or sender.origin is None:
        return False
    origins = [
        origin
        for rule in (bucket.cors_rules or {}).get("CORSRules", [])
        if method in rule["AllowedMethods"]
        for origin in rule["AllowedOrigins"]
        if re.fullmatch(re.escape(origin).replace(r"\*", ".*"), sender.origin)
    ]
    forgeable = method not in ("GET", "HEAD") or is_presigned(
        dict(parse_qsl(asked.query, keep_blank_values=True))
    )
    if forgeable and not sender.is_of_this_machine:
        origins = [origin for origin in origins if "*" not in origin]
    return bool(origins)


def _addressed_bucket(host: HostKind, asked: Asked, sender: Sender) -> Any | None:
    by_path = asked.path.lstrip("/").partition("/")[0]
    if host is HostKind.S3:
        by_name = re.match(r"(.+)\.s3[.-]", sender.host.lower())
        return find_bucket(by_name.group(1) if by_name else by_path)
    return find_bucket(by_path) if by_path else None


def _explicit_block(bucket: Any) -> dict[str, Any]:
    """Without the full block that LocalStack reports for buckets that have none, or one by CloudFormation."""
    from localstack.services.s3.constants import DEFAULT_PUBLIC_BLOCK_ACCESS

    block = bucket.public_access_block
    return {} if block is None or block is DEFAULT_PUBLIC_BLOCK_ACCESS else block


def _granted_to_everyone(bucket: Any, key: str | None) -> set[str]:
    granted: set[str] = set()
    for scope, resource in (("bucket", bucket), ("object", bucket.objects.get(key) if key else None)):
        for grant in (getattr(resource, "acl", None) or {}).get("Grants", []):
            if grant["Grantee"].get("URI") == _EVERYONE:
                permissions = _GRANTED if grant["Permission"] == "FULL_CONTROL" else [grant["Permission"]]
                granted.update(*(_GRANTED[permission][scope] for permission in permissions))
    return granted
