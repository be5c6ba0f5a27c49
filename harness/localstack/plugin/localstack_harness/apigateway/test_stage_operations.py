import unittest

from localstack_harness.apigateway.stage_operations import (
    access_log_operations,
    method_operations,
    stage_operations,
)


class StageOperationsTest(unittest.TestCase):
    def test_is_empty_if_nothing_changed(self) -> None:
        stage = {
            "DeploymentId": "d1",
            "Variables": {"a": "1"},
            "AccessLogSetting": {"Format": "f", "DestinationArn": "d"},
        }
        self.assertEqual(stage_operations(stage, dict(stage)), [])

    def test_turns_the_old_properties_into_the_new(self) -> None:
        before = {
            "DeploymentId": "d1",
            "TracingEnabled": False,
            "Variables": {"a": "1", "b": "2", "gone": "x"},
        }
        after = {"DeploymentId": "d2", "TracingEnabled": True, "Variables": {"a": "1", "b": "3", "new": "4"}}
        self.assertEqual(
            stage_operations(before, after),
            [
                {"op": "replace", "path": "/deploymentId", "value": "d2"},
                {"op": "replace", "path": "/tracingEnabled", "value": "true"},
                {"op": "replace", "path": "/variables/b", "value": "3"},
                {"op": "replace", "path": "/variables/new", "value": "4"},
                {"op": "remove", "path": "/variables/gone"},
            ],
        )

    def test_sets_changes_and_removes_settings_of_methods(self) -> None:
        of_all = {"HttpMethod": "*", "ResourcePath": "/*", "ThrottlingRateLimit": 50, "MetricsEnabled": True}
        of_one = {"HttpMethod": "GET", "ResourcePath": "/pets/{id}", "ThrottlingBurstLimit": 1}
        self.assertEqual(
            method_operations(None, [of_one, of_all]),
            [
                {"op": "replace", "path": "/*/*/throttling/rateLimit", "value": "50"},
                {"op": "replace", "path": "/*/*/metrics/enabled", "value": "true"},
                {"op": "replace", "path": "/~1pets~1{id}/GET/throttling/burstLimit", "value": "1"},
            ],
        )
        self.assertEqual(
            method_operations([of_one, of_all], [{**of_all, "MetricsEnabled": False}]),
            [
                {"op": "replace", "path": "/*/*/metrics/enabled", "value": "false"},
                {"op": "replace", "path": "/~1pets~1{id}/GET/throttling/burstLimit", "value": "5000"},
            ],
        )

    def test_sets_and_removes_access_logs(self) -> None:
        settings = {"DestinationArn": "arn", "Format": "$context.status"}
        self.assertEqual(
            access_log_operations(None, settings),
            [
                {"op": "replace", "path": "/accessLogSettings/destinationArn", "value": "arn"},
                {"op": "replace", "path": "/accessLogSettings/format", "value": "$context.status"},
            ],
        )
        self.assertEqual(
            access_log_operations(settings, None), [{"op": "remove", "path": "/accessLogSettings"}]
        )
        self.assertEqual(access_log_operations(None, None), [])


if __name__ == "__main__":
    unittest.main()
