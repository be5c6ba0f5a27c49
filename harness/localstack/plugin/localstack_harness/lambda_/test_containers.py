import unittest
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from localstack.services.lambda_.invocation import docker_runtime_executor as executor
from localstack.utils.container_utils.container_client import NoSuchImage

from localstack_harness.lambda_.images import use_local_image

IMAGE = "public.ecr.aws/lambda/nodejs:24"


def function_version(runtime: str | None = "nodejs24.x", architecture: str = "x86_64") -> Any:
    return SimpleNamespace(config=SimpleNamespace(runtime=runtime, architectures=[architecture]))


class ImageTest(unittest.TestCase):
    def pulled_after(self, version: Any, local: dict[str, str] | None) -> set[Any]:
        def inspect_image(name: str, pull: bool) -> dict[str, str]:
            self.assertEqual((name, pull), (IMAGE, False))
            if local is None:
                raise NoSuchImage(name)
            return local

        pulled: set[Any] = set()
        with (
            patch.object(executor, "CONTAINER_CLIENT", SimpleNamespace(inspect_image=inspect_image)),
            patch.object(executor, "PULLED_IMAGES", pulled),
        ):
            use_local_image(version)
            return pulled

    def test_a_local_image_counts_as_pulled(self) -> None:
        local = {"Os": "linux", "Architecture": "amd64"}
        self.assertEqual(self.pulled_after(function_version(), local), {(IMAGE, "linux/amd64")})

    def test_localstack_pulls_a_missing_image(self) -> None:
        self.assertEqual(self.pulled_after(function_version(), None), set())

    def test_localstack_pulls_an_image_for_another_processor(self) -> None:
        local = {"Os": "linux", "Architecture": "amd64"}
        self.assertEqual(self.pulled_after(function_version(architecture="arm64"), local), set())

    def test_ignores_a_function_without_a_runtime(self) -> None:
        self.assertEqual(self.pulled_after(function_version(runtime=None), {}), set())


if __name__ == "__main__":
    unittest.main()
