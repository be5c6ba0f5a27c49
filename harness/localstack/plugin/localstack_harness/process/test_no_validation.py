import os
import subprocess
import sys
import unittest
from pathlib import Path

_PLUGIN = str(Path(__file__).parents[2])
_IMPORT = """
import sys
from localstack_harness.process import no_validation
no_validation.install()
from localstack.aws import handlers
handlers.validate_request_schema(None, None, None) if "openapi_core" not in sys.modules else None
print("openapi_core" in sys.modules)
"""


class NoValidationTest(unittest.TestCase):
    def imports_library(self, **variables: str) -> str:
        environment = {"PYTHONPATH": _PLUGIN, "PATH": os.environ["PATH"], **variables}
        imported = subprocess.run(
            [sys.executable, "-c", _IMPORT], env=environment, capture_output=True, text=True, check=True
        )
        return imported.stdout

    def test_leaves_out_a_library_that_nothing_needs(self) -> None:
        self.assertEqual(self.imports_library(), "False\n")

    def test_validates_on_request(self) -> None:
        for name in ("OPENAPI_VALIDATE_REQUEST", "OPENAPI_VALIDATE_RESPONSE"):
            with self.subTest(name):
                self.assertEqual(self.imports_library(**{name: "1"}), "True\n")


if __name__ == "__main__":
    unittest.main()
