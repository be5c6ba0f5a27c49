import unittest

from localstack_harness.apigateway.http_api.routes import RouteMatch, match

DOCUMENTED = ("GET /pets/dog/1", "GET /pets/dog/{id}", "GET /pets/{proxy+}", "ANY /{proxy+}", "$default")


class RouteTest(unittest.TestCase):
    def test_the_most_specific_route_wins(self) -> None:
        """The examples of AWS's documentation."""
        cases: list[tuple[str, str, str, dict[str, str]]] = [
            ("GET", "/pets/dog/1", "GET /pets/dog/1", {}),
            ("GET", "/pets/dog/2", "GET /pets/dog/{id}", {"id": "2"}),
            ("GET", "/pets/cat/1", "GET /pets/{proxy+}", {"proxy": "cat/1"}),
            ("POST", "/test/5", "ANY /{proxy+}", {"proxy": "test/5"}),
            ("GET", "/", "$default", {}),
        ]
        for method, path, key, parameters in cases:
            for keys in (DOCUMENTED, reversed(DOCUMENTED)):
                with self.subTest(path=path):
                    self.assertEqual(match(keys, method, path), RouteMatch(key, parameters))

    def test_a_named_method_is_preferred_to_any(self) -> None:
        found = match(("ANY /pets", "GET /pets"), "GET", "/pets")
        self.assertEqual(found, RouteMatch("GET /pets", {}))

    def test_a_path_is_preferred_to_a_method(self) -> None:
        found = match(("GET /{kind}", "ANY /pets"), "GET", "/pets")
        self.assertEqual(found, RouteMatch("ANY /pets", {}))

    def test_a_whole_path_is_preferred_to_a_greedy_variable(self) -> None:
        found = match(("GET /pets/{proxy+}", "GET /{kind}/{name}"), "GET", "/pets/rex")
        self.assertEqual(found, RouteMatch("GET /{kind}/{name}", {"kind": "pets", "name": "rex"}))

    def test_parameters_are_decoded(self) -> None:
        found = match(("GET /pets/{name}/{rest+}",), "GET", "/pets/R%C3%A9x%20I/a%2Fb/c")
        self.assertEqual(found, RouteMatch("GET /pets/{name}/{rest+}", {"name": "Réx I", "rest": "a/b/c"}))

    def test_no_route_takes_other_methods_and_paths(self) -> None:
        keys = ("GET /", "GET /pets", "GET /pets/{name}", "GET /walks/{proxy+}")
        for method, path in (
            ("POST", "/pets"),
            ("get", "/pets"),
            ("GET", "/pets/"),
            ("GET", "/pets/rex/1"),
            ("GET", "/walks"),
            ("GET", "/Pets"),
        ):
            with self.subTest(method=method, path=path):
                self.assertIsNone(match(keys, method, path))
        self.assertEqual(match(keys, "GET", "/"), RouteMatch("GET /", {}))


if __name__ == "__main__":
    unittest.main()
