"""Loads LocalStack's services one at a time."""

import threading

from localstack.services.plugins import ServicePluginManager

from localstack_harness.process import garbage
from localstack_harness.support.patching import Original, patch


def load_one_at_a_time() -> None:
    """
    Changes localstack/services/plugins.py, which loads a service at its first request, in that request's thread.

    Two services that import each other's modules deadlock where two threads load them. Python ends that with an error in
    one of them, and LocalStack then refuses that service until it stops. Loading is bound by Python's global lock, so
    threads gain nothing.
    """
    loading = threading.RLock()

    @patch(ServicePluginManager._load_service_plugin)
    def load_service_plugin(original: Original, *args: object) -> object:
        with loading:
            loaded: object = original(*args)
            garbage.LOADS.note()
            return loaded
