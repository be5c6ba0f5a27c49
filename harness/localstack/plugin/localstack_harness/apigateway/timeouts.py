"""
The time limit of an integration, `timeoutInMillis`, which LocalStack stores and ignores.

The integration itself continues, as on AWS.
Mends next_gen/execute_api/integrations of LocalStack's API Gateway.
"""

import threading
from concurrent.futures import Future, wait
from contextvars import copy_context
from typing import Any

from localstack.services.apigateway.next_gen.execute_api.gateway_response import IntegrationTimeoutError
from localstack.services.apigateway.next_gen.execute_api.integrations.aws import (
    RestApiAwsIntegration,
    RestApiAwsProxyIntegration,
)
from localstack.services.apigateway.next_gen.execute_api.integrations.http import (
    RestApiHttpIntegration,
    RestApiHttpProxyIntegration,
)

from localstack_harness.support.patching import Original, patch

DEFAULT_MS = 29_000


def install() -> None:
    for integration in (
        RestApiAwsIntegration,
        RestApiAwsProxyIntegration,
        RestApiHttpIntegration,
        RestApiHttpProxyIntegration,
    ):
        limit(integration)


def limit(integration: Any) -> None:
    @patch(integration.invoke)
    def invoke(original: Original, self: Any, context: Any) -> Any:
        answer: Future[Any] = Future()

        def run() -> None:
            try:
                answer.set_result(original(self, context))
            except BaseException as error:  # noqa: BLE001 raised again by the thread that waits
                answer.set_exception(error)

        threading.Thread(target=copy_context().run, args=(run,), daemon=True, name="api-integration").start()
        limit_s = int(context.integration.get("timeoutInMillis") or DEFAULT_MS) / 1000
        if not wait([answer], limit_s).done:
            raise IntegrationTimeoutError("Endpoint request timed out", status_code=504)
        return answer.result()
