"""Keeps an embedded LocalStack from sending a DNS query for its own name."""

from localstack import config
from localstack.utils.aws import aws_stack

from localstack_harness.support.patching import replace


def skip_s3_dns_check() -> None:
    """
    LocalStack checks whether `s3.localhost` resolves, and would direct its own S3 clients there. Where the
    resolver sends names below `localhost` to a name server (against RFC 6761), that is a packet to another
    machine, and the answer may be any address. In a container, LocalStack's own name server answers.
    """
    if config.LOCALSTACK_HOST.host == "localhost":
        replace(aws_stack, "CACHE_S3_HOSTNAME_DNS_STATUS", False)
