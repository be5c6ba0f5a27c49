import threading
import unittest
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from localstack.services.lambda_.invocation import docker_runtime_executor as executor
from localstack.services.lambda_.invocation.assignment import AssignmentService
from localstack.utils.container_utils.container_client import NoSuchImage

from localstack_harness.lambda_ import container_starts
from localstack_harness.lambda_.images import use_the_image_that_is_there

IMAGE = "public.ecr.aws/lambda/nodejs:24"


def function_version(runtime: str | None = "nodejs24.x", architecture: str = "x86_64") -> Any:
    return SimpleNamespace(config=SimpleNamespace(runtime=runtime, architectures=[architecture]))


class ImageTest(unittest.TestCase):
    def pulled_after(self, version: Any, there: dict[str, str] | None) -> set[Any]:
        def inspect_image(name: str, pull: bool) -> dict[str, str]:
            self.assertEqual((name, pull), (IMAGE, False))
            if there is None:
                raise NoSuchImage(name)
            return there

        with (
            patch.object(executor, "CONTAINER_CLIENT", SimpleNamespace(inspect_image=inspect_image)),
            patch.object(executor, "PULLED_IMAGES", set()) as pulled,
        ):
            use_the_image_that_is_there(version)
            return pulled

    def test_one_that_is_there_counts_as_pulled(self) -> None:
        there = {"Os": "linux", "Architecture": "amd64"}
        self.assertEqual(self.pulled_after(function_version(), there), {(IMAGE, "linux/amd64")})

    def test_one_that_is_absent_is_pulled_by_localstack(self) -> None:
        self.assertEqual(self.pulled_after(function_version(), None), set())

    def test_one_of_another_processor_is_pulled_by_localstack(self) -> None:
        there = {"Os": "linux", "Architecture": "amd64"}
        self.assertEqual(self.pulled_after(function_version(architecture="arm64"), there), set())

    def test_a_function_that_is_an_image_has_no_runtime(self) -> None:
        self.assertEqual(self.pulled_after(function_version(runtime=None), {}), set())


class StartsTest(unittest.TestCase):
    def test_no_more_at_once_than_processors(self) -> None:
        running: set[int] = set()
        most = 0
        lock = threading.Lock()
        # nobody goes on before two are there
        pair = threading.Barrier(2, timeout=10)

        def start_environment(_: AssignmentService, number: int) -> int:
            nonlocal most
            with lock:
                running.add(number)
                most = max(most, len(running))
            pair.wait()
            with lock:
                running.remove(number)
            return number

        with (
            patch.object(AssignmentService, "start_environment", start_environment),
            patch.object(container_starts, "_starts", threading.Semaphore(2)),
            patch.object(container_starts, "_patched", threading.Event()),
            ThreadPoolExecutor(8) as pool,
        ):
            container_starts.start_few_at_once()
            container_starts.start_few_at_once()
            started = AssignmentService.start_environment
            self.assertEqual(list(pool.map(lambda number: started(None, number), range(16))), list(range(16)))
        self.assertEqual(most, 2)


if __name__ == "__main__":
    unittest.main()
