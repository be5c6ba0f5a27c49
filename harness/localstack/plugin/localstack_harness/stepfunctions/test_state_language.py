import json
import unittest
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

from jsonpath_ng.exceptions import JsonPathParserError
from jsonpath_ng.parser import JsonPathParser
from localstack.services.stepfunctions.asl.component.common.path import result_path
from localstack.services.stepfunctions.asl.parse.asl_parser import (
    AmazonStateLanguageParser,
    ASLParserException,
)
from localstack.services.stepfunctions.asl.utils import json_path

from localstack_harness.stepfunctions import state_language


class ReadOnceTest(unittest.TestCase):
    def setUp(self) -> None:
        for module in (json_path, result_path):
            self.enterContext(mock.patch.object(module, "parse"))
        self.parse = self.enterContext(
            mock.patch.object(
                AmazonStateLanguageParser,
                "parse",
                mock.Mock(side_effect=AmazonStateLanguageParser.parse),
            )
        )
        self.read = self.spy("parse")
        self.grammars = self.spy("__init__")
        state_language.read_once()

    def spy(self, method: str) -> mock.Mock:
        return self.enterContext(
            mock.patch.object(
                JsonPathParser,
                method,
                autospec=True,
                side_effect=getattr(JsonPathParser, method),
            )
        )

    def test_a_path_is_read_once_and_finds_what_is_in_each_input(self) -> None:
        for pet in ("Rex", "Tom"):
            self.assertEqual(json_path.extract_json("$.pet", {"pet": pet}), pet)
        self.assertEqual(self.read.call_count, 1)

    def test_another_path_is_another_reading(self) -> None:
        self.assertEqual(json_path.extract_json("$.a", {"a": 1, "b": 2}), 1)
        self.assertEqual(json_path.extract_json("$.b", {"a": 1, "b": 2}), 2)

    def test_a_grammar_is_built_once_for_all_paths_that_are_read_at_once(self) -> None:
        paths = [f"$.pets[{number}]" for number in range(8)]
        pets = {"pets": list("abcdefgh")}
        with ThreadPoolExecutor(8) as threads:
            found = threads.map(json_path.extract_json, paths, [pets] * 8)
            self.assertEqual("".join(found), "abcdefgh")
        self.assertEqual(self.grammars.call_count, 1)

    def test_a_path_with_a_mistake_is_refused_and_the_next_one_read(self) -> None:
        for _ in range(2):
            with self.assertRaises(JsonPathParserError):
                json_path.extract_json("$.[", {})
        self.assertEqual(json_path.extract_json("$.pet", {"pet": "Rex"}), "Rex")

    def test_a_path_that_finds_nothing_still_fails_the_next_time(self) -> None:
        json_path.extract_json("$.there", {"there": 1})
        for _ in range(2):
            with self.assertRaises(json_path.NoSuchJsonPathError):
                json_path.extract_json("$.there", {})

    def test_a_result_is_put_into_each_input_anew(self) -> None:
        for result in ("a", "b"):
            at = result_path.parse("$.result")
            self.assertEqual(
                at.update_or_create({"pet": "Rex"}, result),
                {"pet": "Rex", "result": result},
            )

    def test_a_definition_is_read_once_and_each_execution_has_a_program_of_its_own(
        self,
    ) -> None:
        definition = json.dumps({"StartAt": "S", "States": {"S": {"Type": "Succeed"}}})
        (first, _), (second, _) = (AmazonStateLanguageParser.parse(definition) for _ in range(2))
        self.assertEqual(self.parse.call_count, 1)
        self.assertIsNot(first, second)
        self.assertEqual([first.start_at.start_at_name, second.start_at.start_at_name], ["S", "S"])

    def test_a_definition_with_a_mistake_is_refused_each_time(self) -> None:
        for _ in range(2):
            with self.assertRaises(ASLParserException):
                AmazonStateLanguageParser.parse('{"StartAt": 1}')


if __name__ == "__main__":
    unittest.main()
