"""Refuses unsigned calls of AWS's APIs, as AWS does. LocalStack itself accepts them."""

import logging
from typing import Any

from botocore.model import OperationModel
from localstack.aws.api import CommonServiceException, RequestContext
from localstack.aws.protocol.parser import create_parser
from localstack.aws.protocol.serializer import create_serializer

from localstack_harness.gateway.policies import Context, allows_everyone
from localstack_harness.gateway.s3_access import anyone_may, find_bucket
from localstack_harness.gateway.signatures import has_signed_header, is_presigned

LOG = logging.getLogger(__name__)
# links in mails have a token instead
_BY_TOKEN = {("sns", "ConfirmSubscription"), ("sns", "Unsubscribe")}
_JSON = ("json", "rest-json", "smithy-rpc-v2-cbor")


def refuse_unsigned(chain: Any, context: RequestContext, response: Any) -> None:
    """A handler of LocalStack's gateway. It runs when the service is known, before the request is parsed."""
    if not context.service or context.is_internal_call or is_signed(context.request):
        return
    operation, parameters = _parsed(context)
    if operation and _is_public(context, operation, parameters):
        return
    service = context.service
    error = missing_authentication(service.service_name, context.protocol or "")
    # serializers need an operation, but errors do not depend on it
    shape = operation or service.operation_model(service.operation_names[0])
    serializer = create_serializer(service, context.protocol)
    answer = serializer.serialize_error_to_response(error, shape, context.request.headers, context.request_id)
    response.update_from(answer)
    chain.terminate()  # without the handlers that record calls


def is_signed(request: Any) -> bool:
    if has_signed_header(request.headers) or is_presigned(request.args):
        return True
    # the form of an upload contains a signed policy
    return bool(request.mimetype == "multipart/form-data" and is_presigned(request.form))


def missing_authentication(service: str, protocol: str) -> CommonServiceException:
    """The error that AWS returns, which depends on the protocol."""
    if service == "s3":
        return CommonServiceException("AccessDenied", "Access Denied", 403)
    if protocol in _JSON:
        status = 403 if protocol == "rest-json" else 400
        return CommonServiceException(
            "MissingAuthenticationTokenException", "Missing Authentication Token", status, sender_fault=True
        )
    return CommonServiceException(
        "MissingAuthenticationToken", "Request is missing Authentication Token", 403, sender_fault=True
    )


def _parsed(context: RequestContext) -> tuple[OperationModel | None, Any]:
    try:
        operation, parameters = create_parser(context.service, context.protocol).parse(context.request)
    except Exception as error:  # noqa: BLE001 - parsers raise many; AWS checks the signature first
        LOG.debug("an unsigned request cannot be read: %s", error)
        return None, None
    return operation, parameters


def _is_public(context: RequestContext, operation: OperationModel, parameters: Any) -> bool:
    assert context.service
    service, name = context.service.service_name, operation.name
    if operation.auth_type == "none" or (service, name) in _BY_TOKEN:
        return True
    given = parameters or {}
    conditions = condition_keys(context.request)
    if service == "s3":
        return _is_public_in_s3(name, given, conditions)
    if service == "sqs":
        return queue_allows(str(given.get("QueueUrl", "")), name, conditions)
    if service == "sns":
        return _topic_allows(str(given.get("TopicArn", "")), name, conditions)
    return False


def condition_keys(request: Any) -> Context:
    # loopback counts as a secure transport
    keys = {"aws:securetransport": "true", "aws:sourceip": request.remote_addr or "127.0.0.1"}
    for key, header in (("aws:referer", "Referer"), ("aws:useragent", "User-Agent")):
        if value := request.headers.get(header):
            keys[key] = value
    return keys


def _is_public_in_s3(operation: str, given: Any, conditions: Context) -> bool:
    name = given.get("Bucket")
    if not name or operation == "CreateBucket":
        return False
    bucket = find_bucket(str(name))
    if bucket is None:
        return True  # S3 answers that there is none
    return anyone_may(operation, bucket, given.get("Key"), conditions, given.get("VersionId"))


def queue_allows(url: str, operation: str, conditions: Context) -> bool:
    from localstack.services.sqs.models import sqs_stores

    account, name = (["", "", *url.split("/")])[-2:]
    for store in list(sqs_stores[account].values()) if account in sqs_stores else []:
        queue = store.queues.get(name)
        if queue and allows_everyone(
            queue.attributes.get("Policy"), f"sqs:{operation}", queue.arn, conditions
        ):
            return True
    return False


def _topic_allows(arn: str, operation: str, conditions: Context) -> bool:
    from localstack.services.sns.models import sns_stores

    _, _, _, region, account, *_ = [*arn.split(":"), *[""] * 5]
    topic = sns_stores[account][region].topics.get(arn) if account in sns_stores else None
    policy = topic["attributes"].get("Policy") if topic else None
    return allows_everyone(policy, f"sns:{operation}", arn, conditions)
