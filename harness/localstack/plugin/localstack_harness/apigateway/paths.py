"""A path keeps what follows a semicolon: `/cuddles;a=b` is not `/cuddles`.

LocalStack drops it as a parameter of the last segment. Mends next_gen/execute_api/handlers/parse.py of its API Gateway.
"""

from urllib.parse import urlsplit

from localstack.services.apigateway.next_gen.execute_api.handlers import parse

from localstack_harness.support.patching import replace


def install() -> None:
    replace(parse, "urlparse", urlsplit)
