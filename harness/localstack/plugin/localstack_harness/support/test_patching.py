import sys
import types
import unittest

from localstack.runtime.hooks import hook_spec
from plux.core.plugin import PluginSpecResolver

from localstack_harness.support.patching import Original, hook, patch, replace


def greeting(name: str) -> str:
    return f"hello {name}"


class Greeter:
    def greet(self, name: str) -> str:
        return f"hello {name}"


class PatchTest(unittest.TestCase):
    def setUp(self) -> None:
        self.addCleanup(setattr, sys.modules[__name__], "greeting", greeting)
        self.addCleanup(setattr, Greeter, "greet", Greeter.greet)

    def test_replaces_a_function_and_passes_the_original(self) -> None:
        @patch(greeting)
        def loud(original: Original, name: str) -> str:
            return f"{original(name)}!"

        self.assertEqual(greeting("Rex"), "hello Rex!")

    def test_replaces_a_method_and_passes_the_original_and_the_object(self) -> None:
        @patch(Greeter.greet)
        def loud(original: Original, self: Greeter, name: str) -> str:
            return f"{original(self, name)}!"

        self.assertEqual(Greeter().greet("Rex"), "hello Rex!")


class ReplaceTest(unittest.TestCase):
    def test_replaces_an_attribute_of_a_module(self) -> None:
        module = types.ModuleType("module")
        setattr(module, "answer", 41)  # noqa: B010 - a module has no such attribute for mypy
        replace(module, "answer", 42)
        self.assertEqual(vars(module)["answer"], 42)

    def test_fails_if_the_attribute_does_not_exist(self) -> None:
        with self.assertRaisesRegex(AttributeError, "missing"):
            replace(types.ModuleType("module"), "missing", 42)


class HookTest(unittest.TestCase):
    def test_registers_functions_of_the_same_name_apart(self) -> None:
        on_start = hook_spec("a.namespace")

        class First:
            @staticmethod
            @hook(on_start)
            def install() -> None: ...

        class Second:
            @staticmethod
            @hook(on_start)
            def install() -> None: ...

        specs = [PluginSpecResolver().resolve(function) for function in (First.install, Second.install)]
        self.assertEqual({spec.namespace for spec in specs}, {"a.namespace"})
        self.assertEqual(len({spec.name for spec in specs}), 2)


if __name__ == "__main__":
    unittest.main()
