"""What the executor returns to LocalStack: results and logs during the life of an execution environment."""

import base64
import json
import os
import shutil
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace
from typing import Any, override
from unittest import mock

from localstack.services.lambda_.invocation.lambda_models import InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import LambdaRuntimeException

from localstack_harness.lambda_runtime.executor import ProcessExecutor

_CODE = """
import fs from 'node:fs';
import os from 'node:os';
console.log('loading');
const file = os.tmpdir() + '/kept';
export const handler = async (event, context) => {
  if (event.write) fs.writeFileSync(file, 'x');
  if (event.hang) for (;;);
  if (event.exit) process.exit(event.exit);
  return { pid: process.pid, kept: fs.existsSync(file), context: context.clientContext };
};
"""


class ProcessExecutorTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        patched = mock.patch.object(tempfile, "tempdir", folder.name)
        patched.start()
        self.addCleanup(patched.stop)

    def executor(self, code: str = _CODE, timeout: int = 10, hot_reload: bool = False) -> ProcessExecutor:
        self.code = self.folder / "code"
        self.code.mkdir()
        (self.code / "index.mjs").write_text(code)
        location = SimpleNamespace(
            get_unzipped_code_location=lambda: self.code, is_hot_reloading=lambda: hot_reload
        )
        config = SimpleNamespace(
            runtime="nodejs24.x",
            timeout=timeout,
            memory_size=256,
            environment={},
            logging_config={"LogFormat": "Text"},
            package_type="Zip",
            code=location,
            layers=[],
            internal_revision="1",
        )
        version: Any = SimpleNamespace(
            config=config, id=SimpleNamespace(function_name="fn", qualifier="$LATEST"), qualified_arn="arn:fn"
        )
        executor = ProcessExecutor("environment", version)
        self.addCleanup(executor.stop)
        executor.start({"_HANDLER": "index.handler", "AWS_LAMBDA_FUNCTION_NAME": "fn"})
        return executor

    def invoke(self, executor: ProcessExecutor, **event: object) -> InvocationResult:
        payload = {
            "invoke-id": "r1",
            "invoked-function-arn": "arn:fn",
            "trace-id": "Root=1",
            "payload": json.dumps(event),
        }
        return executor.invoke(payload)

    def answer(self, executor: ProcessExecutor, **event: object) -> Any:
        return json.loads(self.invoke(executor, **event).payload or b"")

    def test_reports_its_initialization_once(self) -> None:
        executor = self.executor()
        cold, warm = self.invoke(executor), self.invoke(executor)
        assert cold.logs and warm.logs
        self.assertRegex(
            cold.logs,
            r"^[^\n]*\tINFO\tloading\nSTART RequestId: r1 Version: \$LATEST\nEND RequestId: r1\n"
            r"REPORT [^\n]*Init Duration: [\d.]+ ms\n$",
        )
        self.assertRegex(
            warm.logs, r"^START [^\n]*\nEND [^\n]*\nREPORT [^\n]*Max Memory Used: [1-9]\d* MB\n$"
        )
        self.assertEqual(json.loads(cold.payload or b"")["pid"], json.loads(warm.payload or b"")["pid"])

    def test_continues_in_the_same_folder_after_a_time_out(self) -> None:
        executor = self.executor(timeout=1)
        first = self.answer(executor, write=True)
        hung = self.invoke(executor, hang=True)
        self.assertIn(b"Task timed out after 1.00 seconds", hung.payload or b"")
        self.assertTrue(hung.is_error)
        assert hung.logs
        self.assertIn("Duration: 1000.00 ms\tBilled Duration: 1000 ms", hung.logs)
        again = self.answer(executor)
        self.assertNotEqual(first["pid"], again["pid"])
        self.assertTrue(again["kept"])

    def test_continues_after_an_exit(self) -> None:
        executor = self.executor()
        self.assertIn("exit status 3", self.answer(executor, exit=3)["errorMessage"])
        self.assertIn("pid", self.answer(executor))

    def test_reports_a_failed_start_with_its_log_at_each_invocation(self) -> None:
        executor = self.executor("console.log('early'); throw new TypeError('no config')")
        for attempt in (1, 2):
            result = self.invoke(executor)
            self.assertEqual(json.loads(result.payload or b"")["errorType"], "TypeError", attempt)
            assert result.logs
            self.assertRegex(result.logs, r"^[^\n]*\tINFO\tearly\n")
            self.assertIn("Phase: init\tStatus: error\tError Type: TypeError\n", result.logs)

    def test_says_how_to_install_a_package_of_the_runtime(self) -> None:
        executor = self.executor("import '@aws-sdk/client-nowhere';")
        with self.assertLogs("localstack_harness.lambda_runtime", "WARNING") as logged:
            result = self.invoke(executor)
        advice = "npm install --save-dev @aws-sdk/client-nowhere"
        self.assertIn(advice, logged.output[0])
        self.assertRegex(result.logs or "", rf"\tr1\tWARN\t[^\n]*{advice}\nEND RequestId: r1\n")

    def test_passes_a_valid_client_context(self) -> None:
        executor = self.executor()
        for given, got in (
            (base64.b64encode(b'{"custom":{"k":"\xc3\xa9"}}').decode(), {"custom": {"k": "é"}}),
            ("{}", None),
            (None, None),
        ):
            executor.client_context = given
            self.assertEqual(self.answer(executor).get("context"), got)

    def test_leaves_no_process_and_no_folder_when_it_is_stopped(self) -> None:
        executor = self.executor()
        pid = self.answer(executor)["pid"]
        executor.stop()
        self.assertRaises(ProcessLookupError, os.kill, pid, 0)
        self.assertEqual(list(self.folder.glob("lambda-*")), [])
        self.assertRaises(LambdaRuntimeException, self.invoke, executor)


