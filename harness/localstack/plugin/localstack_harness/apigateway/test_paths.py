import unittest
from types import SimpleNamespace
from typing import Any

from localstack.services.apigateway.next_gen.execute_api.handlers.parse import InvocationRequestParser

from localstack_harness.apigateway import paths

paths.install()


def path(uri: str) -> str:
    request = SimpleNamespace(environ={"RAW_URI": f"/_aws/execute-api/api/test{uri}"}, path="")
    context: Any = SimpleNamespace(request=request, api_id="api", stage="test")
    parsed: Any = {}
    InvocationRequestParser._enrich_with_raw_path(context, parsed)
    return str(parsed["path"])


class PathTest(unittest.TestCase):
    def test_is_all_before_the_query(self) -> None:
        for uri, expected in (
            ("/cuddles?a=b", "/cuddles"),
            ("/cuddles;a=b", "/cuddles;a=b"),
            ("/cuddles;a=b?c=d", "/cuddles;a=b"),
            ("//cuddles;a?b", "/cuddles;a"),
            ("/a;b/c", "/a;b/c"),
        ):
            with self.subTest(uri=uri):
                self.assertEqual(path(uri), expected)
