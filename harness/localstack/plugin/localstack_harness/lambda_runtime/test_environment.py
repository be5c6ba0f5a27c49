import os
import unittest
from pathlib import Path
from unittest import mock

from localstack_harness.lambda_runtime.environment import function_environment
from localstack_harness.lambda_runtime.node import Node


class FunctionEnvironmentTest(unittest.TestCase):
    def environment(self, own: dict[str, str] | None = None) -> dict[str, str]:
        machine = {
            "AWS_PROFILE": "work",
            "AWS_CONFIG_FILE": "/c",
            "HOME": "/home/me",
            "SECRET": "s",
            "PATH": "/usr/bin",
        }
        with mock.patch.dict(os.environ, machine):
            return function_environment(
                given={
                    "AWS_ACCESS_KEY_ID": "LSIA",
                    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": 128,
                    "AWS_LAMBDA_FUNCTION_TIMEOUT": 3,
                    "AWS_ENDPOINT_URL": "http://127.0.0.1:4566",
                    "LOCALSTACK_RUNTIME_ID": "x",
                },
                own=own or {},
                runtime="nodejs24.x",
                task_root="/code",
                sandbox=Path("/sandbox"),
                node=Node("/node/bin/node", 24),
            )

    def test_has_nothing_of_the_machine(self) -> None:
        environment = self.environment()
        for name in ("AWS_PROFILE", "AWS_CONFIG_FILE", "SECRET"):
            self.assertNotIn(name, environment)
        self.assertEqual(environment["HOME"], "/sandbox")
        self.assertNotIn("/home/me", " ".join(environment.values()))

    def test_has_what_aws_documents(self) -> None:
        environment = self.environment()
        self.assertEqual(environment["AWS_EXECUTION_ENV"], "AWS_Lambda_nodejs24.x")
        self.assertEqual(environment["LAMBDA_TASK_ROOT"], "/code")
        self.assertEqual(environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"], "128")
        self.assertEqual(environment["AWS_ENDPOINT_URL"], "http://127.0.0.1:4566")
        self.assertTrue(environment["PATH"].startswith("/node/bin"))

    def test_has_nothing_of_localstacks_containers(self) -> None:
        environment = self.environment()
        self.assertNotIn("AWS_LAMBDA_FUNCTION_TIMEOUT", environment)
        self.assertNotIn("LOCALSTACK_RUNTIME_ID", environment)

    def test_lets_the_functions_own_variables_win(self) -> None:
        environment = self.environment({"LANG": "de", "NODE_OPTIONS": "--x", "LAMBDA_TASK_ROOT": "/else"})
        self.assertEqual((environment["LANG"], environment["NODE_OPTIONS"]), ("de", "--x"))
        self.assertEqual(environment["LAMBDA_TASK_ROOT"], "/code")  # reserved on AWS


if __name__ == "__main__":
    unittest.main()
