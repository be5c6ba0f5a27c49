"""The names of all AWS services and their operations, from botocore's models as LocalStack indexes them."""

from functools import cache
from typing import TypedDict

from localstack.aws.spec import ServiceModelIdentifier, get_service_catalog

# Names of the SDKs' clients that are not in LocalStack's index: the model's serviceId, as npm writes it
_SDK_NAMES = {
    "apigateway": "api-gateway",
    "application-autoscaling": "application-auto-scaling",
    "autoscaling": "auto-scaling",
    "ce": "cost-explorer",
    "cognito-idp": "cognito-identity-provider",
    "config": "config-service",
    "dynamodbstreams": "dynamodb-streams",
    "elbv2": "elastic-load-balancing-v2",
    "es": "elasticsearch-service",
    "events": "eventbridge",
    "logs": "cloudwatch-logs",
    "resourcegroupstaggingapi": "resource-groups-tagging-api",
    "route53": "route-53",
    "s3control": "s3-control",
    "secretsmanager": "secrets-manager",
    "stepfunctions": "sfn",
}


class ServiceNames(TypedDict):
    services: dict[str, list[str]]
    """Services as the AWS CLI names them, with their other names. Several services may share one, such as `email`."""
    operations: dict[str, list[str]]
    """Operations, with the services that have them."""


@cache
def service_names() -> ServiceNames:
    catalog = get_service_catalog()
    services: dict[str, list[str]] = {
        name: [_SDK_NAMES[name]] if name in _SDK_NAMES else [] for name in catalog.service_names
    }
    for index in (catalog.signing_name_index, catalog.endpoint_prefix_index):
        for alias, models in index.items():
            for name in _names(models):
                if alias not in services and alias not in services[name]:
                    services[name].append(alias)
    operations = {name: _names(models) for name, models in catalog.operations_index.items()}
    return {"services": services, "operations": operations}


def _names(models: list[ServiceModelIdentifier]) -> list[str]:
    return sorted({model.name for model in models})
