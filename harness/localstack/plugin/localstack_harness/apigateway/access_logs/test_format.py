import json
import unittest

from localstack_harness.apigateway.access_logs.format import render

VARIABLES = {
    "requestId": "r1",
    "status": 201,
    "isCanaryRequest": False,
    "identity": {"sourceIp": "127.0.0.1", "user": None, "userAgent": 'a"b\\c'},
    "error": {"message": "two\nlines"},
}


class RenderTest(unittest.TestCase):
    def test_renders_text(self) -> None:
        line = render(
            "$context.identity.sourceIp - $context.identity.user [$context.status]$context.requestId.",
            VARIABLES,
        )
        self.assertEqual(line, "127.0.0.1 - - [201]r1.")

    def test_renders_valid_json(self) -> None:
        template = (
            '{"ua":"$context.identity.userAgent","err":"$context.error.message",'
            '"n":$context.status,"none":"$context.nope.deeper"}'
        )
        self.assertEqual(
            json.loads(render(template, VARIABLES)),
            {"ua": 'a"b\\c', "err": "two\nlines", "n": 201, "none": "-"},
        )

    def test_is_one_line(self) -> None:
        self.assertEqual(
            render("$context.error.message\n$context.isCanaryRequest", VARIABLES), "two lines false"
        )

    def test_a_group_of_variables_has_no_value(self) -> None:
        self.assertEqual(render("$context.identity", VARIABLES), "-")


if __name__ == "__main__":
    unittest.main()
