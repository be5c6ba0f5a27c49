"""
Lists the services that botocore knows once. Each session of botocore, and so each client factory of LocalStack, looks through
a thousand folders for them, and releases Python's lock at each: beside busy threads that takes a quarter second.
"""

from functools import cache
from threading import Lock

from botocore.loaders import Loader

from localstack_harness.support.patching import replace


def install() -> None:
    find = Loader.list_available_services
    one_at_a_time = Lock()

    @cache
    def services_in(folder: str, type_name: str) -> list[str]:
        loader = Loader([folder], include_default_search_paths=False)
        services: list[str] = find(loader, type_name)
        return services

    def list_available_services(self: Loader, type_name: str) -> list[str]:
        with one_at_a_time:
            listed = [services_in(folder, type_name) for folder in self.search_paths]
        return sorted({service for services in listed for service in services})

    replace(Loader, "list_available_services", list_available_services)
