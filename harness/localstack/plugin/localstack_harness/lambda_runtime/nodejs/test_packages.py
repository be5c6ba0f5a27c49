import os
import re
import unittest
from unittest import mock

from localstack_harness.lambda_runtime.nodejs.packages import advice_on_missing_package, packages


class PackagesTest(unittest.TestCase):
    def test_a_runtime_comes_with_one_version_of_the_sdk(self) -> None:
        for runtime, given, missing in (
            ("nodejs24.x", ("@aws-sdk/client-s3", "@smithy/types"), ("aws-sdk", "@aws/other", "valibot")),
            ("nodejs18.x", ("@aws-sdk/lib-dynamodb/x",), ("aws-sdk/clients/s3",)),
            ("nodejs16.x", ("aws-sdk", "aws-sdk/clients/s3"), ("@aws-sdk/client-s3", "aws-sdk-mock")),
        ):
            provided = packages(runtime, "/code").provided
            for name in given:
                self.assertRegex(name, provided)
            for name in missing:
                self.assertIsNone(re.search(provided, name), f"{name} with {runtime}")

    def test_looks_in_the_folders_of_the_launcher(self) -> None:
        for variable, folders in (("/project:/harness", ["/project", "/harness"]), ("", [])):
            with mock.patch.dict(os.environ, {"LAMBDA_SDK_FOLDERS": variable}):
                self.assertEqual(packages("nodejs24.x", "/code").provided_in, folders)


class AdviceTest(unittest.TestCase):
    def advice(self, message: str, runtime: str = "nodejs24.x") -> str:
        return advice_on_missing_package(runtime, f'{{"errorMessage":"{message}"}}'.encode()) or ""

    def test_names_the_package_to_install(self) -> None:
        command = "npm install --save-dev @aws-sdk/client-s3"
        for message in (
            "Error: Cannot find module '@aws-sdk/client-s3'",
            "Cannot find package '@aws-sdk/client-s3' imported from /var/task/index.mjs",
            "Cannot find module '@aws-sdk/client-s3/dist-es/index.js'",
        ):
            self.assertTrue(self.advice(message).endswith(command), message)
        self.assertTrue(
            self.advice("Cannot find module 'aws-sdk/clients/s3'", "nodejs16.x").endswith(
                "npm install --save-dev aws-sdk"
            )
        )

    def test_says_what_is_missing_on_aws_too(self) -> None:
        for name, runtime in (("aws-sdk", "nodejs20.x"), ("@aws-sdk/client-s3", "nodejs16.x")):
            advice = self.advice(f"Cannot find module '{name}'", runtime)
            self.assertEqual(
                advice, f"{name} does not come with {runtime}, on AWS either: bundle it with the function"
            )

    def test_is_silent_about_all_other_errors(self) -> None:
        for message in ("Cannot find module 'valibot'", "Cannot find package '@aws/other'", "no stock"):
            self.assertEqual(self.advice(message), "")


if __name__ == "__main__":
    unittest.main()
