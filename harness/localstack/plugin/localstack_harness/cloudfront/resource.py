"""CloudFormation's type of distributions."""

import secrets
from collections.abc import Iterable
from typing import Any

from localstack import config
from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceProvider
from localstack.services.plugins import SERVICE_PLUGINS

from localstack_harness.cloudfront.distribution import Distribution
from localstack_harness.cloudfront.service import DISTRIBUTIONS
from localstack_harness.support.resource_types import Model, done, plugin_of


class DistributionProvider(ResourceProvider[Any]):
    SCHEMA = {  # noqa: RUF012 as LocalStack declares it
        "typeName": "AWS::CloudFront::Distribution",
        "primaryIdentifier": ["/properties/Id"],
        "readOnlyProperties": ["/properties/Id", "/properties/DomainName"],
        "properties": {},
    }

    def create(self, request: Any) -> ProgressEvent[Any]:
        distribution_id = f"E{secrets.token_hex(6).upper()}"
        domain = f"{distribution_id.lower()}.cloudfront.{config.LOCALSTACK_HOST.host_and_port()}"
        return self._put(request, {"Id": distribution_id, "DomainName": domain})

    def update(self, request: Any) -> ProgressEvent[Any]:
        return self._put(request, {name: request.previous_state[name] for name in ("Id", "DomainName")})

    def delete(self, request: Any) -> ProgressEvent[Any]:
        DISTRIBUTIONS.pop(request.desired_state.get("Id"), None)
        return done({})

    def _put(self, request: Any, attributes: Model) -> ProgressEvent[Any]:
        settings = request.desired_state["DistributionConfig"]
        check(settings)
        model = {**request.desired_state, **attributes}
        serve(model, request.account_id, request.region_name)
        return done(model)


def serve(model: Model, account: str, region: str) -> None:
    """Answers requests to a distribution from now on."""
    from localstack_harness.cloudfront import endpoint

    if not DISTRIBUTIONS:
        SERVICE_PLUGINS.require("s3")  # its routes come first
        endpoint.install()
    DISTRIBUTIONS[model["Id"]] = Distribution(
        distribution_id=model["Id"],
        domain=model["DomainName"],
        settings=model["DistributionConfig"],
        account=account,
        region=region,
    )


def serve_again(stacks: Iterable[Any]) -> None:
    """Serves the distributions of stacks that an earlier LocalStack made."""
    for stack in stacks:
        for resource in stack.resolved_resources.values() if stack.is_active() else ():
            if resource.get("Type") == DistributionProvider.SCHEMA["typeName"]:
                serve(resource["Properties"], stack.account_id, stack.region_name)


def check(settings: Model) -> None:
    """Raises ValueError for what is not supported."""
    for behaviour in (settings["DefaultCacheBehavior"], *(settings.get("CacheBehaviors") or ())):
        if behaviour.get("LambdaFunctionAssociations"):
            raise ValueError(
                "LambdaFunctionAssociations of AWS::CloudFront::Distribution is not supported, as no code runs in a"
                " distribution: leave it out for LocalStack"
            )


distribution = plugin_of(DistributionProvider)
