import io
import unittest
from dataclasses import replace
from typing import Any
from unittest import mock

import boto3
from botocore.response import StreamingBody
from localstack.services.lambda_.invocation import lambda_models
from localstack.services.lambda_.invocation.lambda_models import S3Code
from localstack.services.lambda_.invocation.lambda_service import LambdaService

from localstack_harness.lambda_ import invocation_patches


def code(key: str) -> S3Code:
    return S3Code(
        id=key,
        account_id="000000000000",
        s3_bucket="code",
        s3_key=key,
        s3_object_version=None,
        code_sha256="",
        code_size=1,
    )


class CodeTest(unittest.TestCase):
    def test_the_code_of_a_version_is_written_completely(self) -> None:
        self.addCleanup(setattr, S3Code, "_download_archive_to_file", S3Code._download_archive_to_file)
        invocation_patches.read_code_by_one_request()
        content = bytes(range(256)) * 10_000
        for version, expected in ((None, {}), ("v1", {"VersionId": "v1"})):
            with mock.patch.object(invocation_patches, "connect_to") as connect, self.subTest(version):
                get = connect.return_value.s3.get_object
                get.return_value = {"Body": StreamingBody(io.BytesIO(content), len(content))}
                file = io.BytesIO()
                replace(code("key"), s3_object_version=version)._download_archive_to_file(file)
                self.assertEqual(file.getvalue(), content)
                get.assert_called_once_with(Bucket="code", Key="key", **expected)


class ClientsTest(unittest.TestCase):
    def setUp(self) -> None:
        client = mock.Mock(side_effect=boto3.client)
        self.enterContext(mock.patch.object(boto3, "client", client))
        self.enterContext(mock.patch.object(lambda_models, "boto3"))
        self.made = client
        invocation_patches.share_clients()

    def test_one_client_signs_all_urls_of_code(self) -> None:
        urls = [code(key).generate_presigned_url("http://localhost:4566") for key in "ab"]
        for key, url in zip("ab", urls, strict=True):
            self.assertIn(f"/code/{key}?", url)
        self.assertEqual(self.made.call_count, 1)

    def test_another_endpoint_has_another_client(self) -> None:
        for port in (4566, 4567):
            url = code("a").generate_presigned_url(f"http://localhost:{port}")
            self.assertIn(f"localhost:{port}/", url)


class StopTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        invocation_patches.stop_without_waiting_for_queues()

    def test_stops_pollers_and_waits_only_for_functions(self) -> None:
        service: Any = LambdaService()
        event_manager, function = mock.Mock(), mock.Mock()
        service.event_managers["walk"] = event_manager
        service.lambda_running_versions["walk"] = function
        service.stop()
        event_manager.poller.stop.assert_called_once_with()
        event_manager.stop.assert_not_called()
        function.stop.assert_called_once_with()


if __name__ == "__main__":
    unittest.main()
