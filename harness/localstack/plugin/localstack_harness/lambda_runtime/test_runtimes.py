import unittest

from localstack_harness.lambda_runtime.nodejs.node import Node
from localstack_harness.lambda_runtime.nodejs.runtime import NodeRuntime
from localstack_harness.lambda_runtime.python.interpreter import find_interpreter
from localstack_harness.lambda_runtime.python.runtime import PythonRuntime
from localstack_harness.lambda_runtime.runtimes import UnsupportedRuntimeError, find_runtime, warn_of_version


class FindRuntimeTest(unittest.TestCase):
    def test_runs_zip_packages_of_two_languages(self) -> None:
        for name in ("nodejs16.x", "nodejs24.x", "python3.9", "python3.14"):
            self.assertEqual(find_runtime(name, "Zip").name, name)

    def test_refuses_all_others_with_the_way_out(self) -> None:
        for name in ("java21", "dotnet8", "ruby3.4", "go1.x", "provided.al2023", "python2.7", None):
            with self.assertRaisesRegex(UnsupportedRuntimeError, rf"the runtime {name}\. .*TARGET=container"):
                find_runtime(name, "Zip")
        with self.assertRaisesRegex(UnsupportedRuntimeError, "a container image"):
            find_runtime(None, "Image")


class VersionTest(unittest.TestCase):
    def test_says_once_that_functions_get_another_version(self) -> None:
        warn_of_version.cache_clear()
        with self.assertLogs("localstack_harness.lambda_runtime", "WARNING") as logged:
            for name in ("nodejs20.x", "python3.9", "nodejs20.x", "nodejs24.x", "python3.13"):
                warn_of_version(name)
        first, second = logged.output
        self.assertIn("nodejs20.x run on Node.js 24", first)
        self.assertIn("python3.9 run on Python 3.13", second)


class LanguageTest(unittest.TestCase):
    def test_is_the_folder_with_the_interpreters_library(self) -> None:
        for path, folder in (("/usr/bin/node", "/usr"), ("/n/v24/bin/node", "/n/v24"), ("/n/node", "/n")):
            self.assertEqual(str(NodeRuntime("nodejs24.x", Node(path, 24)).language), folder)
        python = PythonRuntime("python3.13", find_interpreter())
        self.assertTrue((python.language / "lib" / "python3.13" / "os.py").exists())


class AdviceTest(unittest.TestCase):
    def test_explains_compiled_packages_of_another_version(self) -> None:
        error = b'{"errorMessage": "Unable to import", "errorType": "Runtime.ImportModuleError"}'
        advice = PythonRuntime("python3.12", find_interpreter()).advice(error)
        self.assertRegex(advice or "", r"asks for python3\.12, and runs on Python 3\.13.*TARGET=container")
        self.assertIsNone(PythonRuntime("python3.13", find_interpreter()).advice(error))
        self.assertIsNone(
            PythonRuntime("python3.12", find_interpreter()).advice(b'{"errorType": "KeyError"}')
        )


if __name__ == "__main__":
    unittest.main()
