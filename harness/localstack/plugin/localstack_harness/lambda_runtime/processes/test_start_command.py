"""AWS_LAMBDA_EXEC_WRAPPER with functions of both languages."""

import unittest

from localstack_harness.lambda_runtime.functions_for_tests import FunctionTestCase

WRAPPER = '#!/bin/sh\nexport WRAPPED="by $0"\nexec "$@"\n'
FUNCTIONS = {
    "nodejs24.x": {"index.mjs": "export const handler = async () => process.env.WRAPPED;"},
    "python3.13": {"index.py": "import os\ndef handler(event, context): return os.environ['WRAPPED']"},
}


class WrapperTest(FunctionTestCase):
    def test_a_script_of_the_function_or_its_layers_starts_it(self) -> None:
        for runtime, files in FUNCTIONS.items():
            for place in ("/var/task", "/opt"):
                sandbox = self.start_function(
                    runtime=runtime,
                    files={**files, "wrapper": WRAPPER},
                    layers={"wrapper": WRAPPER},
                    variables={"AWS_LAMBDA_EXEC_WRAPPER": f"{place}/wrapper"},
                    executable=("wrapper",),
                )
                self.assertRegex(self.invoke(sandbox), r"^by .*/wrapper$")

    def test_a_script_that_is_missing_or_no_program_is_an_error(self) -> None:
        for name, status, line in (
            ("nowhere", 127, "does not exist"),
            ("index.mjs", 126, "is not an executable"),
        ):
            sandbox = self.start_function(
                runtime="nodejs24.x",
                files=FUNCTIONS["nodejs24.x"],
                variables={"AWS_LAMBDA_EXEC_WRAPPER": f"/var/task/{name}"},
            )
            self.assertIn(f"exit status {status}", self.failure(sandbox)["errorMessage"])
            self.assertRegex(self.log.take(), rf"/{name}: {line}\n$")


if __name__ == "__main__":
    unittest.main()
