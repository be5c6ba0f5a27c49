"""
Runs functions in containers without access to a registry.

LocalStack pulls the image of a runtime when a function is created, even if the image is on the machine.
Offline or with a slow registry, functions then fail although nothing is missing. LocalStack does not pull an
image again that it has noted as pulled.
"""

import logging

from localstack.services.lambda_.hooks import prepare_docker_executor
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion

from localstack_harness.support.patching import hook

LOG = logging.getLogger(__name__)


@hook(prepare_docker_executor)
def use_local_image(function_version: FunctionVersion) -> None:
    from localstack.services.lambda_.invocation import docker_runtime_executor as executor
    from localstack.utils.container_utils.container_client import NoSuchImage

    if not function_version.config.runtime:
        return
    image = executor.resolver.get_image_for_runtime(function_version.config.runtime)
    platform = executor.docker_platform(function_version.config.architectures[0])
    try:
        local = executor.CONTAINER_CLIENT.inspect_image(image, pull=False)
    except NoSuchImage:
        return
    # an image for another processor would run emulated, or not at all
    if platform is None or f"{local['Os']}/{local['Architecture']}" == platform:
        LOG.debug("Using the local image %s", image)
        executor.PULLED_IMAGES.add((image, platform))  # type: ignore[arg-type]  # LocalStack adds None too
