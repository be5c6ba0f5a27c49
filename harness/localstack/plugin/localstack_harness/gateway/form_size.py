"""
Lets forms be as large as AWS's APIs take them. Requests of the query protocol are forms: werkzeug refuses those of
more than 500 kB, so that SES could not send a raw message of that size.

https://docs.aws.amazon.com/ses/latest/dg/quotas.html
"""

from werkzeug.wrappers import Request

from localstack_harness.support.patching import replace

# a raw message of 40 MB, encoded as base64 in a form
_LARGEST = 80_000_000


def install() -> None:
    replace(Request, "max_form_memory_size", _LARGEST)
