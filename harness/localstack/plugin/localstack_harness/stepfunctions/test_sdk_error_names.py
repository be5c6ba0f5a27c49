import unittest

from localstack_harness.stepfunctions.sdk_error_names import java_name


class JavaNameTest(unittest.TestCase):
    def test_names_services_as_the_sdk_for_java_does(self) -> None:
        for service_id, name in (
            ("SES", "Ses"),
            ("SESv2", "SesV2"),
            ("S3", "S3"),
            ("DynamoDB", "DynamoDb"),
            ("DynamoDb", "DynamoDb"),
            ("SFN", "Sfn"),
            ("Sfn", "Sfn"),
            ("SecretsManager", "SecretsManager"),
            ("CloudWatch Logs", "CloudWatchLogs"),
            ("EventBridge", "EventBridge"),
            ("Lambda", "Lambda"),
            ("CloudWatch", "CloudWatch"),
        ):
            self.assertEqual(java_name(service_id), name)


if __name__ == "__main__":
    unittest.main()
