"""
Integrations of REST APIs with the path of a service, such as SNS's `path//`: LocalStack requests `//`, which no service has.
A service that reads its action from the body, such as SNS, ignores its path, of which LocalStack makes a request to SQS where it
looks like a queue's: `path/000000000000/topic`.

Mends services/apigateway/next_gen/execute_api/integrations/aws.py of LocalStack.
"""

from localstack.aws.spec import load_service
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
            parsed["path"] = "" if _ignores_path(parsed["service_name"]) else parsed["path"].lstrip("/")
        return parsed


def _ignores_path(service: str) -> bool:
    return service != "sqs" and load_service(service).protocol == "query"
