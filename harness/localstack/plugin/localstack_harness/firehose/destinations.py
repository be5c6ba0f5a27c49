"""
Firehose's destinations: LocalStack's services/firehose/provider.py accepts some, warns in its log, and delivers nothing.
"""

from typing import Any

from localstack.aws.api import CommonServiceException

from localstack_harness.support import downloads
from localstack_harness.support.patching import Original, patch

_CLUSTERS = {
    "elasticsearch_destination_configuration": "Elasticsearch",
    "amazonopensearchservice_destination_configuration": "OpenSearch",
}
_UNDELIVERED = {
    "amazon_open_search_serverless_destination_configuration": "OpenSearch Serverless",
    "iceberg_destination_configuration": "Apache Iceberg",
    "snowflake_destination_configuration": "Snowflake",
    "splunk_destination_configuration": "Splunk",
}


def refuse_unsupported() -> None:
    # it can be imported only with the stream reader
    from localstack.services.firehose.provider import FirehoseProvider

    @patch(FirehoseProvider.create_delivery_stream)
    def create_delivery_stream(original: Original, /, *args: Any, **request: Any) -> Any:
        for field, name in _CLUSTERS.items():
            if request.get(field) and downloads.are_off():
                raise downloads.refused(name)
        for field, name in _UNDELIVERED.items():
            if request.get(field):
                raise CommonServiceException(
                    "InvalidArgumentException",
                    f"LocalStack does not deliver to {name}: use a destination in S3, or an HTTP endpoint",
                )
        return original(*args, **request)
