"""Real Python processes with real handlers, on the real program that runs them."""

import json
import textwrap
import unittest
from pathlib import Path
from typing import Any

from localstack_harness.lambda_runtime.functions_for_tests import STARTS_WITHIN_S, FullDisk, FunctionTestCase
from localstack_harness.lambda_runtime.processes.sandbox import Sandbox
from localstack_harness.lambda_runtime.runtime_api.state import RuntimeRequest

_UNPACK = "not enough values to unpack (expected 2, got 1)"
_SYNTAX = "invalid syntax (index.py, line 1)"
_EXIT = "Runtime exited with error: exit status 7"


class PythonFunctionTest(FunctionTestCase):
    def start(
        self, code: str, *, handler: str = "index.handler", runtime: str = "python3.13", **more: Any
    ) -> Sandbox:
        files = {"index.py": textwrap.dedent(code), **more.pop("files", {})}
        return self.start_function(runtime=runtime, files=files, handler=handler, **more)

    def answer(self, expression: str, *, event: object = None, **more: Any) -> Any:
        """Of a handler that returns the value of an expression of `event` and `context`."""
        code = f"import json, os, sys\ndef handler(event, context):\n  return {expression}\n"
        return self.invoke(self.start(code, **more), event)

    def test_keeps_the_state_of_its_module(self) -> None:
        sandbox = self.start(
            "calls = []\ndef handler(event, context):\n  calls.append(event)\n  return calls"
        )
        self.assertEqual(self.invoke(sandbox, "é\n"), ["é\n"])
        self.assertEqual(self.invoke(sandbox, 2), ["é\n", 2])

    def test_a_log_that_cannot_be_written_changes_nothing(self) -> None:
        code = (
            "import logging, os, sys\n"
            "def handler(event, context):\n"
            "  print('one', flush=True)\n"
            "  sys.stderr.write('two')\n"
            "  logging.getLogger().error('three')\n"
            "  if event: raise ValueError('as it should')\n"
            "  return 'done'\n"
        )
        sandbox = self.start(code, log=FullDisk())
        self.assertEqual(self.invoke(sandbox), "done")
        self.assertEqual(self.invoke(sandbox, 1)["errorType"], "ValueError")
        self.assertEqual(self.invoke(sandbox), "done")
        self.assertTrue(sandbox.alive)

    def test_finds_a_handler_in_a_package(self) -> None:
        for handler in ("shop.def.main.run", "shop/def/main.run"):
            code = "from ..names import NAME\ndef run(event, context): return NAME"
            files = {"shop/def/main.py": code, "shop/names.py": "NAME = 'Rex'"}
            self.assertEqual(self.invoke(self.start("", handler=handler, files=files)), "Rex")

    def test_passes_a_context(self) -> None:
        fields = (
            "context.aws_request_id, context.function_name, context.function_version, context.memory_limit_in_mb, "
            "context.invoked_function_arn, context.log_group_name, context.log_stream_name, "
            "context.client_context.custom, context.client_context.client, context.identity.cognito_identity_id"
        )
        self.assertEqual(
            self.answer(f"[{fields}]"),
            ["r1", "fn", "$LATEST", "256", "arn:fn", "/aws/lambda/fn", "stream", {"k": "v"}, None, None],
        )
        sandbox = self.start("def handler(event, context): return context.get_remaining_time_in_millis()")
        self.assertTrue(5000 < self.invoke(sandbox, seconds=7) <= 7000)

    def test_has_boto3_and_none_of_localstacks_other_packages(self) -> None:
        loads = "[name for name in event if __import__('importlib.util').util.find_spec(name)]"
        there = ["boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3", "awslambdaric"]
        missing = [
            "localstack",
            "localstack_harness",
            "moto",
            "requests",
            "yaml",
            "cryptography",
            "pip",
            "werkzeug",
        ]
        self.assertEqual(self.answer(loads, event=there + missing), there)
        version = "[__import__('importlib.metadata').metadata.version(name) for name in event]"
        self.assertRegex(self.answer(version, event=["boto3"])[0], r"^\d+\.\d+\.\d+$")
        sandbox = self.start(
            "from importlib.metadata import version\ndef handler(e, c): return version('moto-ext')"
        )
        self.assertEqual(self.invoke(sandbox)["errorType"], "PackageNotFoundError")

    def test_prefers_its_own_packages_then_those_of_its_layers(self) -> None:
        imported = "def handler(event, context):\n  import boto3\n  return boto3.PLACE"
        layers = {"python/boto3.py": "PLACE = 'layer'"}
        self.assertEqual(self.invoke(self.start(imported, layers=layers)), "layer")
        own = {"boto3.py": "PLACE = 'own'"}
        self.assertEqual(self.invoke(self.start(imported, layers=layers, files=own)), "own")
        of_version = {"python/lib/python3.12/site-packages/boto3.py": "PLACE = 'version'", **layers}
        self.assertEqual(
            self.invoke(self.start(imported, layers=of_version, runtime="python3.12")), "version"
        )
        self.assertEqual(self.invoke(self.start(imported, layers=of_version)), "layer")

    def test_finds_what_pythonpath_names(self) -> None:
        files = {"lib/rex.py": "NAME = 'Rex'"}
        sandbox = self.start(
            "import rex\ndef handler(e, c): return rex.NAME",
            files=files,
            variables={"PYTHONPATH": "/var/task/lib"},
        )
        self.assertEqual(self.invoke(sandbox), "Rex")

    def test_hides_the_environment_of_this_machine(self) -> None:
        env = self.answer("dict(os.environ)")
        self.assertNotEqual(env["HOME"], str(Path.home()))
        self.assertEqual(env["AWS_EXECUTION_ENV"], "AWS_Lambda_python3.13")
        self.assertTrue(self.answer("__import__('tempfile').gettempdir()").endswith("tmp"))
        self.assertEqual(len(self.answer("sys.argv")), 1)

    def test_resolves_names_below_localhost(self) -> None:
        address = "__import__('socket').create_connection((event, int(os.environ['AWS_LAMBDA_RUNTIME_API'].split(':')[1])))"
        for name in ("queue.localhost", "a.s3.localhost.localstack.cloud"):
            self.assertEqual(self.answer(f"{address}.getpeername()[0]", event=name), "127.0.0.1")

    def test_writes_json_as_aws_does(self) -> None:
        for expression, runtime, text in (
            ("{'a': __import__('decimal').Decimal('1.10')}", "python3.13", b'{"a": 1.10}'),
            ("'\N{PAW PRINTS}'", "python3.13", '"\N{PAW PRINTS}"'.encode()),
            ("'\N{PAW PRINTS}'", "python3.11", b'"\\ud83d\\udc3e"'),
            ("b'{}'", "python3.13", b"{}"),
            ("None", "python3.13", b"null"),
        ):
            self.answer(expression, runtime=runtime)
            assert self.outcome
            self.assertEqual(self.outcome.payload, text, expression)

    def test_reports_an_exception(self) -> None:
        sandbox = self.start(
            """
            class OrderError(Exception): pass
            def order(): raise OrderError('no\\nstock')
            def handler(event, context): order()
            """
        )
        error = self.invoke(sandbox)
        self.assertEqual(list(error), ["errorMessage", "errorType", "requestId", "stackTrace"])
        self.assertEqual(
            (error["errorType"], error["errorMessage"], error["requestId"]), ("OrderError", "no\nstock", "r1")
        )
        self.assertRegex(
            error["stackTrace"][0], r'^  File ".*/index\.py", line 4, in handler\n    def handler'
        )
        self.assertEqual(len(error["stackTrace"]), 2)
        lines = self.log.take().split("\r")
        self.assertEqual(lines[:3], ["[ERROR] OrderError: no", "stock", "Traceback (most recent call last):"])
        self.assertRegex(lines[3], "^\N{NO-BREAK SPACE}{2}File ")
        self.assertTrue(sandbox.alive)

    def test_reports_what_it_cannot_return(self) -> None:
        error = self.answer("(number for number in [1])")
        self.assertEqual(
            (error["errorType"], error["errorMessage"]),
            (
                "Runtime.MarshalError",
                "Unable to marshal response: Object of type generator is not JSON serializable",
            ),
        )

    def test_refuses_a_response_that_is_too_large_and_continues(self) -> None:
        sandbox = self.start("def handler(event, context): return 'x' * event")
        self.assertEqual(self.invoke(sandbox, 1_000_000)["errorType"], "Function.ResponseSizeTooLarge")
        self.assertEqual(self.invoke(sandbox, 3), "xxx")

    def test_reports_how_a_process_ended(self) -> None:
        for statement, reason in (
            ("sys.exit(3)", "exit status 3"),
            ("os._exit(0)", "without providing a reason"),
            ("os.kill(os.getpid(), 9)", "signal: killed"),
        ):
            sandbox = self.start(f"import os, sys\ndef handler(event, context): print('last'); {statement}")
            self.assertIn(reason, self.invoke(sandbox)["errorMessage"])
            self.assertEqual(self.log.take(), "last\n")

    def test_reports_why_a_function_does_not_start(self) -> None:
        good = "def handler(event, context): pass"
        for code, handler, error_type, message in (
            (
                "import nowhere",
                "index.handler",
                "Runtime.ImportModuleError",
                "Unable to import module 'index': No module named 'nowhere'",
            ),
            (
                good,
                "other.handler",
                "Runtime.ImportModuleError",
                "Unable to import module 'other': No module named 'other'",
            ),
            (good, "index.other", "Runtime.HandlerNotFound", "Handler 'other' missing on module 'index'"),
            (good, "index", "Runtime.MalformedHandlerName", f"Bad handler 'index': {_UNPACK}"),
            (
                good,
                "sys.handler",
                "Runtime.BuiltInModuleConflict",
                "Cannot use built-in module sys as a handler module",
            ),
            (
                "def handler(:",
                "index.handler",
                "Runtime.UserCodeSyntaxError",
                f"Syntax error in module 'index': {_SYNTAX}",
            ),
            ("1 / 0", "index.handler", "ZeroDivisionError", "division by zero"),
            (
                "import sys; sys.exit(7)",
                "index.handler",
                "Runtime.ExitError",
                f"RequestId: r1 Error: {_EXIT}",
            ),
        ):
            with self.subTest(error_type=error_type):
                error = self.failure(self.start(code, handler=handler))
                self.assertEqual((error["errorType"], error["errorMessage"]), (error_type, message))

    def test_logs_a_failed_start(self) -> None:
        self.failure(self.start("print('early')\nimport nowhere"))
        early, warning, error = self.log.take().rstrip("\n").split("\n")
        self.assertEqual(early, "early")
        self.assertRegex(warning, r"^\[WARNING\]\t[\d-]+T[\d:.]+Z\t\tLAMBDA_WARNING: Unhandled exception\. ")
        self.assertTrue(
            error.startswith("[ERROR] Runtime.ImportModuleError: Unable to import module 'index': ")
        )

    def test_logs_in_awss_text_format(self) -> None:
        sandbox = self.start(
            """
            import logging
            logging.getLogger().setLevel("INFO")
            def handler(event, context):
              print("a", 1)
              print("two\\nlines")
              logging.info("hello\\nthere")
              try: 1 / 0
              except ZeroDivisionError: logging.exception("oh")
              context.log("raw\\n")
            """
        )
        self.assertIsNone(self.invoke(sandbox))
        lines = self.log.take().split("\n")
        self.assertEqual(lines[:3], ["a 1", "two", "lines"])
        self.assertRegex(lines[3], r"^\[INFO\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\tr1\thello\rthere$")
        self.assertRegex(
            lines[4], r"^\[ERROR\]\t[^\t]*\tr1\toh\rTraceback .*\rZeroDivisionError: division by zero$"
        )
        self.assertEqual(lines[5:], ["raw", ""])

    def test_logs_in_awss_json_format(self) -> None:
        sandbox = self.start(
            """
            import logging
            def handler(event, context):
              logging.debug("no")
              logging.info("hello", extra={"pet": "Rex"})
              try: 1 / 0
              except ZeroDivisionError: logging.exception("oh")
              raise ValueError("x")
            """,
            variables={"AWS_LAMBDA_LOG_FORMAT": "JSON", "AWS_LAMBDA_LOG_LEVEL": "INFO"},
        )
        self.invoke(sandbox)
        hello, oh, error = (json.loads(line) for line in self.log.take().splitlines())
        self.assertRegex(hello.pop("timestamp"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(
            hello, {"level": "INFO", "message": "hello", "logger": "root", "requestId": "r1", "pet": "Rex"}
        )
        self.assertEqual((oh["errorType"], oh["errorMessage"]), ("ZeroDivisionError", "division by zero"))
        self.assertRegex(oh["location"], r"/index\.py:handler:7$")
        self.assertIn("line 6, in handler", oh["stackTrace"][0])
        self.assertEqual(
            (error["log_level"], error["errorType"], error["requestId"]), ("ERROR", "ValueError", "r1")
        )

    def test_times_out_in_a_busy_loop(self) -> None:
        sandbox = self.start("def handler(event, context):\n  while True: pass")
        self.assertIsNone(self.invoke(sandbox, seconds=0.3))
        self.assertTrue(sandbox.alive)

    @unittest.skipUnless(Path("/proc/self/status").exists(), "memory is limited on Linux only")
    def test_is_killed_if_it_exceeds_its_memory(self) -> None:
        code = "kept = []\ndef handler(event, context):\n  while True: kept.append(bytearray(8_000_000))"
        self.assertIn("signal: killed", self.invoke(self.start(code, memory=128))["errorMessage"])

    def test_leaves_no_compiled_files_beside_its_code(self) -> None:
        folder = self.answer(
            "os.path.exists('__pycache__') or os.path.exists('rex/__pycache__')",
            files={"rex/__init__.py": ""},
        )
        self.assertFalse(folder)

    def test_answers_an_event_that_is_no_json_with_an_error(self) -> None:
        sandbox = self.start("def handler(event, context): pass")
        self.assertTrue(sandbox.wait_until_started(STARTS_WITHIN_S))
        outcome = sandbox.invoke(RuntimeRequest("r1", b"{"), STARTS_WITHIN_S)
        assert outcome
        self.assertEqual(json.loads(outcome.payload)["errorType"], "Runtime.UnmarshalError")


if __name__ == "__main__":
    unittest.main()
