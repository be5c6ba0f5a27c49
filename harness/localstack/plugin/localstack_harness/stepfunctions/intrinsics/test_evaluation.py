import json
import unittest
from typing import Any

from localstack.services.stepfunctions.asl.parse.asl_parser import (
    AmazonStateLanguageParser,
    ASLParserException,
)
from localstack.services.stepfunctions.asl.static_analyser.intrinsic import (
    variable_names_intrinsic_static_analyser,
)

from localstack_harness.stepfunctions.program_for_tests import Ended, install, one_state, run


def evaluate(call: str, given: Any = None) -> Ended:
    return run(one_state(Type="Pass", Parameters={"r.$": call}), given)


class IntrinsicsTest(unittest.TestCase):
    def value(self, call: str, given: Any = None) -> Any:
        ended = evaluate(call, given)
        self.assertEqual((ended.error, ended.cause), (None, None))
        return ended.output["r"]

    def test_format_keeps_what_is_escaped(self) -> None:
        for call, formatted in (
            (r"States.Format('It\'s {}', $.n)", "It's Rex"),
            (r"States.Format('a\\b {}', $.n)", "a\\b Rex"),
            (r"States.Format('p\{color:red\} {}', $.n)", "p{color:red} Rex"),
            (r"States.Format('\{\}{}\\', $.n)", "{}Rex\\"),
            ('States.Format(\'\\{"a":"{}"\\}\', $.n)', '{"a":"Rex"}'),
            ("States.Format('{}\n{}', 'x', $.n)", "x\nRex"),
            ("States.Format('{} {} {}', 1.5, null, true)", "1.5 null true"),
            ("States.Format('none')", "none"),
        ):
            with self.subTest(call=call):
                self.assertEqual(self.value(call, {"n": "Rex"}), formatted)

    def test_values_are_never_read_as_templates(self) -> None:
        for value in ("{}", "{0}", "\\{", "a'b", "%s"):
            self.assertEqual(self.value("States.Format('<{}>', $.v)", {"v": value}), f"<{value}>")

    def test_a_template_by_a_path_has_placeholders_only(self) -> None:
        given = {"t": "{a} \\ {} it's", "v": 1}
        self.assertEqual(self.value("States.Format($.t, $.v)", given), "{a} \\ 1 it's")

    def test_other_functions_take_the_same_strings(self) -> None:
        for call, result in (
            (r"States.StringSplit('a\'b\'c', '\'')", ["a", "b", "c"]),
            (r"States.StringSplit('a\\b{c', '\\{')", ["a", "b", "c"]),
            ('States.StringToJson(\'{"a": "b"}\')', {"a": "b"}),
            ('States.StringToJson(\'\\{"a": "it\\\'s\\\\n"\\}\')', {"a": "it's\n"}),
            (r"States.Array('\'', '{}', '\\', null, 1.5)", ["'", "{}", "\\", None, 1.5]),
            ("States.Base64Encode('größe')", "Z3LDtsOfZQ=="),
            ("States.Base64Decode('Z3LDtsOfZQ==')", "größe"),
            ("States.JsonToString(States.Array('größe'))", '["größe"]'),
            ("States.ArrayContains(States.Array('a', 'it\\'s'), 'it\\'s')", True),
            ("States.MathAdd(1.5, 2)", 4),
        ):
            with self.subTest(call=call):
                self.assertEqual(self.value(call), result)

    def test_a_failure_has_its_name_and_says_which_function_failed(self) -> None:
        for call in (
            "States.Format('{a}', 1)",
            "States.Format('{} {}', 1)",
            "States.Format('{}', 1, 2)",
            "States.StringToJson('nonsense')",
            "States.ArrayGetItem(States.Array(1), 5)",
            "States.MathAdd('a', 1)",
        ):
            with self.subTest(call=call):
                ended = evaluate(call)
                self.assertEqual(ended.error, "States.IntrinsicFailure")
                self.assertIn(
                    "An error occurred while executing the state 'S' (entered at the event id #",
                    ended.cause or "",
                )
                self.assertIn(f"The function '{call}' had the following error: ", ended.cause or "")

    def test_a_path_that_finds_nothing_is_no_failure_of_the_function(self) -> None:
        ended = evaluate("States.Format('{}', $.none)")
        self.assertEqual(ended.error, "States.Runtime")
        self.assertIn("'$.none' specified for the field 'r.$' could not be found", ended.cause or "")

    def test_a_definition_with_something_else_is_refused(self) -> None:
        install()
        for call in (
            "States.Format('He said, \\\"Hello, {}!\\\"', 'x')",
            "States.Format('open)",
            "States.Unknown('a')",
            "States.UUID('a')",
            "States.Format('{}', $.n",
            "states.Format('{}', $.n)",
            "no path",
            "",
            5,
            {"a": "$.n"},
        ):
            with (
                self.subTest(call=call),
                self.assertRaisesRegex(
                    ASLParserException,
                    "field 'r.\\$' must be a valid JSONPath or a valid intrinsic function call",
                ),
            ):
                definition = one_state(Type="Pass", Parameters={"r.$": call})
                AmazonStateLanguageParser.parse(json.dumps(definition))

    def test_names_the_variables_of_a_call(self) -> None:
        install()
        names = variable_names_intrinsic_static_analyser.VariableNamesIntrinsicStaticAnalyser.process_and_get(
            r"States.Format('it\\'s {}', $name)"
        )
        self.assertEqual(names, ["name"])


if __name__ == "__main__":
    unittest.main()
