"""The event destinations of configuration sets, of which moto keeps one for each set (ses/models.py)."""

from typing import Any

from localstack.aws.api import CommonServiceException, RequestContext, handler
from localstack.services.ses.provider import SesProvider, get_ses_backend
from moto.ses.exceptions import ConfigurationSetDoesNotExist, EventDestinationAlreadyExists
from moto.ses.models import SESBackend

from localstack_harness.support.patching import replace

type Destinations = list[dict[str, Any]]


def install() -> None:
    def create(self: SESBackend, configuration_set_name: str, event_destination: dict[str, Any]) -> None:
        add_destination(self, configuration_set_name, event_destination)

    @handler("DeleteConfigurationSetEventDestination")
    def delete_configuration_set_event_destination(
        _self: SesProvider,
        context: RequestContext,
        configuration_set_name: str,
        event_destination_name: str,
        **_: Any,
    ) -> dict[str, Any]:
        if not remove_destination(get_ses_backend(context), configuration_set_name, event_destination_name):
            raise CommonServiceException(
                "EventDestinationDoesNotExist",
                f"No EventDestination found for {configuration_set_name}",
                sender_fault=True,
            )
        return {}

    replace(SESBackend, "create_configuration_set_event_destination", create)
    replace(
        SesProvider, "delete_configuration_set_event_destination", delete_configuration_set_event_destination
    )


def destinations_of(backend: SESBackend, configuration_set: str | None) -> Destinations:
    """To change in place."""
    if not configuration_set:
        return []
    kept: dict[str, Any] = backend.config_set_event_destination
    destinations: Destinations = kept.setdefault(configuration_set, [])
    return destinations


def add_destination(backend: SESBackend, configuration_set: str, destination: dict[str, Any]) -> None:
    """Raises moto's errors, for a set that is not there and a name that is."""
    assert_set(backend, configuration_set)
    destinations = destinations_of(backend, configuration_set)
    if any(known["Name"] == destination["Name"] for known in destinations):
        raise EventDestinationAlreadyExists(
            f"An event destination already exists with name <{destination['Name']}>"
        )
    destinations.append(destination)


def remove_destination(backend: SESBackend, configuration_set: str, name: str) -> bool:
    """Whether there was one. Raises moto's error for a set that is not there."""
    assert_set(backend, configuration_set)
    destinations = destinations_of(backend, configuration_set)
    kept = [destination for destination in destinations if destination["Name"] != name]
    found = len(kept) < len(destinations)
    destinations[:] = kept
    return found


def assert_set(backend: SESBackend, configuration_set: str) -> None:
    if configuration_set not in backend.config_sets:
        raise ConfigurationSetDoesNotExist(f"Configuration set <{configuration_set}> does not exist.")
