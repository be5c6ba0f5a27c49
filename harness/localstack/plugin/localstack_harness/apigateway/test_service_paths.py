import unittest

from localstack.services.apigateway.next_gen.execute_api.integrations.aws import RestApiAwsIntegration

from localstack_harness.apigateway import service_paths


class ServicePathsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        service_paths.install()

    def test_the_path_of_a_service_begins_with_one_slash_and_is_empty_where_the_body_has_the_action(
        self,
    ) -> None:
        for uri, path in (
            ("arn:aws:apigateway:us-east-1:sns:path//", ""),
            ("arn:aws:apigateway:us-east-1:sns:path/000000000000/pets", ""),
            ("arn:aws:apigateway:us-east-1:sqs:path/000000000000/pets", "000000000000/pets"),
            ("arn:aws:apigateway:us-east-1:s3:path//bucket/a//b", "bucket/a//b"),
            ("arn:aws:apigateway:us-east-1:kinesis:action/PutRecord", "PutRecord"),
        ):
            with self.subTest(uri):
                self.assertEqual(RestApiAwsIntegration().parse_aws_integration_uri(uri)["path"], path)


if __name__ == "__main__":
    unittest.main()
