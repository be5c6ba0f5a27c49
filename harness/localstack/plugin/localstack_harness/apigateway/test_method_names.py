import unittest
from types import SimpleNamespace
from typing import Any

from localstack.services.apigateway.next_gen.execute_api.gateway_response import MissingAuthTokenError
from localstack.services.apigateway.next_gen.execute_api.handlers.resource_router import RestAPIResourceRouter

from localstack_harness.apigateway import method_names

method_names.install()


class MethodNamesTest(unittest.TestCase):
    def setUp(self) -> None:
        resource = {"id": "r1", "path": "/cuddles", "resourceMethods": {"POST": {}, "ANY": {}}}
        deployment: Any = SimpleNamespace(rest_api=SimpleNamespace(resources={"r1": resource}))
        self.router = RestAPIResourceRouter(deployment)

    def match(self, method: str) -> Any:
        # as Werkzeug has it: the method in upper case, and in the environment as it was sent
        request = SimpleNamespace(host="localhost", method=method.upper(), environ={"REQUEST_METHOD": method})
        context: Any = SimpleNamespace(request=request, invocation_request={"path": "/cuddles"})
        return self.router.match(context)[0]["id"]

    def test_a_method_in_upper_case_has_a_route(self) -> None:
        self.assertEqual([self.match("POST"), self.match("GET")], ["r1", "r1"])

    def test_any_other_case_has_none(self) -> None:
        for method in ("post", "Post", "get"):
            with self.assertRaises(MissingAuthTokenError):
                self.match(method)


if __name__ == "__main__":
    unittest.main()
