"""The life of a function's process: it loads the handler, then invokes it until the process is killed."""

import os
import sys
from typing import NoReturn, TypedDict

from . import localhost_names, logs, output, trust
from .errors import ErrorDocument, RuntimeFaultError, describe
from .handler import Handler, load_handler
from .invocation import invoke
from .runtime_api import RuntimeApi


class Settings(TypedDict):
    layers: list[str]
    """Folders of packages, the first one first."""
    packages: str
    """The folder that has the packages which come with the runtime, among others."""
    certificate: str | None
    """The file of the certificate with which LocalStack serves HTTPS."""


_WARNING = (
    "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the function code. However, in rare "
    "cases, a Lambda runtime update can cause unexpected function behavior. For functions using managed runtimes, "
    "runtime updates can be triggered by a function change, or can be applied automatically. To determine if the "
    "runtime has been updated, check the runtime version in the INIT_START log entry. If this error correlates with "
    "a change in the runtime version, you may be able to mitigate this error by temporarily rolling back to the "
    "previous runtime version. For more information, see "
    "https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html"
)


def start(settings: Settings) -> NoReturn:
    # a function that is edited in place would count as edited again
    sys.dont_write_bytecode = True
    localhost_names.install()
    if settings["certificate"]:
        trust.install(settings["certificate"])
    output.install()
    logs.install()
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    handler = _load(api)
    while True:
        invoke(handler, api.next(), api)


def _load(api: RuntimeApi) -> Handler:
    error: ErrorDocument
    try:
        return load_handler(os.environ["_HANDLER"])
    except RuntimeFaultError as fault:
        error = fault.document()
    except Exception as exception:  # noqa: BLE001 - the function's own
        error = describe(exception)
    logs.warn(_WARNING)
    logs.error(error)
    api.fail_init(error)
    sys.exit(1)
