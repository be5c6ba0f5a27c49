import unittest
from types import SimpleNamespace
from typing import Any

from localstack_harness.apigateway.http_api.throttles import Bucket, Throttles, limits_of


def stage(route: dict[str, Any] | None = None, default: dict[str, Any] | None = None) -> Any:
    routes = {"GET /a": route} if route else {}
    return SimpleNamespace(name="$default", route_settings=routes, default_route_settings=default)


class BucketTest(unittest.TestCase):
    def test_admits_a_burst_and_then_the_rate(self) -> None:
        now = 100.0
        bucket = Bucket(2, 3, lambda: now)
        self.assertEqual([bucket.take() for _ in range(5)], [True, True, True, False, False])
        now += 0.5
        self.assertEqual([bucket.take() for _ in range(2)], [True, False])
        now += 60
        self.assertEqual([bucket.take() for _ in range(4)], [True, True, True, False])


class LimitsTest(unittest.TestCase):
    def test_those_of_a_route_come_before_those_of_the_stage(self) -> None:
        default = {"throttlingRateLimit": 10, "throttlingBurstLimit": 5}
        self.assertEqual(limits_of(stage(default=default), "GET /a"), (10, 5))
        of_route = stage({"throttlingBurstLimit": 1}, default)
        self.assertEqual(limits_of(of_route, "GET /a"), (10, 1))
        self.assertEqual(limits_of(of_route, "GET /b"), (10, 5))
        self.assertIsNone(limits_of(stage(default={"detailedMetricsEnabled": False}), "GET /a"))

    def test_each_route_has_its_own(self) -> None:
        throttles = Throttles()
        admitted = [throttles.admit(key, (0.001, 1)) for key in ("GET /a", "GET /a", "GET /b")]
        self.assertEqual(admitted, [True, False, True])


if __name__ == "__main__":
    unittest.main()
