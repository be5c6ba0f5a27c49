"""
An error as AWS returns it, with the status of the service's model or else of AWS's common errors.

https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
"""

from http import HTTPStatus

from botocore.model import ServiceModel
from localstack.aws.api import CommonServiceException

# Codes that the models of the services omit, or whose message has an established wording
_COMMON: dict[str, tuple[int, str]] = {
    "Throttling": (400, "Rate exceeded"),
    "ThrottlingException": (400, "Rate exceeded"),
    "ThrottledException": (400, "Rate exceeded"),
    "RequestLimitExceeded": (503, "Request limit exceeded."),
    "TooManyRequestsException": (429, "Rate Exceeded."),
    "SlowDown": (503, "Please reduce your request rate."),
    "ServiceUnavailable": (503, "Service is unavailable. Please try again."),
    "ServiceUnavailableException": (503, "Service is unavailable. Please try again."),
    "InternalFailure": (500, "The request processing has failed because of an unknown error."),
    "InternalError": (500, "We encountered an internal error. Please try again."),
    "InternalServerError": (500, "The request processing has failed because of an unknown error."),
    "InternalServerException": (500, "The request processing has failed because of an unknown error."),
    "ServiceException": (500, "The service encountered an internal error."),
    "RequestTimeout": (408, "The request timed out."),
    "AccessDenied": (403, "Access Denied"),
    "AccessDeniedException": (400, "User is not authorized to perform this operation."),
    "ExpiredToken": (403, "The security token included in the request is expired"),
    "ExpiredTokenException": (400, "The security token included in the request is expired"),
}


def service_error(
    service: ServiceModel, operation: str, code: str, message: str | None, status: int | None
) -> CommonServiceException:
    common_status, common_message = _COMMON.get(code, (None, None))
    status = status or _modelled_status(service, operation, code) or common_status or 400
    return CommonServiceException(
        code,
        message or common_message or f"{code} was injected",
        status_code=status,
        sender_fault=status < HTTPStatus.INTERNAL_SERVER_ERROR,
    )


def _modelled_status(service: ServiceModel, operation: str, code: str) -> int | None:
    for shape in service.operation_model(operation).error_shapes:
        error = shape.metadata.get("error", {})
        if code in (shape.name, error.get("code")):
            found: int | None = error.get("httpStatusCode")
            return found
    return None
