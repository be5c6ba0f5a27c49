import threading
import unittest
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast
from unittest import mock

from localstack.services.plugins import ServicePluginManager

from localstack_harness.process import service_loads

if TYPE_CHECKING:
    from localstack.services.plugins import ServicePlugin
    from plux import PluginManager

SERVICES = ["apigateway", "lambda"]


class ConcurrentLoads:
    """A plugin manager whose loads wait some seconds for each other, and notes whether they met."""

    def __init__(self, seconds: float) -> None:
        self.barrier = threading.Barrier(len(SERVICES), timeout=seconds)
        self.met = False

    def list_plugin_specs(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(name=f"{service}:default") for service in SERVICES]

    def load(self, name: str) -> SimpleNamespace:
        try:
            self.barrier.wait()
            self.met = True
        except threading.BrokenBarrierError:
            self.barrier.reset()
        return SimpleNamespace(name=name)


def load_all(loads: ConcurrentLoads) -> list[object]:
    services = ServicePluginManager(cast("PluginManager[ServicePlugin]", loads))
    with ThreadPoolExecutor() as threads:
        return list(threads.map(services._load_service_plugin, SERVICES))


class TestServiceLoads(unittest.TestCase):
    def setUp(self) -> None:
        original = ServicePluginManager._load_service_plugin
        self.enterContext(mock.patch.object(ServicePluginManager, "_load_service_plugin", original))

    def test_loads_of_two_services_never_overlap(self) -> None:
        service_loads.load_one_at_a_time()
        loads = ConcurrentLoads(0.1)
        load_all(loads)
        self.assertFalse(loads.met)

    def test_localstack_loads_two_services_at_once(self) -> None:
        loads = ConcurrentLoads(10)
        load_all(loads)
        self.assertTrue(loads.met)


if __name__ == "__main__":
    unittest.main()
