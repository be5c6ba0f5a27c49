"""
CloudFormation's AWS::SecretsManager::RotationSchedule, of which LocalStack
(services/secretsmanager/resource_providers/aws_secretsmanager_rotationschedule.py) only keeps a record. As on AWS, a secret is
rotated when it gets a schedule; no later rotation starts by itself.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-rotationschedule.html
"""

import re
from contextlib import suppress
from typing import Any

from localstack.services.cloudformation.resource_provider import ProgressEvent
from localstack.services.secretsmanager.resource_providers.aws_secretsmanager_rotationschedule import (
    SecretsManagerRotationScheduleProvider,
)

from localstack_harness.support.patching import replace
from localstack_harness.support.resource_types import Model, done

_HOURS = {"hour": 1, "day": 24}


def install() -> None:
    replace(SecretsManagerRotationScheduleProvider, "create", _create)
    replace(SecretsManagerRotationScheduleProvider, "update", _update)
    replace(SecretsManagerRotationScheduleProvider, "delete", _delete)


def _create(_: Any, request: Any) -> ProgressEvent[Any]:
    model: Model = dict(request.desired_state)
    given = _rotate(request, model)
    return done({**model, "Id": given["ARN"]})


def _update(_: Any, request: Any) -> ProgressEvent[Any]:
    model: Model = dict(request.desired_state)
    _rotate(request, model)
    return done({**model, "Id": request.previous_state["Id"]})


def _delete(_: Any, request: Any) -> ProgressEvent[Any]:
    client = request.aws_client_factory.secretsmanager
    if request.desired_state.get("Id"):
        # the secret may have gone before its schedule
        with suppress(client.exceptions.ResourceNotFoundException):
            client.cancel_rotate_secret(SecretId=request.desired_state["SecretId"])
    return done({})


def _rotate(request: Any, model: Model) -> Model:
    given: Model = request.aws_client_factory.secretsmanager.rotate_secret(
        SecretId=model["SecretId"],
        RotateImmediately=model.get("RotateImmediatelyOnUpdate", True),
        RotationRules=rules(model.get("RotationRules") or {}),
        **({"RotationLambdaARN": model["RotationLambdaARN"]} if "RotationLambdaARN" in model else {}),
    )
    return given


def rules(given: Model) -> Model:
    """LocalStack takes days, and the CDK writes an expression such as `rate(30 days)`; a cron expression has none."""
    if days := given.get("AutomaticallyAfterDays"):
        return {"AutomaticallyAfterDays": int(days)}
    rate = re.fullmatch(r"rate\((\d+) (hour|day)s?\)", given.get("ScheduleExpression", ""))
    return {"AutomaticallyAfterDays": max(1, int(rate[1]) * _HOURS[rate[2]] // 24)} if rate else {}
