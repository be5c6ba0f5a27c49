import unittest

from localstack_harness.stepfunctions.intrinsics.calls import (
    Call,
    Constant,
    InvalidCallError,
    Path,
    Text,
    Variable,
    read_call,
    variables,
)


def argument(source: str) -> object:
    (found,) = read_call(f"States.Array({source})").arguments
    return found


class TextTest(unittest.TestCase):
    def test_reserved_characters_are_represented_by_escapes(self) -> None:
        for written, meant in (
            (r"It\'s", "It's"),
            (r"a\\b", "a\\b"),
            (r"\\", "\\"),
            (r"\\\'", "\\'"),
            (r"\{a\}", "{a}"),
            ("", ""),
            ('"quoted"', '"quoted"'),
            ("two\nlines, (tab\t)", "two\nlines, (tab\t)"),
            ("größe 🐈 ]", "größe 🐈 ]"),
        ):
            with self.subTest(written=written):
                self.assertEqual(argument(f"'{written}'"), Text(meant, (meant,)))

    def test_a_template_is_split_at_its_placeholders_only(self) -> None:
        self.assertEqual(argument(r"'{} and {}'"), Text("{} and {}", ("", " and ", "")))
        self.assertEqual(argument(r"'\{\} {}'"), Text("{} {}", ("{} ", "")))
        self.assertEqual(argument(r"'\\{}'"), Text("\\{}", ("\\", "")))

    def test_a_brace_without_escape_is_no_template(self) -> None:
        for written in ("{a}", "{", "}", "{ }", "a{b {}"):
            self.assertEqual(argument(f"'{written}'"), Text(written, None))

    def test_no_other_escape_exists(self) -> None:
        for written in (r"'\"'", r"'\n'", r"'\u0041'", "'\\", r"'a\'"):
            with self.subTest(written=written), self.assertRaises(InvalidCallError):
                argument(written)


class ArgumentTest(unittest.TestCase):
    def test_constants(self) -> None:
        for written, meant in (
            ("0", 0),
            ("-12", -12),
            ("1.5", 1.5),
            ("2e3", 2000.0),
            ("true", True),
            ("false", False),
            ("null", None),
        ):
            with self.subTest(written=written):
                self.assertEqual(argument(written), Constant(meant))

    def test_paths(self) -> None:
        for written in (
            "$",
            "$.a.b",
            "$$.Execution.Id",
            "$.a-b",
            "$['a, (b)']",
            "$[?(@.a == 'x]')].b",
            "$.a[0][1]",
        ):
            with self.subTest(written=written):
                self.assertEqual(argument(written), Path(written))

    def test_variables(self) -> None:
        self.assertEqual(argument("$name.of"), Variable("$name.of"))

    def test_calls_within_calls_and_blanks(self) -> None:
        self.assertEqual(
            read_call(" States.Array( States.UUID( ) ,\n'a' , $.b )"),
            Call("Array", (Call("UUID", ()), Text("a", ("a",)), Path("$.b"))),
        )

    def test_names_the_variables_of_all_calls(self) -> None:
        call = read_call("States.Format($a, States.Array($b, $.c), $d)")
        self.assertEqual(list(variables(call)), ["$d", "$b", "$a"])

    def test_refuses_what_is_no_call(self) -> None:
        for written in (
            "States.Array(",
            "States.Array('a'",
            "States.Array('a' 'b')",
            "States.Array(,)",
            "States.Array('a',)",
            "States.Array('a') and more",
            "States.Array(a)",
            "States.Array($.a[0)",
            "Array('a')",
        ):
            with self.subTest(written=written), self.assertRaises(InvalidCallError):
                read_call(written)


if __name__ == "__main__":
    unittest.main()
