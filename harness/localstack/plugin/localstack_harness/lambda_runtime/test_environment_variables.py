import os
import unittest
from pathlib import Path
from unittest import mock

from localstack_harness.lambda_runtime.environment_variables import environment_variables
from localstack_harness.lambda_runtime.files.view import Content, MachineView
from localstack_harness.lambda_runtime.nodejs.node import Node
from localstack_harness.lambda_runtime.nodejs.runtime import NodeRuntime


class EnvironmentVariablesTest(unittest.TestCase):
    def variables(self, own: dict[str, str] | None = None, name: str = "walk") -> dict[str, str]:
        machine = {
            "AWS_PROFILE": "work",
            "AWS_CONFIG_FILE": "/c",
            "HOME": "/home/me",
            "SECRET": "s",
            "PATH": "/usr/bin",
        }
        with mock.patch.dict(os.environ, machine):
            runtime = NodeRuntime("nodejs22.x", Node("/node/bin/node", 24))
            content = Content(Path("/code"), Path("/layers"), Path("/sandbox"))
            return environment_variables(
                given={
                    "AWS_ACCESS_KEY_ID": "LSIA",
                    "AWS_LAMBDA_FUNCTION_NAME": name,
                    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": 128,
                    "AWS_LAMBDA_FUNCTION_TIMEOUT": 3,
                    "AWS_ENDPOINT_URL": "http://127.0.0.1:4566",
                    "LOCALSTACK_RUNTIME_ID": "x",
                },
                own=own or {},
                runtime=runtime,
                view=MachineView(content, runtime),
            )

    def test_contains_nothing_from_the_machine(self) -> None:
        variables = self.variables()
        for name in ("AWS_PROFILE", "AWS_CONFIG_FILE", "SECRET"):
            self.assertNotIn(name, variables)
        self.assertEqual(variables["HOME"], "/sandbox")
        self.assertNotIn("/home/me", " ".join(variables.values()))

    def test_contains_what_aws_documents(self) -> None:
        variables = self.variables()
        self.assertEqual(variables["AWS_EXECUTION_ENV"], "AWS_Lambda_nodejs22.x")
        self.assertEqual(variables["LAMBDA_TASK_ROOT"], "/code")
        self.assertEqual(variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"], "128")
        self.assertEqual(variables["AWS_ENDPOINT_URL"], "http://127.0.0.1:4566")
        self.assertEqual(variables["PATH"], "/node/bin:/usr/local/bin:/usr/bin/:/bin:/layers/bin")
        self.assertTrue(
            variables["NODE_PATH"].startswith(
                "/layers/nodejs/node22/node_modules:/layers/nodejs/node_modules:"
            )
        )
        self.assertTrue(variables["NODE_PATH"].endswith(":/code"))

    def test_keeps_npm_from_the_internet_for_aws_custom_resource(self) -> None:
        singleton = "Shop-AWS679f53fac002430cb0da5b7982-1a2b3c"
        self.assertEqual(self.variables(name=singleton)["NPM_CONFIG_OFFLINE"], "true")
        self.assertNotIn("NPM_CONFIG_OFFLINE", self.variables())

    def test_contains_nothing_for_containers(self) -> None:
        variables = self.variables()
        self.assertNotIn("AWS_LAMBDA_FUNCTION_TIMEOUT", variables)
        self.assertNotIn("LOCALSTACK_RUNTIME_ID", variables)

    def test_prefers_the_variables_of_the_function(self) -> None:
        variables = self.variables({"LANG": "de", "NODE_OPTIONS": "--x", "LAMBDA_TASK_ROOT": "/else"})
        self.assertEqual((variables["LANG"], variables["NODE_OPTIONS"]), ("de", "--x"))
        self.assertEqual(variables["LAMBDA_TASK_ROOT"], "/code")  # reserved on AWS

    def test_finds_the_functions_paths_where_they_are(self) -> None:
        variables = self.variables(
            {
                "AWS_LAMBDA_EXEC_WRAPPER": "/opt/wrapper",
                "NODE_OPTIONS": "--require /var/task/a.js --import=/opt/b.mjs",
                "LD_LIBRARY_PATH": "/var/task/lib:/opt/lib:/optional",
                "MINE": "/var/task",
            }
        )
        self.assertEqual(variables["AWS_LAMBDA_EXEC_WRAPPER"], "/layers/wrapper")
        self.assertEqual(variables["NODE_OPTIONS"], "--require /code/a.js --import=/layers/b.mjs")
        self.assertEqual(variables["LD_LIBRARY_PATH"], "/code/lib:/layers/lib:/optional")
        self.assertEqual(variables["MINE"], "/var/task")


if __name__ == "__main__":
    unittest.main()
