import unittest
from types import SimpleNamespace
from typing import Any

from localstack.services.apigateway.next_gen.execute_api.gateway_response import ThrottledError

from localstack_harness.apigateway.throttles import _throttle, limits_of

ALL = {"throttlingRateLimit": 50.0, "throttlingBurstLimit": 100}
ONE = {"throttlingRateLimit": 0.001, "throttlingBurstLimit": 2}


class LimitsTest(unittest.TestCase):
    def test_those_of_a_method_come_before_those_of_all(self) -> None:
        settings = {"*/*": ALL, "~1pets~1{id}/GET": ONE}
        self.assertEqual(limits_of(settings, "/pets/{id}", "GET"), (0.001, 2))
        for path, method in (("/pets/{id}", "POST"), ("/pets", "GET"), ("/", "GET")):
            self.assertEqual(limits_of(settings, path, method), (50.0, 100))

    def test_the_root_has_a_method_too(self) -> None:
        for key in ("~1/GET", "//GET", "/GET"):
            self.assertEqual(limits_of({key: ONE}, "/", "GET"), (0.001, 2))

    def test_without_settings_there_is_no_limit(self) -> None:
        for settings in ({}, {"*/*": {"loggingLevel": "ERROR"}}, {"*/*": {"throttlingRateLimit": -1}}):
            self.assertIsNone(limits_of(settings, "/", "GET"))


class ThrottleTest(unittest.TestCase):
    def ask(self, stage: str, method: str = "GET") -> Any:
        return _throttle(
            None,
            SimpleNamespace(
                api_id="a",
                stage=stage,
                resource={"path": "/"},
                resource_method={"httpMethod": method},
                stage_configuration={"methodSettings": {"*/*": ONE}},
            ),
            None,
        )

    def test_each_method_of_each_stage_has_its_own_bucket(self) -> None:
        for stage, method in (("s", "GET"), ("s", "POST"), ("t", "GET")):
            self.ask(stage, method)
            self.ask(stage, method)
            with self.assertRaises(ThrottledError) as raised:
                self.ask(stage, method)
            self.assertEqual(raised.exception.message, "Too Many Requests")
            self.assertEqual(int(raised.exception.status_code), 429)


if __name__ == "__main__":
    unittest.main()
