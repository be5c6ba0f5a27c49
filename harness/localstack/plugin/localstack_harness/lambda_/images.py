"""Functions in containers of their own, without a registry.

LocalStack pulls the image of a runtime whenever a function is created, also where it is on the machine: offline, or where
the registry is slow, functions fail although nothing is missing. LocalStack leaves out what it believes to have pulled.
"""

import logging

from localstack.services.lambda_.hooks import prepare_docker_executor
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion

LOG = logging.getLogger(__name__)


@prepare_docker_executor()
def use_the_image_that_is_there(function_version: FunctionVersion) -> None:
    from localstack.services.lambda_.invocation import (
        docker_runtime_executor as executor,
    )
    from localstack.utils.container_utils.container_client import NoSuchImage

    if not function_version.config.runtime:
        return
    image = executor.resolver.get_image_for_runtime(function_version.config.runtime)
    platform = executor.docker_platform(function_version.config.architectures[0])
    try:
        there = executor.CONTAINER_CLIENT.inspect_image(image, pull=False)
    except NoSuchImage:
        return
    # one of another processor would run emulated, or not at all
    if platform is None or f"{there['Os']}/{there['Architecture']}" == platform:
        LOG.debug("Using image %s as it is on this machine", image)
        executor.PULLED_IMAGES.add((image, platform))
