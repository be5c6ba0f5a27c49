"""Describes log groups without a copy of their events, which takes seconds for thousands and delays every other request."""

from localstack.services.logs import provider

from localstack_harness.support.patching import replace


class ShallowCopies:
    """What services/logs/provider.py uses of Python's `copy`: it iterates over its groups while others add some."""

    @staticmethod
    def deepcopy(groups: dict[str, object]) -> dict[str, object]:
        return dict(groups)


def install() -> None:
    """Changes services/logs/provider.py."""
    replace(provider, "copy", ShallowCopies)
