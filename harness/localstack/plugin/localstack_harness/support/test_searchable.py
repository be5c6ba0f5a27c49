import datetime
import io
import json
import unittest

from localstack_harness.support.searchable import contains_all, searchable


class SearchableTest(unittest.TestCase):
    def test_finds_values_and_keys_at_any_depth(self) -> None:
        text = searchable({"a": [{"b": ("deep", 12, True, None)}]})
        self.assertTrue(contains_all(text, ("deep", "12", "true", "null", "b")))
        self.assertNotIn("shallow", text)

    def test_finds_decoded_values_of_json_within_a_string(self) -> None:
        inner = '{"message":"say \\"hi\\"","emoji":"\\ud83d\\udc31"}'
        text = searchable({"input": json.dumps({"body": inner})})
        self.assertIn('say "hi"', text)
        self.assertIn("🐱", text)

    def test_finds_a_key_and_value_as_compact_json(self) -> None:
        self.assertIn('"to":"a@b.c"', searchable({"input": '{ "to" : "a@b.c" }'}))

    def test_finds_text_in_bytes_and_dates(self) -> None:
        text = searchable({"Payload": b'{"k":"v1"}', "at": datetime.date(2026, 2, 28)})
        self.assertTrue(contains_all(text, ("v1", "2026-02-28")))

    def test_does_not_read_streams(self) -> None:
        stream = io.BytesIO(b"secret")
        self.assertNotIn("secret", searchable({"Body": stream}))
        self.assertEqual(stream.read(), b"secret")

    def test_treats_invalid_json_as_text(self) -> None:
        self.assertIn("{not json", searchable({"x": "{not json"}))

    def test_needs_every_needle(self) -> None:
        self.assertFalse(contains_all("one two", ("one", "three")))
        self.assertTrue(contains_all("anything", ()))


if __name__ == "__main__":
    unittest.main()
