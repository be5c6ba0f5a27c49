import json
import logging
import unittest
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from localstack import config
from localstack.aws import handlers
from localstack.aws.connect import INTERNAL_REQUEST_PARAMS_HEADER
from localstack.http import Request
from rolo import Response
from rolo.gateway import Gateway, HandlerChain

from localstack_harness.gateway import doors, unsigned

_SIGNED = (
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{}/aws4_request, SignedHeaders=host, Signature=0"
)


def gateway() -> Gateway:
    """LocalStack's, up to the service's name, which is then the response."""
    from localstack.aws.api import RequestContext

    def answer_with_service(chain: HandlerChain[Any], context: Any, response: Response) -> None:
        service = context.service.service_name if context.service else None
        chain.respond(200, {"service": service})

    made = Gateway(
        request_handlers=[
            handlers.add_internal_request_params,
            handlers.parse_service_name,
            answer_with_service,
        ],
        exception_handlers=[handlers.handle_service_exception],
        context_class=RequestContext,
    )
    doors.install(made)
    return made


_GATEWAY = gateway()


def ask(
    method: str,
    path: str,
    headers: dict[str, str] | None = None,
    over_network: bool = True,
    body: str = "",
    **more: str,
) -> Response:
    path, _, query = path.partition("?")
    named = {
        "Host": "localhost:4566",
        **(headers or {}),
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    request = Request(method, path, headers=named, query_string=query, body=body, remote_addr="127.0.0.1")
    if over_network:
        request.environ["rolo.headers"] = []
    response = Response()
    _GATEWAY.process(request, response)
    return response


class DoorsTest(unittest.TestCase):
    def setUp(self) -> None:
        logging.disable(logging.WARNING)
        self.addCleanup(logging.disable, logging.NOTSET)

    def assert_refused(self, response: Response, status: int, code: str) -> None:
        self.assertEqual(response.status_code, status, response.get_data(as_text=True))
        self.assertIn(code, response.get_data(as_text=True))

    def test_signed_calls_pass(self) -> None:
        for service in ("sts", "s3", "lambda", "states"):
            signed = _SIGNED.format(service)
            response = ask(
                "GET", "/", Authorization=signed, X_Amz_Target="AWSStepFunctions.ListStateMachines"
            )
            self.assertEqual(json.loads(response.get_data())["service"] is not None, True)
        query = urlencode(
            {"Action": "ListTopics", "X-Amz-Credential": "a/b/us-east-1/sns/c", "X-Amz-Signature": "0"}
        )
        self.assertEqual(ask("GET", f"/?{query}").status_code, 200)
        self.assertEqual(ask("GET", "/bucket/key?AWSAccessKeyId=a&Signature=b&Expires=1").status_code, 200)

    def test_unsigned_calls_are_refused_as_each_service_does(self) -> None:
        query = "MissingAuthenticationToken"
        self.assert_refused(
            ask("GET", "/?Action=GetCallerIdentity&Version=2011-06-15"), 403, f"<Code>{query}</Code>"
        )
        self.assert_refused(
            ask("GET", "/?Action=DescribeInstances&Version=2016-11-15"), 403, f"<Code>{query}</Code>"
        )
        json_call = {
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": "AWSStepFunctions.ListStateMachines",
        }
        response = ask("POST", "/", json_call, body="{}")
        self.assert_refused(response, 400, "MissingAuthenticationTokenException")
        response = ask("GET", "/2015-03-31/functions")
        self.assert_refused(response, 403, "Missing Authentication Token")
        self.assertEqual(response.headers["x-amzn-errortype"], "MissingAuthenticationTokenException")
        self.assert_refused(ask("PUT", "/bucket"), 403, "<Code>AccessDenied</Code>")
        self.assert_refused(ask("POST", "/", json_call, body="{"), 400, "MissingAuthenticationTokenException")

    def test_a_password_is_no_signature(self) -> None:
        response = ask(
            "GET", "/?Action=GetCallerIdentity&Version=2011-06-15", Authorization="Basic dGVzdDp0ZXN0"
        )
        self.assert_refused(response, 403, "MissingAuthenticationToken")

    def test_calls_that_aws_takes_unsigned(self) -> None:
        token = {
            "RoleArn": "arn:aws:iam::000000000000:role/role",
            "RoleSessionName": "me",
            "WebIdentityToken": "t" * 9,
        }
        query = urlencode({"Action": "AssumeRoleWithWebIdentity", "Version": "2011-06-15", **token})
        self.assertEqual(ask("POST", f"/?{query}").status_code, 200)
        confirm = urlencode(
            {"Action": "ConfirmSubscription", "TopicArn": "arn", "Token": "t", "Version": "2010-03-31"}
        )
        self.assertEqual(ask("GET", f"/?{confirm}").status_code, 200)
        sign_up = {
            "X-Amz-Target": "AWSCognitoIdentityProviderService.SignUp",
            "Content-Type": "application/x-amz-json-1.1",
        }
        body = json.dumps({"ClientId": "c", "Username": "u", "Password": "p"})
        self.assertEqual(ask("POST", "/", sign_up, body=body).status_code, 200)
        self.assertEqual(ask("GET", "/no-such-bucket/key").status_code, 200)  # S3 says so

    def test_calls_between_services_pass(self) -> None:
        internal = {INTERNAL_REQUEST_PARAMS_HEADER: "{}"}
        self.assertEqual(
            ask("GET", "/?Action=GetCallerIdentity&Version=2011-06-15", internal).status_code, 200
        )
        # in memory their address may be any, and nothing of them comes from a browser
        response = ask(
            "GET", "/", over_network=False, Host="internal.example", Authorization=_SIGNED.format("sts")
        )
        self.assertEqual(response.status_code, 200)

    def test_a_page_is_refused_before_its_request_is_read(self) -> None:
        with patch.object(unsigned, "create_parser") as parser:
            response = ask(
                "POST", "/?Action=CreateStack", Origin="null", Authorization=_SIGNED.format("cloudformation")
            )
        self.assert_refused(response, 403, "a web page sent it")
        parser.assert_not_called()

    def test_an_address_of_apis_is_no_way_to_aws(self) -> None:
        # before API Gateway is loaded no route has these addresses, and LocalStack reads the query
        query = urlencode(
            {"Action": "CreateStack", "X-Amz-Credential": "a/b/us-east-1/x/c", "X-Amz-Signature": "0"}
        )
        for host, path in (("abc.execute-api.localhost", "/"), ("localhost", "/_aws/execute-api/abc/")):
            response = ask("GET", f"{path}?{query}", Host=host, Sec_Fetch_Site="cross-site")
            self.assert_refused(response, 403, "a web page sent it")

    def test_two_host_names_are_one_too_many(self) -> None:
        request = Request("GET", "/_localstack/health", headers={"Host": "localhost"})
        request.headers.add("Host", "evil.example")
        request.environ["rolo.headers"] = []
        response = Response()
        _GATEWAY.process(request, response)
        self.assert_refused(response, 403, "HARNESS_HOSTS")


class TrustedOriginsTest(unittest.TestCase):
    def test_are_named_one_by_one(self) -> None:
        named = "http://localhost:5173, https://app.example"
        with patch.object(config, "EXTRA_CORS_ALLOWED_ORIGINS", named):
            self.assertEqual(doors.trusted_origins(), {"http://localhost:5173", "https://app.example"})
        with patch.object(config, "EXTRA_CORS_ALLOWED_ORIGINS", "*"), self.assertLogs(doors.LOG, "WARNING"):
            self.assertEqual(doors.trusted_origins(), frozenset())


if __name__ == "__main__":
    unittest.main()
