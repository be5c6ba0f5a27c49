"""
The API of CloudFront: invalidations, which the CDK's deployment of a website makes. CloudFormation makes distributions.

https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html
"""

import secrets
from datetime import UTC, datetime
from typing import Any

from localstack.aws.api import CommonServiceException, RequestContext
from localstack.services.plugins import Service, aws_provider

from localstack_harness.cloudfront.distribution import Distribution

DISTRIBUTIONS: dict[str, Distribution] = {}
"""By id."""


@aws_provider(api="cloudfront", name="default")  # type: ignore[untyped-decorator] # LocalStack's
def cloudfront() -> Service:
    from localstack_harness.support.moto_service import moto_service

    return moto_service(
        "cloudfront", {"CreateInvalidation": _create_invalidation, "GetInvalidation": _get_invalidation}
    )


def _create_invalidation(_context: RequestContext, request: Any) -> Any:
    _check(request["DistributionId"])
    invalidation = _described(f"I{secrets.token_hex(7).upper()}", request["InvalidationBatch"])
    location = f"/2020-05-31/distribution/{request['DistributionId']}/invalidation/{invalidation['Id']}"
    return {"Location": location, "Invalidation": invalidation}


def _get_invalidation(_context: RequestContext, request: Any) -> Any:
    _check(request["DistributionId"])
    batch = {"Paths": {"Quantity": 0, "Items": []}, "CallerReference": request["Id"]}
    return {"Invalidation": _described(request["Id"], batch)}


def _described(invalidation_id: str, batch: Any) -> dict[str, Any]:
    """Nothing is cached, so that it is complete at once."""
    return {
        "Id": invalidation_id,
        "Status": "Completed",
        "CreateTime": datetime.now(UTC),
        "InvalidationBatch": batch,
    }


def _check(distribution_id: str) -> None:
    if distribution_id not in DISTRIBUTIONS:
        raise CommonServiceException(
            "NoSuchDistribution", "The specified distribution does not exist.", 404, sender_fault=True
        )
