"""
Functions that a user pool asks.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError
from localstack.aws.connect import connect_to
from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool

from localstack_harness.cognito.pools import attributes_of, error, setting

SUPPORTED = (
    "PreSignUp",
    "PostConfirmation",
    "PreAuthentication",
    "PostAuthentication",
    "PreTokenGeneration",
    "PreTokenGenerationConfig",
    "CustomMessage",
)
_NO_CLIENT = "CLIENT_ID_NOT_APPLICABLE"


def check(configuration: Mapping[str, Any] | None) -> None:
    """Refuses the triggers that are not supported, by name."""
    for name in configuration or {}:
        if name not in SUPPORTED:
            supported = ", ".join(SUPPORTED[:-2] + SUPPORTED[-1:])
            raise error(
                "InvalidParameterException",
                f"the trigger {name} is not supported, only {supported}: leave it out for LocalStack",
            )


def function_of(pool: CognitoIdpUserPool, trigger: str) -> str | None:
    """The ARN of a trigger's function."""
    found: str | None = setting(pool, "LambdaConfig", trigger)
    return found


@dataclass(frozen=True)
class Question:
    trigger: str
    source: str
    """What happens, such as `PreSignUp_SignUp`."""
    user_name: str
    request: Mapping[str, Any]
    response: Mapping[str, Any] = field(default_factory=dict)
    """As the function receives it, to be filled."""
    client_id: str | None = None
    function: str | None = None
    """Its ARN, where it is not under the trigger's name."""
    version: str = "1"


def ask(pool: CognitoIdpUserPool, question: Question) -> dict[str, Any] | None:
    """
    The `response` of the event that the function returns; None if the pool has no such trigger. Raises the errors of
    Cognito.
    """
    trigger = question.trigger
    arn = question.function or function_of(pool, trigger)
    if not arn:
        return None
    event = {
        "version": question.version,
        "region": pool.region,
        "userPoolId": pool.id,
        "userName": question.user_name,
        "callerContext": {
            "awsSdkVersion": "aws-sdk-unknown-unknown",
            "clientId": question.client_id or _NO_CLIENT,
        },
        "triggerSource": question.source,
        "request": dict(question.request),
        "response": dict(question.response),
    }
    client = connect_to(aws_access_key_id=pool.account_id, region_name=pool.region).lambda_.request_metadata(
        service_principal="cognito-idp", source_arn=pool.arn
    )
    try:
        result = client.invoke(FunctionName=arn, Payload=json.dumps(event).encode())
    except ClientError as failure:
        raise error("UnexpectedLambdaException", f"{trigger} invocation failed: {failure}") from failure
    answer = json.loads(result["Payload"].read() or b"null")
    if "FunctionError" in result:
        said = answer.get("errorMessage") if isinstance(answer, dict) else answer
        raise error("UserLambdaValidationException", f"{trigger} failed with error {said}.")
    if not isinstance(answer, dict) or not isinstance(answer.get("response"), dict):
        raise error("InvalidLambdaResponseException", "Unrecognizable lambda output")
    given: dict[str, Any] = answer["response"]
    return given


def user_attributes(user: CognitoIdpUser) -> dict[str, str]:
    """As triggers receive them."""
    return {**attributes_of(user), "cognito:user_status": str(getattr(user.status, "value", user.status))}
