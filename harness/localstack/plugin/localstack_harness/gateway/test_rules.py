import unittest

from werkzeug.datastructures import Headers

from localstack_harness.gateway.hosts import HostKind, hosts_of
from localstack_harness.gateway.rules import Asked, Passed, Refusal, Rules
from localstack_harness.support.http.sender import Sender

_BROWSER = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36"
)
_CREATE_STACK = "Action=CreateStack&Version=2010-05-15&StackName=x&X-Amz-Credential=a&X-Amz-Signature=b"
_EVIL = "https://evil.example"
_TRUSTED = "http://localhost:5173"


def may_use_s3(_host: HostKind, asked: Asked, _sender: Sender) -> bool:
    return asked.path.startswith("/bucket/") and asked.method == "GET"


_RULES = Rules(
    hosts_of(["localhost.localstack.cloud"], ["sts"], False, ["127.0.0.1"]), frozenset({_TRUSTED}), may_use_s3
)


def judge(
    method: str, path: str, query: str = "", host: str = "localhost:4566", **headers: str
) -> Passed | Refusal:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return _RULES.judge(Asked(method, path, query, Headers({"Host": host, **named})))


class JudgeTest(unittest.TestCase):
    def assert_passed(self, verdict: Passed | Refusal, is_page: bool = False) -> None:
        self.assertIsInstance(verdict, Passed)
        assert isinstance(verdict, Passed)
        self.assertEqual(verdict.is_page, is_page)

    def test_programs_may_ask_for_everything(self) -> None:
        node = {"User_Agent": "node", "Sec_Fetch_Mode": "cors"}  # as its fetch sends it
        for headers in ({}, node, {"User_Agent": "aws-cli/2.0"}):
            for method, path in (
                ("GET", "/_localstack/health"),
                ("POST", "/_harness/faults"),
                ("GET", "/_aws/ses"),
                ("DELETE", "/_aws/ses"),
                ("POST", "/"),
                ("PUT", "/bucket/key"),
            ):
                self.assert_passed(judge(method, path, **headers))

    def test_another_host_name_is_always_refused(self) -> None:
        for host in ("evil.example:4566", "0.0.0.0:4566"):
            self.assertIs(judge("GET", "/_localstack/health", host=host), Refusal.HOST)

    def test_a_page_that_localstack_serves_calls_user_pools(self) -> None:
        page = {"Origin": "http://site.s3-website.localhost:4566", "Sec_Fetch_Site": "cross-site"}
        asking = {"Access_Control_Request_Headers": "content-type,x-amz-target"}
        target = {"X_Amz_Target": "AWSCognitoIdentityProviderService.InitiateAuth"}
        self.assert_passed(judge("OPTIONS", "/", **page, **asking), is_page=True)
        self.assert_passed(judge("POST", "/", **page, **target), is_page=True)
        refused: list[tuple[str, str, dict[str, str]]] = [
            ("POST", "/", page),
            ("OPTIONS", "/", page),
            ("POST", "/x", {**page, **target}),
            ("POST", "/", {**page, "X_Amz_Target": "DynamoDB_20120810.PutItem"}),
            ("POST", "/", {**page, **target, "Origin": "http://localhost:3000"}),
            ("POST", "/", {**page, **target, "Origin": _EVIL}),
        ]
        for method, path, headers in refused:
            with self.subTest(headers=headers):
                self.assertIs(judge(method, path, **headers), Refusal.PAGE)

    def test_a_page_of_another_origin_reaches_no_api(self) -> None:
        signs = (
            {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"},  # an image without a referrer
            {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors"},  # another port
            {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"},
            {"Sec_Fetch_Site": "never-heard-of"},
            {"Origin": _EVIL},
            {"Origin": "null"},
            {"Origin": "http://localhost:9999"},
            {"Origin": "http://anything.s3-website.localhost:4566"},
            {"Origin": "https://app.localstack.cloud"},
            {"Referer": f"{_EVIL}/page"},
        )
        asked = (
            ("GET", "/", _CREATE_STACK),
            ("POST", "/", ""),
            ("OPTIONS", "/", ""),
            ("PUT", "/bucket/index.html", ""),
            ("POST", "/bucket", ""),
            ("GET", "/_harness/info", ""),
            ("POST", "/_harness/faults", ""),
            ("GET", "/_localstack/health", ""),
            ("GET", "/_aws/ses", ""),
            ("DELETE", "/_aws/ses", ""),
            ("POST", "/_localstack_lambda/a/invocations/b/response", ""),
            ("POST", "/2015-03-31/functions", ""),
            ("POST", "/restapis", ""),
            ("WEBSOCKET", "/", ""),
        )
        for headers in signs:
            for method, path, query in asked:
                verdict = judge(method, path, query, **headers)
                self.assertIs(verdict, Refusal.PAGE, f"{method} {path} {headers}")

    def test_every_page_reaches_what_is_meant_for_pages(self) -> None:
        page = {"Origin": _EVIL, "Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "cors"}
        for method in ("GET", "POST", "OPTIONS"):
            for host, path in (
                ("localhost:4566", "/_aws/execute-api/abc/prod/x"),
                ("localhost:4566", "/restapis/abc/prod/_user_request_/x"),
                ("abc.execute-api.localhost:4566", "/prod/x"),
                ("abc.lambda-url.us-east-1.localhost:4566", "/"),
                ("site.s3-website.localhost:4566", "/_next/app.js"),
            ):
                self.assert_passed(judge(method, path, host=host, **page), is_page=True)

    def test_what_only_looks_like_an_api_of_the_apps_is_not(self) -> None:
        page = {"Sec_Fetch_Site": "cross-site"}
        for path in (
            "/_aws/execute-api",
            "/_aws/execute-api/",
            "/restapis/abc/deployments",
            "//_harness/faults",
        ):
            self.assertIs(judge("POST", path, **page), Refusal.PAGE, path)

    def test_no_page_drives_what_is_behind_its_own_address(self) -> None:
        own = {"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "cors"}
        for host in (
            "anything.s3-website.localhost:4566",
            "abc.execute-api.localhost:4566",
            "abc.lambda-url.us-east-1.localhost:4566",
            "bucket.s3.localhost:4566",
        ):
            for path in ("/_harness/faults", "/_localstack/init", "/_aws/ses", "//_harness/clock"):
                self.assertIs(judge("POST", path, host=host, **own), Refusal.PLACE, host + path)

    def test_a_page_may_have_an_object_that_its_bucket_gives_it(self) -> None:
        self.assert_passed(judge("GET", "/bucket/cat.png", Sec_Fetch_Site="cross-site"), is_page=True)
        self.assertIs(judge("GET", "/other/cat.png", Sec_Fetch_Site="cross-site"), Refusal.PAGE)

    def test_a_page_that_was_named_may_call_aws_but_not_the_harness(self) -> None:
        page = {"Origin": _TRUSTED, "Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors"}
        self.assert_passed(judge("POST", "/", **page))
        self.assert_passed(judge("OPTIONS", "/", **page))
        self.assert_passed(judge("GET", "/_aws/ses", **page))
        self.assertIs(judge("POST", "/_harness/faults", **page), Refusal.PAGE)
        self.assertIs(judge("POST", "/", **{**page, "Sec_Fetch_Mode": "navigate"}), Refusal.PAGE)

    def test_a_page_of_the_apis_own_origin_is_refused(self) -> None:
        # LocalStack has none: it came out of a bucket or an API that is addressed by its path
        own = {"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Dest": "empty", "Origin": "http://localhost:4566"}
        self.assertIs(judge("POST", "/", **own), Refusal.PAGE)
        self.assertIs(judge("GET", "/_aws/ses", **own), Refusal.PAGE)
        self.assertIs(judge("GET", "/_aws/ses", **{**own, "Sec_Fetch_Dest": "iframe"}), Refusal.PAGE)
        self.assert_passed(judge("GET", "/bucket/more.js", **own), is_page=True)
        self.assert_passed(judge("POST", "/_aws/execute-api/abc/prod/x", **own), is_page=True)

    def test_the_own_origin_is_that_of_the_host(self) -> None:
        own = {"Sec_Fetch_Site": "same-origin", "Origin": "http://localhost:4566"}
        self.assert_passed(judge("GET", "/_localstack/health", **own))
        self.assert_passed(judge("POST", "/", Origin="http://localhost:4566"))
        self.assertIs(judge("POST", "/", host="127.0.0.1:4566", **own), Refusal.PAGE)

    def test_an_address_typed_into_a_browser_shows_and_does_nothing(self) -> None:
        typed = {"Sec_Fetch_Site": "none", "Sec_Fetch_Mode": "navigate", "User_Agent": _BROWSER}
        for path in ("/_localstack/health", "/_aws/ses", "/_harness/info"):
            self.assert_passed(judge("GET", path, **typed))
        self.assert_passed(judge("GET", "/bucket/page.html", **typed), is_page=True)
        self.assert_passed(judge("GET", "/", "Action=ConfirmSubscription&Token=t", **typed))
        for path, query in (("/", _CREATE_STACK), ("/_aws/events/rules/arn/trigger", ""), ("/other/x", "")):
            self.assertIs(judge("GET", path, query, **typed), Refusal.NAVIGATION, path)
        self.assertIs(judge("POST", "/_harness/faults", **typed), Refusal.NAVIGATION)

    def test_a_browser_that_names_no_page_may_only_look(self) -> None:
        # over HTTP browsers say nothing of the page to names that are not this machine's for sure
        silent = {"User_Agent": _BROWSER, "host": "localhost.localstack.cloud:4566"}
        self.assertIs(judge("GET", "/", _CREATE_STACK, **silent), Refusal.BROWSER)
        self.assertIs(judge("GET", "/_aws/events/rules/arn/trigger", **silent), Refusal.BROWSER)
        self.assert_passed(judge("GET", "/bucket/cat.png", **silent), is_page=True)
        self.assert_passed(judge("GET", "/_localstack/health", **silent))
        shell = "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.22621"
        self.assert_passed(judge("POST", "/_harness/faults", User_Agent=shell))


if __name__ == "__main__":
    unittest.main()
