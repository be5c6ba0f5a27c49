import unittest
from typing import Any
from unittest import mock

from localstack.aws.api import CommonServiceException
from localstack.aws.api.opensearch import ValidationException
from localstack.packages.api import PackageInstaller

from localstack_harness.support import downloads


class Program(PackageInstaller):
    def __init__(self, installed: bool) -> None:
        super().__init__("a-program", "1.2")
        self.installed = installed

    def is_installed(self) -> bool:
        return self.installed


class DownloadsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        downloads.refuse()

    def test_a_program_that_is_not_there_is_refused_by_name(self) -> None:
        with self.assertRaisesRegex(
            CommonServiceException, r"a download of a-program 1\.2 .* container"
        ) as caught:
            Program(installed=False).install()
        self.assertEqual(caught.exception.status_code, 501)

    def test_a_program_that_is_there_is_used(self) -> None:
        Program(installed=True).install()

    def test_clusters_are_refused_unless_there_is_another(self) -> None:
        from localstack import config
        from localstack.services.opensearch.provider import OpensearchProvider

        downloads.refuse_clusters()
        provider = OpensearchProvider()
        context: Any = mock.Mock(account_id="000000000000", region="us-east-1")
        request: Any = {"DomainName": "?"}
        with self.assertRaisesRegex(CommonServiceException, "OPENSEARCH_CUSTOM_BACKEND"):
            provider.create_domain(context, request)
        with (
            mock.patch.object(config, "OPENSEARCH_CUSTOM_BACKEND", "http://127.0.0.1:9200"),
            self.assertRaises(ValidationException),
        ):
            provider.create_domain(context, request)


if __name__ == "__main__":
    unittest.main()
