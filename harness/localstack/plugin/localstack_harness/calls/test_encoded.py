import json
import unittest

from localstack_harness.calls.encoded import Encoded, encode


class EncodedTest(unittest.TestCase):
    def test_is_taken_over_as_it_is(self) -> None:
        document = encode({"a": Encoded('{"b": [1]}'), "c": 'x"y', "d": None, "e": {"f": 1}})
        self.assertEqual(json.loads(document), {"a": {"b": [1]}, "c": 'x"y', "d": None, "e": {"f": 1}})
        self.assertEqual(encode({}), "{}")
