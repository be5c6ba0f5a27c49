"""
Integrations of REST APIs with the path of a service, such as SNS's `path//`: LocalStack requests `//`, which no service has.

Mends services/apigateway/next_gen/execute_api/integrations/aws.py of LocalStack.
"""

from localstack.services.apigateway.next_gen.execute_api.integrations.aws import (
    ParsedAwsIntegrationUri,
    RestApiAwsIntegration,
)

from localstack_harness.support.patching import Original, patch


def install() -> None:
    @patch(RestApiAwsIntegration.parse_aws_integration_uri)
    def parse_aws_integration_uri(
        original: Original, self: RestApiAwsIntegration, uri: str
    ) -> ParsedAwsIntegrationUri:
        parsed: ParsedAwsIntegrationUri = original(self, uri)
        if parsed["action_type"] == "path":
            parsed["path"] = parsed["path"].lstrip("/")
        return parsed
