"""Whether a request is signed. The signature itself is not checked: LocalStack takes any credentials.

https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
"""

from collections.abc import Iterable

from localstack_harness.support.http.sender import Headers

_IN_QUERY = (
    {"x-amz-credential", "x-amz-signature"},
    {"awsaccesskeyid", "signature"},  # version 2
)


def has_signed_header(headers: Headers) -> bool:
    """Signature version 4, S3's version 2, or the token that some APIs take instead."""
    return (headers.get("Authorization") or "").startswith(("AWS4-", "AWS ", "Bearer "))


def is_presigned(fields: Iterable[str]) -> bool:
    """The signature is in the address, or in a form's fields."""
    present = {name.lower() for name in fields}
    return any(needed <= present for needed in _IN_QUERY)
