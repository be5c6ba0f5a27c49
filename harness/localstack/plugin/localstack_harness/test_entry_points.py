import importlib
import importlib.metadata
import pkgutil
import unittest
from collections import Counter

from plux.core.plugin import PluginSpec, PluginSpecResolver

import localstack_harness

_NAMESPACES = tuple(f"localstack.{name}." for name in ("aws", "cloudformation", "hooks", "lambda", "runtime"))


def declared() -> dict[str, importlib.metadata.EntryPoint]:
    """The entry points of this package, by namespace and name."""
    entry_points = importlib.metadata.distribution("localstack-harness").entry_points
    return {f"{entry.group}:{entry.name}": entry for entry in entry_points}


def defined() -> dict[str, str]:
    """The module of each hook and plugin that the modules of this package define, by namespace and name."""
    found: dict[str, str] = {}
    for module in pkgutil.walk_packages(localstack_harness.__path__, "localstack_harness."):
        if ".test_" in module.name or module.name.endswith("_main"):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            own = isinstance(value, PluginSpec) or getattr(value, "__module__", None) == module.name
            if own and (spec := spec_of(value)):
                found[f"{spec.namespace}:{spec.name}"] = module.name
    return found


def spec_of(value: object) -> PluginSpec | None:
    try:
        return PluginSpecResolver().resolve(value)
    except ValueError:
        return None


class EntryPointsTest(unittest.TestCase):
    def test_lead_to_a_plugin_of_the_same_namespace_and_name(self) -> None:
        for key, entry in declared().items():
            with self.subTest(key):
                spec = spec_of(entry.load())
                assert spec
                self.assertEqual(f"{spec.namespace}:{spec.name}", key)

    def test_declare_every_hook_and_plugin_of_the_package(self) -> None:
        modules = {key: entry.module for key, entry in declared().items()}
        self.assertEqual(modules, defined())
        self.assertGreater(len(modules), 10)

    def test_no_other_plugin_has_the_same_namespace_and_name(self) -> None:
        """LocalStack would silently keep only one of them."""
        installed = [
            (entry.group, entry.name)
            for entry in importlib.metadata.entry_points()
            if entry.group.startswith(_NAMESPACES)
        ]
        self.assertEqual([key for key, count in Counter(installed).items() if count > 1], [])


if __name__ == "__main__":
    unittest.main()
