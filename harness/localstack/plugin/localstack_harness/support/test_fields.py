import unittest

from localstack_harness.support.fields import BadInputError, Fields


class FieldsTest(unittest.TestCase):
    def refused(self, body: bytes) -> str:
        with self.assertRaises(BadInputError) as caught:
            fields = Fields(body)
            fields.text("match")
            fields.number("scale", 0.0, 0.0, 1.0)
            fields.optional_integer("times", 1, 10)
            fields.optional_choice("effect", ("crash", "timeout"))
            fields.texts("all")
            fields.reject_unknown()
        return str(caught.exception)

    def test_reports_what_is_wrong(self) -> None:
        for body, message in (
            (b"", "the body is not json"),
            (b"\xff", "the body is not json"),
            (b"[]", "must be a json object, not an array"),
            (b"null", "must be a json object, not null"),
            (b"{}", "`match` is missing"),
            (b'{"match":""}', '`match` must be a string that is not empty, not ""'),
            (b'{"match":7}', "`match` must be a string that is not empty, not 7"),
            (b'{"match":"x","scale":1.5}', "`scale` must be a number from 0 to 1, not 1.5"),
            (b'{"match":"x","scale":true}', "`scale` must be a number from 0 to 1, not true"),
            (b'{"match":"x","scale":"0"}', "`scale` must be a number"),
            (b'{"match":"x","scale":NaN}', "`scale` must be a number"),
            (b'{"match":"x","times":1.0}', "`times` must be an integer from 1 to 10, not 1.0"),
            (b'{"match":"x","times":0}', "`times` must be an integer from 1 to 10, not 0"),
            (b'{"match":"x","effect":"boom"}', "`effect` must be one of crash, timeout"),
            (b'{"match":"x","all":["a",1]}', "`all` must be a string or a list of strings"),
            (b'{"match":"x","all":[""]}', "`all` must be a string or a list of strings"),
            (b'{"match":"x","more":1}', "unknown field `more`"),
        ):
            with self.subTest(body=body):
                self.assertIn(message, self.refused(body))

    def test_reads_valid_fields(self) -> None:
        fields = Fields(b'{"match":"x","scale":0,"times":3,"all":"one","many":["a","b"]}')
        self.assertEqual(fields.text("match"), "x")
        self.assertEqual(fields.number("scale", 0.5, 0.0, 1.0), 0.0)
        self.assertEqual(fields.number("lease", 60.0, 0.0, 100.0), 60.0)
        self.assertEqual(fields.optional_integer("times", 1, 10), 3)
        self.assertIsNone(fields.optional_integer("delayMs", 0, 10))
        self.assertEqual(fields.texts("all"), ("one",))
        self.assertEqual(fields.texts("many"), ("a", "b"))
        self.assertEqual(fields.texts("none"), ())
        fields.reject_unknown()


if __name__ == "__main__":
    unittest.main()
