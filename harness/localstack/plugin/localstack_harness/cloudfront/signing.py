"""
Signs what a distribution asks of a function URL with an origin access control: the URL takes signed requests only.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html
"""

from collections.abc import Mapping

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from localstack_harness.cloudfront.distribution import Distribution

_REPLACED = ("authorization", "x-amz-date", "x-amz-security-token")


def signed(
    distribution: Distribution, method: str, url: str, headers: Mapping[str, str], body: bytes
) -> dict[str, str]:
    """The headers of the request."""
    kept = {name: value for name, value in headers.items() if name not in _REPLACED}
    request = AWSRequest(method, url, {}, body)
    # every call is allowed: the key only says whose it is
    SigV4Auth(Credentials(distribution.account, "test"), "lambda", distribution.region).add_auth(request)
    return {**kept, **{name.lower(): value for name, value in request.headers.items()}}
