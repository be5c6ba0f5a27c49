import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path
from typing import override

from localstack_harness.support.loading.late_import import import_when_used


class LateImports(unittest.TestCase):
    @override
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self._folder = Path(folder.name)
        (self._folder / "late_example").mkdir()
        self._write("__init__", "LOADED = []\nfrom late_example import heavy\nVALUE = 1\n")
        self._write(
            "heavy", "import late_example\nlate_example.LOADED.append(1)\ndef double(x): return 2 * x\n"
        )
        self._write("light", "NAME = 'light'\n")
        sys.path.insert(0, folder.name)
        self.addCleanup(sys.path.remove, folder.name)
        self.addCleanup(self._forget)
        import_when_used("late_example", called=("double",), annotations=("Kind",))

    def _write(self, name: str, code: str) -> None:
        (self._folder / "late_example" / f"{name}.py").write_text(code)

    def _forget(self) -> None:
        for name in [each for each in sys.modules if each.startswith("late_example")]:
            del sys.modules[name]

    def test_a_module_beside_it_is_imported_without_it(self) -> None:
        from late_example.light import NAME  # type: ignore[import-not-found]

        self.assertEqual(NAME, "light")
        self.assertNotIn("late_example.heavy", sys.modules)

    def test_it_is_loaded_once_by_an_attribute(self) -> None:
        import late_example  # type: ignore[import-not-found]

        self.assertFalse(hasattr(late_example, "__wrapped__"))
        self.assertNotIn("late_example.heavy", sys.modules)
        self.assertEqual((late_example.VALUE, late_example.LOADED), (1, [1]))
        with self.assertRaises(AttributeError):
            _ = late_example.missing

    def test_it_is_loaded_by_an_import_of_a_name(self) -> None:
        from late_example import VALUE

        self.assertEqual(VALUE, 1)

    def test_it_is_loaded_by_a_call_of_a_function(self) -> None:
        self._write("__init__", "from late_example.heavy2 import double\nKind = int\n")
        self._write("heavy2", "def double(x): return 2 * x\n")
        from late_example import Kind, double

        self.assertNotIn("late_example.heavy2", sys.modules)
        self.assertEqual(double(2), 4)
        self.assertIsNot(Kind, int)
        from late_example import Kind as Loaded

        self.assertIs(Loaded, int)

    def test_an_error_is_raised_where_it_is_used(self) -> None:
        self._write("__init__", "raise RuntimeError('broken')\n")
        import late_example

        for _ in range(2):
            with self.assertRaisesRegex(RuntimeError, "broken"):
                _ = late_example.VALUE


class Services(unittest.TestCase):
    def test_load_without_modules_that_they_do_not_need(self) -> None:
        code = """
            import os, sys
            os.environ["AWS_DEFAULT_REGION"] = "us-east-1"
            from localstack_harness.process import late_imports
            late_imports.install()
            import localstack.services.stepfunctions.provider, localstack.services.cloudformation.v2.provider
            print([each for each in ("moto.ec2", "samtranslator.translator.translator") if each in sys.modules])
            from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service \\
                import state_task_service_batch
            from localstack.services.cloudformation.engine.policy_loader import ManagedPolicyLoader
            from localstack.services.cloudformation.engine.transformers import transform_sam
            from localstack.aws.api.ec2 import AvailabilityZone, InstanceType
            from moto.backends import get_backend
            print(state_task_service_batch.JobStatus.SUCCEEDED.value, get_backend("batch")["0" * 12]["us-east-1"]._jobs)
            print(type(ManagedPolicyLoader(None)).__module__, InstanceType.__module__)
            template = {"Resources": {"T": {"Type": "AWS::Serverless::SimpleTable"}}}
            class Loader:
                def load(self): return {}
            print(transform_sam(template, {}, Loader())["Resources"]["T"]["Type"])
        """
        run = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False
        )
        self.assertEqual(
            run.stdout.splitlines(),
            [
                "[]",
                "SUCCEEDED {}",
                "samtranslator.translator.managed_policy_translator localstack.aws.api.ec2",
                "AWS::DynamoDB::Table",
            ],
            run.stderr,
        )


if __name__ == "__main__":
    unittest.main()
