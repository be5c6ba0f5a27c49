"""
The time limit of an integration, `timeoutInMillis`, which LocalStack stores and ignores.

The integration itself continues, as on AWS.
Mends next_gen/execute_api/integrations of LocalStack's API Gateway.
"""

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
from localstack_harness.support.timing.time_limit import LateError, within

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
        limit_s = int(context.integration.get("timeoutInMillis") or DEFAULT_MS) / 1000
        try:
            return within(limit_s, lambda: original(self, context))
        except LateError as error:
            raise IntegrationTimeoutError("Endpoint request timed out", status_code=504) from error
