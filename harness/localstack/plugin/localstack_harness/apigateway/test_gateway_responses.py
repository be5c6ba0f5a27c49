import unittest
from types import SimpleNamespace
from typing import Any

from localstack.http import Response
from localstack.services.apigateway.next_gen.execute_api.gateway_response import (
    AccessDeniedError,
    AuthorizerConfigurationError,
    BaseGatewayException,
    UnauthorizedError,
)
from localstack.services.apigateway.next_gen.execute_api.handlers.gateway_exception import (
    GatewayExceptionHandler,
)

from localstack_harness.apigateway import gateway_responses

gateway_responses.install()


def respond(exception: BaseGatewayException, defined: dict[str, Any] | None = None) -> Response:
    context: Any = SimpleNamespace(
        deployment=SimpleNamespace(rest_api=SimpleNamespace(gateway_responses=defined or {})),
        context_variables={"requestId": "r1", "identity": {"sourceIp": "127.0.0.1"}},
        stage_variables={"colour": "red"},
        invocation_request={
            "headers": {"Origin": "http://site"},
            "query_string_parameters": {"q": "1"},
            "path_parameters": {"id": "7"},
        },
    )
    response = GatewayExceptionHandler().create_exception_response(exception, context)
    assert isinstance(response, Response)
    return response


class GatewayResponseTest(unittest.TestCase):
    def test_defaults(self) -> None:
        for exception, status, body in (
            (UnauthorizedError("Unauthorized"), 401, '{"message":"Unauthorized"}'),
            (AccessDeniedError("no"), 403, '{"Message":"no"}'),
            (AuthorizerConfigurationError(), 500, '{"message":null}'),
        ):
            response = respond(exception)
            self.assertEqual((response.status_code, response.get_data(as_text=True)), (status, body))
            self.assertEqual(response.content_type, "application/json")
            self.assertEqual(response.headers["x-amzn-ErrorType"], exception.code)

    def test_the_status_headers_and_body_of_an_api(self) -> None:
        response = respond(
            UnauthorizedError('say "who"'),
            {
                "UNAUTHORIZED": {
                    "statusCode": "418",
                    "responseParameters": {
                        "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
                        "gatewayresponse.header.X-Origin": "method.request.header.Origin",
                        "gatewayresponse.header.X-Query": "method.request.querystring.q",
                        "gatewayresponse.header.X-Path": "method.request.path.id",
                        "gatewayresponse.header.X-Ip": "context.identity.sourceIp",
                        "gatewayresponse.header.X-Colour": "stageVariables.colour",
                        "gatewayresponse.header.X-None": "context.none",
                    },
                    "responseTemplates": {
                        "application/json": '{"m":$context.error.messageString,'
                        '"t":"$context.error.responseType","id":"$context.requestId.","none":"$context.none","c":"$stageVariables.colour"}'
                    },
                }
            },
        )
        self.assertEqual(response.status_code, 418)
        self.assertEqual(
            response.get_data(as_text=True),
            '{"m":"say \\"who\\"","t":"UNAUTHORIZED","id":"r1.","none":"","c":"red"}',
        )
        for name, value in (
            ("Access-Control-Allow-Origin", "*"),
            ("X-Origin", "http://site"),
            ("X-Query", "1"),
            ("X-Path", "7"),
            ("X-Ip", "127.0.0.1"),
            ("X-Colour", "red"),
            ("X-None", None),
        ):
            self.assertEqual(response.headers.get(name), value)

    def test_the_default_of_an_api_is_for_its_class_of_errors(self) -> None:
        headers = {"gatewayresponse.header.X-Class": "'4XX'"}
        defined = {"DEFAULT_4XX": {"responseParameters": headers, "statusCode": "400"}}
        denied, failed = (
            respond(AccessDeniedError("no"), defined),
            respond(AuthorizerConfigurationError(), defined),
        )
        self.assertEqual((denied.status_code, denied.headers.get("X-Class")), (400, "4XX"))
        self.assertEqual((failed.status_code, failed.headers.get("X-Class")), (500, None))

    def test_another_content_type(self) -> None:
        defined = {"UNAUTHORIZED": {"responseTemplates": {"text/plain": "No: $context.error.message"}}}
        response = respond(UnauthorizedError("Unauthorized"), defined)
        self.assertEqual(response.get_data(as_text=True), "No: Unauthorized")
        self.assertEqual(response.content_type, "text/plain")


if __name__ == "__main__":
    unittest.main()
