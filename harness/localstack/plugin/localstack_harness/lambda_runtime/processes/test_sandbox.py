"""Real Node.js processes with real handlers, on the real bootstrap."""

import base64
import json
import os
import unittest
from pathlib import Path

from localstack_harness.lambda_runtime.functions_for_tests import STARTS_WITHIN_S, FullDisk, FunctionTestCase
from localstack_harness.lambda_runtime.outcome import Outcome
from localstack_harness.lambda_runtime.processes.sandbox import Sandbox
from localstack_harness.lambda_runtime.runtime_api.state import RuntimeRequest


class SandboxTest(FunctionTestCase):
    def start(
        self,
        code: str,
        file: str = "index.mjs",
        handler: str = "index.handler",
        memory: int = 256,
        **own: str,
    ) -> Sandbox:
        runtime = own.pop("runtime", "nodejs24.x")
        return self.start_function(
            runtime=runtime, files={file: code}, handler=handler, memory=memory, variables=own
        )

    def test_runs_es_modules_with_top_level_await_and_keeps_their_state(self) -> None:
        sandbox = self.start(
            "const n = await Promise.resolve(40); let c = 0; export const handler = async (e) => n + e + ++c;"
        )
        self.assertEqual(self.invoke(sandbox, 1), 42)
        self.assertEqual(self.invoke(sandbox, 1), 43)

    def test_runs_commonjs(self) -> None:
        sandbox = self.start("exports.handler = async (e) => [typeof require, e];", file="index.js")
        self.assertEqual(self.invoke(sandbox, "é\n"), ["function", "é\n"])

    def test_passes_a_context(self) -> None:
        sandbox = self.start(
            "export const handler = async (_, c) => ({ ...c, left: c.getRemainingTimeInMillis() });"
        )
        context = self.invoke(sandbox, seconds=7)
        self.assertEqual(
            (context["awsRequestId"], context["functionName"], context["memoryLimitInMB"]),
            ("r1", "fn", "256"),
        )
        self.assertEqual(context["clientContext"], {"custom": {"k": "v"}})
        self.assertTrue(5000 < context["left"] <= 7000)

    def test_hides_the_environment_of_this_machine(self) -> None:
        sandbox = self.start(
            "import os from 'node:os';"
            "export const handler = async () => [process.env, os.homedir(), os.tmpdir()];"
        )
        env, home, temporary = self.invoke(sandbox)
        self.assertEqual(
            set(env) & (set(os.environ) - {"PATH", "LANG", "HOME", "PWD", "TZ", "TMPDIR", "TEMP", "TMP"}),
            set(),
        )
        self.assertNotEqual(home, str(Path.home()))
        self.assertTrue(temporary.startswith(home))

    def test_reports_a_thrown_error_as_aws_does(self) -> None:
        sandbox = self.start(
            "class OrderError extends Error { name = 'OrderError'; code = 'E1' };\n"
            "export const handler = async () => { throw new OrderError('no stock') };"
        )
        error = self.invoke(sandbox)
        self.assertEqual((error["errorType"], error["errorMessage"]), ("OrderError", "no stock"))
        self.assertIn("index.mjs:2", error["trace"][1])
        self.assertRegex(
            self.log.take(), r"Z\tr1\tERROR\tInvoke Error \t\{\"errorType\":\"OrderError\",.*\"code\":\"E1\""
        )
        self.assertTrue(sandbox.alive)

    def test_a_log_that_cannot_be_written_changes_nothing(self) -> None:
        code = (
            "export const handler = async (event) => {"
            "  console.log('one'); process.stdout.write('two'); process.stderr.write('three');"
            "  await new Promise((done) => process.stdout.write('four', done));"
            "  if (event === 'throw') throw new RangeError('as it should');"
            "  return 'done';"
            "}"
        )
        sandbox = self.start_function(runtime="nodejs24.x", files={"index.mjs": code}, log=FullDisk())
        self.assertEqual(self.invoke(sandbox), "done")
        self.assertEqual(self.invoke(sandbox, "throw")["errorType"], "RangeError")
        self.assertEqual(self.invoke(sandbox), "done")
        self.assertTrue(sandbox.alive)

    def test_maps_stack_traces_if_the_function_enables_it(self) -> None:
        document = json.dumps({"version": 3, "sources": ["origin.ts"], "names": [], "mappings": "AAAA"})
        source_map = f"data:application/json;base64,{base64.b64encode(document.encode()).decode()}"
        code = "export const handler = async () => { throw new Error('x') };"
        code += f"\n//# sourceMappingURL={source_map}"
        trace = self.invoke(self.start(code, NODE_OPTIONS="--enable-source-maps"))["trace"]
        self.assertIn("origin.ts:1", "\n".join(trace))

    def test_writes_console_output_in_awss_text_format(self) -> None:
        sandbox = self.start(
            "export const handler = async () =>"
            " { console.log('a %d', 1, {b: 2}); console.warn('two\\nlines'); };"
        )
        self.assertIsNone(self.invoke(sandbox))
        first, second = self.log.take().rstrip("\n").split("\n")
        self.assertRegex(first, r"^\d{4}-\d\d-\d\dT[\d:.]+Z\tr1\tINFO\ta 1 \{ b: 2 \}$")
        self.assertTrue(second.endswith("\tWARN\ttwo\rlines"))

    def test_writes_console_output_in_awss_json_format(self) -> None:
        code = (
            "export const handler = async () => {"
            " console.debug('no'); console.info({a: 1}); console.error('bad', new TypeError('t')); };"
        )
        self.invoke(self.start(code, AWS_LAMBDA_LOG_FORMAT="JSON", AWS_LAMBDA_LOG_LEVEL="Info"))
        first, second = (json.loads(line) for line in self.log.take().splitlines())
        self.assertEqual((first["level"], first["requestId"], first["message"]), ("INFO", "r1", {"a": 1}))
        self.assertEqual(
            (second["level"], second["errorType"], second["errorMessage"]), ("ERROR", "TypeError", "t")
        )

    def test_times_out_in_a_wait_and_in_a_busy_loop(self) -> None:
        for body in ("await new Promise((r) => setTimeout(r, 60000))", "for (;;);"):
            sandbox = self.start(f"export const handler = async () => {{ {body} }};")
            self.assertIsNone(self.invoke(sandbox, seconds=0.3))
            self.assertTrue(sandbox.alive)
            sandbox.kill()
            self.assertFalse(sandbox.alive)

    def test_reports_how_a_process_ended(self) -> None:
        for body, reason in (
            ("process.exit(0)", "without providing a reason"),
            ("process.exit(3)", "exit status 3"),
            (
                "process.kill(process.pid, 'SIGKILL'); await new Promise((r) => setTimeout(r, 5000))",
                "signal: killed",
            ),
        ):
            self.assertIn(
                reason,
                self.invoke(self.start(f"export const handler = async () => {{ {body} }};"))["errorMessage"],
            )

    @unittest.skipUnless(Path("/proc/self/status").exists(), "memory is limited on Linux only")
    def test_kills_a_function_that_exceeds_its_memory(self) -> None:
        code = (
            "const a = [];"
            "export const handler = async () => { for (;;) { a.push(Buffer.alloc(8e6, 1)); await null; } };"
        )
        sandbox = self.start(code, memory=128)
        self.assertIn("signal: killed", self.invoke(sandbox)["errorMessage"])
        self.assertEqual(sandbox.peak_memory_mb, 128)

    def test_reports_an_unhandled_rejection(self) -> None:
        sandbox = self.start(
            "export const handler = async () => { Promise.reject(new Error('left')); return 1; };"
        )
        error = self.invoke(sandbox)
        self.assertEqual(
            (error["errorType"], error["errorMessage"]), ("Runtime.UnhandledPromiseRejection", "Error: left")
        )
        self.assertTrue(sandbox.wait_until_ended(5))

    def test_reports_a_promise_that_never_settles(self) -> None:
        sandbox = self.start("export const handler = async () => new Promise(() => {});")
        self.assertEqual(self.invoke(sandbox)["errorType"], "Runtime.NodeJsExit")
        self.assertTrue(sandbox.alive)

    def test_refuses_a_response_that_is_too_large_and_continues(self) -> None:
        sandbox = self.start("export const handler = async (n) => 'x'.repeat(n);")
        self.assertEqual(self.invoke(sandbox, 1_000_000)["errorType"], "Function.ResponseSizeTooLarge")
        self.assertEqual(self.invoke(sandbox, 3), "xxx")

    def test_reports_why_a_function_does_not_start(self) -> None:
        sandboxes: list[tuple[Sandbox, str, str]] = []
        nothing: dict[str, str] = {}
        for code, given, error_type, message in (
            ("const x = ;", nothing, "Runtime.UserCodeSyntaxError", "SyntaxError: Unexpected token ';'"),
            (
                "require('nope')",
                {"file": "index.js"},
                "Runtime.ImportModuleError",
                "Error: Cannot find module 'nope'",
            ),
            ("", {"file": "other.mjs"}, "Runtime.ImportModuleError", "Error: Cannot find module 'index'"),
            ("import 'nope'", nothing, "Error", "Cannot find package 'nope'"),
            ("throw new TypeError('early')", nothing, "TypeError", "early"),
            (
                "export const x = 1",
                nothing,
                "Runtime.HandlerNotFound",
                "index.handler is undefined or not exported",
            ),
            (
                "export const handler = 1",
                nothing,
                "Runtime.HandlerNotFound",
                "index.handler is not a function",
            ),
            ("", {"handler": "index"}, "Runtime.MalformedHandlerName", "Bad handler"),
            (
                "export const handler = (e, c, cb) => cb()",
                nothing,
                "Runtime.CallbackHandlerDeprecated",
                "Node.js 24",
            ),
            ("process.exit(7)", nothing, "Runtime.ExitError", "exit status 7"),
        ):
            # all at the same time
            started = self.start(code, given.get("file", "index.mjs"), given.get("handler", "index.handler"))
            sandboxes.append((started, error_type, message))
        for sandbox, error_type, message in sandboxes:
            with self.subTest(error_type=error_type, message=message):
                error = self.failure(sandbox)
                self.assertEqual(error["errorType"], error_type)
                self.assertIn(message, error["errorMessage"])

    def test_supports_callbacks_in_older_runtimes(self) -> None:
        sandbox = self.start(
            "export const handler = (e, c, cb) => { setTimeout(() => cb(null, e + 1), 5) };",
            runtime="nodejs22.x",
        )
        self.assertEqual(self.invoke(sandbox, 1), 2)

    def test_collects_a_streamed_response(self) -> None:
        sandbox = self.start(
            "export const handler = awslambda.streamifyResponse(async (e, s) => {"
            " s = awslambda.HttpResponseStream.from(s, { statusCode: 201 });"
            " s.write('a'); s.write({ b: 1 }); s.end(); });"
        )
        self.assertTrue(sandbox.wait_until_started(STARTS_WITHIN_S))
        outcome = sandbox.invoke(RuntimeRequest("r1", b"{}"), STARTS_WITHIN_S)
        self.assertEqual(outcome, Outcome(b'{"statusCode":201}' + bytes(8) + b'a{"b":1}'))


if __name__ == "__main__":
    unittest.main()
