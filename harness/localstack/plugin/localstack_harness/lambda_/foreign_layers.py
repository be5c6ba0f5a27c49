"""
Layers of other accounts, which LocalStack (services/lambda_/provider.py) refuses without saying what to do. Those that only
watch a function are empty here, as extensions do not run.
"""

import io
import logging
import zipfile
from datetime import UTC, datetime
from typing import Any

from localstack.aws.api.lambda_ import InvalidParameterValueException
from localstack.services.lambda_.hooks import inject_layer_fetcher
from localstack.services.lambda_.layerfetcher.layer_fetcher import LayerFetcher

from localstack_harness.support.patching import hook

LOG = logging.getLogger(__name__)

WATCHING = {"LambdaInsightsExtension": "no metrics of Lambda Insights are collected"}
"""What is missing, by the beginning of a layer's name."""
REPLACED = {
    "AWSLambdaPowertools": "add Powertools to the packages of the function",
    "AWS-Parameters-and-Secrets-Lambda-Extension": "read the parameter or secret with the AWS SDK or Powertools",
    "AWS-AppConfig-Extension": "read the configuration with the AWS SDK or Powertools",
}
"""What to do instead, by the beginning of a layer's name."""
_ELSE = "deploy a layer with the same content, or bundle what the function needs of it"


class ForeignLayers(LayerFetcher):
    def fetch_layer(self, layer_version_arn: str) -> Any:
        _, _, _, region, account, _, name, version = layer_version_arn.split(":")
        missing = _of_name(WATCHING, name)
        if not missing:
            raise InvalidParameterValueException(
                f"The layer {layer_version_arn} belongs to another account and is not on this machine: "
                f"{_of_name(REPLACED, name) or _ELSE}",
                Type="User",
            )
        LOG.warning("%s is empty here: %s", layer_version_arn, missing)
        return _empty(layer_version_arn, region, account, version)


def _of_name(table: dict[str, str], name: str) -> str | None:
    return next((text for beginning, text in table.items() if name.startswith(beginning)), None)


def _empty(arn: str, region: str, account: str, version: str) -> Any:
    from localstack.services.lambda_.invocation.lambda_models import Layer, LayerVersion
    from localstack.services.lambda_.invocation.lambda_service import store_lambda_archive

    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("extensions/", "")
    layer_arn = arn.rpartition(":")[0]
    code = store_lambda_archive(
        content.getvalue(), function_name=layer_arn.rpartition(":")[2], region_name=region, account_id=account
    )
    made = LayerVersion(
        layer_version_arn=arn,
        layer_arn=layer_arn,
        version=int(version),
        code=code,
        license_info=None,
        compatible_runtimes=None,
        compatible_architectures=None,
        created=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
    )
    return Layer(arn=layer_arn, layer_versions={version: made})


@hook(inject_layer_fetcher)
def explain_foreign_layers(provider: Any) -> None:
    provider.layer_fetcher = ForeignLayers()
