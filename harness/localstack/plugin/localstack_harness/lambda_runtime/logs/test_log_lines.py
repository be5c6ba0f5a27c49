import json
import unittest

from localstack_harness.lambda_runtime.logs.log_lines import LogLines, Measurements
from localstack_harness.lambda_runtime.outcome import Outcome, exited, timed_out

WARM = Measurements(duration_ms=12.344, memory_size_mb=128, max_memory_mb=61)
COLD = Measurements(duration_ms=12.344, memory_size_mb=128, max_memory_mb=61, init_ms=100.5)


class TextTest(unittest.TestCase):
    lines = LogLines()

    def test_start(self) -> None:
        self.assertEqual(self.lines.start("r1", "$LATEST"), "START RequestId: r1 Version: $LATEST\n")

    def test_end_of_a_success(self) -> None:
        self.assertEqual(
            self.lines.end("r1", Outcome(b"1"), WARM),
            "END RequestId: r1\n"
            "REPORT RequestId: r1\tDuration: 12.34 ms\tBilled Duration: 13 ms\t"
            "Memory Size: 128 MB\tMax Memory Used: 61 MB\n",
        )

    def test_reports_and_bills_an_initialization(self) -> None:
        report = self.lines.end("r1", Outcome(b"1"), COLD)
        self.assertIn("\tBilled Duration: 113 ms\t", report)
        self.assertTrue(report.endswith("\tInit Duration: 100.50 ms\n"))

    def test_end_of_a_time_out(self) -> None:
        first, end, report = self.lines.end("r1", timed_out("r1", 3), WARM).splitlines()
        self.assertRegex(
            first, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z r1 Task timed out after 3\.00 seconds$"
        )
        self.assertEqual(end, "END RequestId: r1")
        self.assertTrue(report.endswith("\tStatus: timeout"))

    def test_end_of_a_process(self) -> None:
        text = self.lines.end("r1", exited("r1", 7), WARM)
        self.assertTrue(
            text.startswith(
                "RequestId: r1 Error: Runtime exited with error: exit status 7\nRuntime.ExitError\nEND "
            )
        )
        self.assertTrue(text.endswith("\tStatus: error\tError Type: Runtime.ExitError\n"))

    def test_warns_in_the_form_of_the_functions_own_lines(self) -> None:
        self.assertRegex(self.lines.warning("r1", "careful"), r"^[\d-]+T[\d:.]+Z\tr1\tWARN\tcareful\n$")
        record = json.loads(LogLines(json_format=True).warning("r1", "careful"))
        self.assertEqual((record["level"], record["requestId"], record["message"]), ("WARN", "r1", "careful"))

    def test_failed_start(self) -> None:
        self.assertEqual(
            self.lines.init_failed(12.3, "Runtime.ImportModuleError"),
            "INIT_REPORT Init Duration: 12.30 ms\tPhase: init\tStatus: error\t"
            "Error Type: Runtime.ImportModuleError\n",
        )


class JsonTest(unittest.TestCase):
    def test_events(self) -> None:
        lines = LogLines(json_format=True)
        start = json.loads(lines.start("r1", "7"))
        self.assertEqual(
            (start["type"], start["record"]), ("platform.start", {"requestId": "r1", "version": "7"})
        )
        report = json.loads(lines.end("r1", exited("r1", 1), COLD))
        self.assertEqual(report["type"], "platform.report")
        self.assertEqual(
            report["record"],
            {
                "requestId": "r1",
                "metrics": {
                    "durationMs": 12.34,
                    "billedDurationMs": 113,
                    "memorySizeMB": 128,
                    "maxMemoryUsedMB": 61,
                    "initDurationMs": 100.5,
                },
                "status": "error",
                "errorType": "Runtime.ExitError",
            },
        )

    def test_the_system_level_filters_them(self) -> None:
        lines = LogLines(json_format=True, system_level="WARN")
        self.assertEqual(lines.start("r1", "7"), "")
        self.assertEqual(lines.end("r1", Outcome(b"1"), WARM), "")
        self.assertIn('"status":"timeout"', lines.end("r1", timed_out("r1", 1), WARM))


if __name__ == "__main__":
    unittest.main()