class HotReloadTest(ProcessExecutorTest):
    """The rest of the executor's behaviour stays the same."""

    @override
    def executor(self, code: str = _CODE, timeout: int = 10, hot_reload: bool = True) -> ProcessExecutor:
        return super().executor(code, timeout, hot_reload)

    def edit(self, answer: str, file: str = "index.mjs") -> None:
        (self.code / file).write_text(f"export const handler = async () => {json.dumps(answer)};")

    def test_the_next_invocation_runs_what_was_edited(self) -> None:
        executor = self.executor()
        before = self.answer(executor, write=True)
        self.assertEqual(self.answer(executor)["pid"], before["pid"])
        for answer in ("first", "again"):
            self.edit(answer)
            self.assertEqual(self.answer(executor), answer)
        (self.code / "index.mjs").write_text(_CODE)
        self.assertTrue(self.answer(executor)["kept"], "temporary files remain")

    def test_an_imported_file_counts_and_an_installed_package_does_not(self) -> None:
        executor = self.executor("export { handler } from './lib/other.mjs';")
        self.assertIn("errorType", self.answer(executor))
        (self.code / "lib").mkdir()
        (self.code / "lib" / "other.mjs").write_text("export const handler = async () => process.pid;")
        pid = self.answer(executor)
        (self.code / "empty").mkdir()
        self.assertNotEqual(self.answer(executor), pid, "a new folder counts, too")
        pid = self.answer(executor)
        (self.code / "node_modules").mkdir()
        self.edit("package", "node_modules/index.mjs")
        self.assertEqual(self.answer(executor), pid)

    def test_a_folder_that_is_replaced_is_missed_only_meanwhile(self) -> None:
        executor = self.executor()
        shutil.rmtree(self.code)
        with self.assertLogs("localstack_harness.lambda_runtime", "WARNING") as logged:
            self.assertIn("errorType", self.answer(executor))
        self.assertIn(f"{self.code}, is not a folder of this machine", logged.output[0])
        self.code.mkdir()
        self.edit("built")
        self.assertEqual(self.answer(executor), "built")

    def test_code_that_is_not_hot_is_not_watched(self) -> None:
        executor = self.executor(hot_reload=False)
        self.edit("edited")
        self.assertIn("pid", self.answer(executor))


class PrepareVersionTest(unittest.TestCase):
    def test_refuses_a_function_that_it_cannot_run(self) -> None:
        for runtime, package, message in (
            ("java21", "Zip", "the runtime java21.*TARGET=container"),
            ("provided.al2023", "Zip", "the runtime provided.al2023"),
            (None, "Image", "a container image"),
        ):
            version: Any = SimpleNamespace(config=SimpleNamespace(runtime=runtime, package_type=package))
            with self.assertRaisesRegex(LambdaRuntimeException, message):
                ProcessExecutor.prepare_version(version)


if __name__ == "__main__":
    unittest.main()
