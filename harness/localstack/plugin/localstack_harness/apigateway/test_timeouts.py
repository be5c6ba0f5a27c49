import threading
import unittest
from types import SimpleNamespace
from typing import Any

from localstack.services.apigateway.next_gen.execute_api.gateway_response import IntegrationTimeoutError

from localstack_harness.apigateway import timeouts


class Integration:
    """As LocalStack's integrations, with an answer that comes when the test says so."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def invoke(self, context: Any) -> str:
        self.go_on.wait(10)
        if context.fails:
            raise LookupError("of the integration")
        return "answer"


timeouts.limit(Integration)


class TimeLimitTest(unittest.TestCase):
    def invoke(self, *, limit_ms: object, ready: bool, fails: bool = False) -> str:
        integration = Integration()
        self.addCleanup(integration.go_on.set)
        if ready:
            integration.go_on.set()
        return integration.invoke(SimpleNamespace(integration={"timeoutInMillis": limit_ms}, fails=fails))

    def test_passes_on_what_comes_in_time(self) -> None:
        for limit_ms in (5_000, "5000", None):
            self.assertEqual(self.invoke(limit_ms=limit_ms, ready=True), "answer")

    def test_passes_on_failures(self) -> None:
        with self.assertRaisesRegex(LookupError, "of the integration"):
            self.invoke(limit_ms=5_000, ready=True, fails=True)

    def test_gives_up_after_the_limit(self) -> None:
        with self.assertRaises(IntegrationTimeoutError) as caught:
            self.invoke(limit_ms=50, ready=False)
        self.assertEqual(caught.exception.message, "Endpoint request timed out")
        self.assertEqual(caught.exception.status_code, 504)


if __name__ == "__main__":
    unittest.main()
