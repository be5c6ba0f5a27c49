import os
import unittest
from typing import Any
from unittest import mock

from localstack.aws.api import CommonServiceException

from localstack_harness.firehose import destinations, stream_reader
from localstack_harness.support.downloads import SETTING


class DestinationsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        stream_reader.install()
        destinations.refuse_unsupported()

    def _create(self, **destination: Any) -> None:
        from localstack.services.firehose.provider import FirehoseProvider

        FirehoseProvider().create_delivery_stream(mock.Mock(), delivery_stream_name="pets", **destination)

    def test_what_localstack_would_ignore_is_refused_by_name(self) -> None:
        for field, name in destinations._UNDELIVERED.items():
            with self.subTest(name), self.assertRaisesRegex(CommonServiceException, name):
                self._create(**{field: {"x": 1}})

    def test_a_cluster_is_refused_without_downloads(self) -> None:
        with (
            mock.patch.dict(os.environ, {SETTING: "0"}),
            self.assertRaisesRegex(CommonServiceException, "OpenSearch"),
        ):
            self._create(amazonopensearchservice_destination_configuration={"x": 1})


if __name__ == "__main__":
    unittest.main()
