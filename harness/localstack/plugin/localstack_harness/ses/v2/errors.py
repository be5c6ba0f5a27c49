"""Errors of SES v2, and moto's errors of v1 as v2 names them."""

from collections.abc import Iterator
from contextlib import contextmanager

from localstack.aws.api import CommonServiceException
from moto.ses.exceptions import SesError

_NAMES = {
    "AlreadyExists": "AlreadyExistsException",
    "ConfigurationSetAlreadyExists": "AlreadyExistsException",
    "EventDestinationAlreadyExists": "AlreadyExistsException",
    "ConfigurationSetDoesNotExist": "NotFoundException",
    "TemplateDoesNotExist": "NotFoundException",
    "MessageRejected": "MessageRejected",
}
_STATUS = {"NotFoundException": 404}


def error(code: str, message: str) -> CommonServiceException:
    return CommonServiceException(code, message, status_code=_STATUS.get(code, 400), sender_fault=True)


def bad_request(message: str) -> CommonServiceException:
    return error("BadRequestException", message)


def not_found(message: str) -> CommonServiceException:
    return error("NotFoundException", message)


def already_exists(message: str) -> CommonServiceException:
    return error("AlreadyExistsException", message)


@contextmanager
def as_v2() -> Iterator[None]:
    try:
        yield
    except SesError as caught:
        raise error(_NAMES.get(caught.code, "BadRequestException"), caught.message) from caught
