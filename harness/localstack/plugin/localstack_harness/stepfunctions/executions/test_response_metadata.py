import unittest

from localstack_harness.stepfunctions.executions.response_metadata import sdk_metadata


class ResponseMetadataTest(unittest.TestCase):
    def test_has_the_form_of_the_java_sdk(self) -> None:
        headers = {"content-length": "2", "x-amzn-requestid": "r", "x-amz-crc32": "1"}
        spelt = {"Content-Length": "2", "x-amzn-RequestId": "r", "x-amz-crc32": "1"}
        self.assertEqual(
            sdk_metadata(
                {"HTTPHeaders": headers, "HTTPStatusCode": 200, "RequestId": "r", "RetryAttempts": 0}
            ),
            {
                "SdkHttpMetadata": {
                    "AllHttpHeaders": {name: [value] for name, value in spelt.items()},
                    "HttpHeaders": spelt,
                    "HttpStatusCode": 200,
                },
                "SdkResponseMetadata": {"RequestId": "r"},
            },
        )


if __name__ == "__main__":
    unittest.main()
