"""Keeps an embedded LocalStack from asking a name server for its own name."""

from localstack import config
from localstack.utils.aws import aws_stack


def skip_s3_dns_check() -> None:
    """
    LocalStack looks whether `s3.localhost` leads anywhere, and its own S3 clients would go there. Where the resolver
    leaves `localhost` to a name server (RFC 6761 tells it not to), that is a packet to another machine, and the
    answer may be any address. In a container, LocalStack's own name server answers.
    """
    if config.LOCALSTACK_HOST.host == "localhost":
        aws_stack.CACHE_S3_HOSTNAME_DNS_STATUS = False
