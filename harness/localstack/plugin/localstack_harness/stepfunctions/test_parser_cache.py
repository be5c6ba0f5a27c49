import json
import unittest
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from typing import Any
from unittest import mock

from jsonpath_ng.exceptions import JsonPathParserError
from jsonpath_ng.parser import JsonPathParser
from localstack.services.stepfunctions.asl.component.common.path import result_path
from localstack.services.stepfunctions.asl.component.program.program import Program
from localstack.services.stepfunctions.asl.parse.asl_parser import (
    AmazonStateLanguageParser,
    ASLParserException,
)
from localstack.services.stepfunctions.asl.parse.preprocessor import Preprocessor
from localstack.services.stepfunctions.asl.utils import json_path

from localstack_harness.stepfunctions import parser_cache


def outline(value: Any) -> Any:
    """The data of a program, without the identities of its objects."""
    if isinstance(value, dict):
        return {str(key): outline(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [outline(item) for item in value]
    if isinstance(value, str | int | float | Enum | None):
        return value
    state = getattr(value, "__dict__", None)
    return (type(value).__name__, repr(value) if state is None else outline(state))


class ParserCacheTest(unittest.TestCase):
    def setUp(self) -> None:
        for module in (json_path, result_path):
            self.enterContext(mock.patch.object(module, "parse"))
        self.parse = self.enterContext(
            mock.patch.object(
                AmazonStateLanguageParser, "parse", mock.Mock(side_effect=AmazonStateLanguageParser.parse)
            )
        )
        self.read = self.spy("parse")
        self.grammars = self.spy("__init__")
        parser_cache.install()

    def spy(self, method: str) -> mock.Mock:
        return self.enterContext(
            mock.patch.object(
                JsonPathParser, method, autospec=True, side_effect=getattr(JsonPathParser, method)
            )
        )

    def test_parses_a_path_once_and_applies_it_to_each_input(self) -> None:
        for pet in ("Rex", "Tom"):
            self.assertEqual(json_path.extract_json("$.pet", {"pet": pet}), pet)
        self.assertEqual(self.read.call_count, 1)

    def test_keeps_paths_apart(self) -> None:
        self.assertEqual(json_path.extract_json("$.a", {"a": 1, "b": 2}), 1)
        self.assertEqual(json_path.extract_json("$.b", {"a": 1, "b": 2}), 2)

    def test_builds_the_grammar_once_for_concurrent_paths(self) -> None:
        paths = [f"$.pets[{number}]" for number in range(8)]
        pets = {"pets": list("abcdefgh")}
        with ThreadPoolExecutor(8) as threads:
            found = threads.map(json_path.extract_json, paths, [pets] * 8)
            self.assertEqual("".join(found), "abcdefgh")
        self.assertEqual(self.grammars.call_count, 1)

    def test_refuses_an_invalid_path_and_parses_the_next(self) -> None:
        for _ in range(2):
            with self.assertRaises(JsonPathParserError):
                json_path.extract_json("$.[", {})
        self.assertEqual(json_path.extract_json("$.pet", {"pet": "Rex"}), "Rex")

    def test_a_path_without_a_match_fails_each_time(self) -> None:
        json_path.extract_json("$.there", {"there": 1})
        for _ in range(2):
            with self.assertRaises(json_path.NoSuchJsonPathError):
                json_path.extract_json("$.there", {})

    def test_puts_a_result_into_each_input(self) -> None:
        for result in ("a", "b"):
            path = result_path.parse("$.result")
            self.assertEqual(path.update_or_create({"pet": "Rex"}, result), {"pet": "Rex", "result": result})

    def test_parses_a_definition_once_and_gives_each_execution_its_own_program(self) -> None:
        definition = json.dumps({"StartAt": "S", "States": {"S": {"Type": "Succeed"}}})
        first, second = (AmazonStateLanguageParser.parse(definition)[0] for _ in range(2))
        assert isinstance(first, Program) and isinstance(second, Program)
        self.assertEqual(self.parse.call_count, 1)
        self.assertIsNot(first, second)
        self.assertEqual([first.start_at.start_at_name, second.start_at.start_at_name], ["S", "S"])

    def test_a_program_is_a_copy_of_what_the_definition_says(self) -> None:
        leaf = {
            "StartAt": "End",
            "States": {"End": {"Type": "Pass", "Parameters": {"a.$": "$.b"}, "End": True}},
        }
        task = {
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken",
            "Parameters": {"QueueUrl": "q", "MessageBody": {"token.$": "$$.Task.Token", "n": [1, None]}},
            "TimeoutSeconds": 5,
            "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 2, "JitterStrategy": "FULL"}],
            "Catch": [{"ErrorEquals": ["A.B"], "Next": "Choose", "ResultPath": "$.error"}],
            "Next": "Choose",
        }
        choose = {
            "Type": "Choice",
            "Choices": [{"Not": {"Variable": "$.x", "IsPresent": True}, "Next": "Each"}],
            "Default": "Both",
        }
        for definition in (
            {
                "StartAt": "Call",
                "States": {
                    "Call": task,
                    "Choose": choose,
                    "Each": {"Type": "Map", "ItemProcessor": leaf, "MaxConcurrency": 2, "End": True},
                    "Both": {"Type": "Parallel", "Branches": [leaf, leaf], "Next": "Wait"},
                    "Wait": {"Type": "Wait", "TimestampPath": "$.at", "End": True},
                },
            },
            {
                "QueryLanguage": "JSONata",
                "StartAt": "Set",
                "States": {
                    "Set": {"Type": "Pass", "Assign": {"a": "{% 1 + 2 %}"}, "Output": "{% $x %}", "End": True}
                },
            },
        ):
            text = json.dumps(definition)
            tree = AmazonStateLanguageParser.parse(text)[1]
            with mock.patch.object(Preprocessor, "visit", side_effect=AssertionError("it is no copy")):
                copy = AmazonStateLanguageParser.parse(text)[0]
            self.assertEqual(outline(copy), outline(Preprocessor().visit(tree)))

    def test_a_program_that_cannot_be_copied_is_made_for_each_execution(self) -> None:
        definition = json.dumps({"StartAt": "S", "States": {"S": {"Type": "Fail"}}})
        with mock.patch.object(Program, "__reduce_ex__", side_effect=TypeError("no copy")):
            programs = [AmazonStateLanguageParser.parse(definition)[0] for _ in range(2)]
        self.assertEqual(len({id(program) for program in programs}), 2)
        self.assertEqual(outline(programs[0]), outline(programs[1]))

    def test_refuses_an_invalid_definition_each_time(self) -> None:
        for _ in range(2):
            with self.assertRaises(ASLParserException):
                AmazonStateLanguageParser.parse('{"StartAt": 1}')


if __name__ == "__main__":
    unittest.main()
