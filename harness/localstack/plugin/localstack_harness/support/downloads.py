"""
The embedded LocalStack downloads no programs. What needs one is refused at once, by name: LocalStack alone fetches
OpenSearch, Java and others when they are first used, which takes minutes, or fails without a network.

Mends packages/api.py of LocalStack, and services/opensearch/provider.py, which would start them in the background.
"""

import os
from typing import TYPE_CHECKING, Any

from localstack.aws.api import CommonServiceException

from localstack_harness.support.patching import Original, patch

if TYPE_CHECKING:
    from localstack.packages.api import InstallTarget, PackageInstaller

SETTING = "HARNESS_DOWNLOADS"


def are_off() -> bool:
    return os.environ.get(SETTING) == "0"


def refuse() -> None:
    from localstack.packages.api import PackageInstaller

    @patch(PackageInstaller.install)
    def install(original: Original, self: "PackageInstaller", target: "InstallTarget | None" = None) -> None:
        if not self.is_installed():
            raise refused(f"{self.name} {self.version}")
        original(self, target)


def refuse_clusters() -> None:
    """At the request: their status would be "processing" for ever."""
    from localstack import config
    from localstack.services.opensearch.provider import OpensearchProvider

    @patch(OpensearchProvider.create_domain)
    def create_domain(original: Original, /, *args: Any, **request: Any) -> Any:
        if not config.OPENSEARCH_CUSTOM_BACKEND:
            raise refused(
                "OpenSearch or Elasticsearch",
                "set OPENSEARCH_CUSTOM_BACKEND to the URL of a running cluster, or ",
            )
        return original(*args, **request)


def refused(program: str, way_out: str = "") -> CommonServiceException:
    """501, which SDKs do not repeat."""
    return CommonServiceException(
        "NotSupportedEmbedded",
        f"LocalStack needs a download of {program} for this, and downloads nothing where it runs embedded: "
        f"{way_out}use LocalStack's container (TARGET=container)",
        status_code=501,
    )
