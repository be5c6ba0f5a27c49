"""
Configuration sets and their event destinations, the same ones as v1's.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateConfigurationSet.html
"""

from collections.abc import Mapping
from typing import Any

from localstack.aws.api import RequestContext
from localstack.services.ses.provider import get_ses_backend
from moto.ses.models import ConfigurationSet, SESBackend
from moto.ses.utils import get_arn

from localstack_harness.ses.configuration_sets import (
    add_destination,
    assert_set,
    destinations_of,
    remove_destination,
)
from localstack_harness.ses.v2.errors import as_v2, bad_request, not_found
from localstack_harness.support.moto_service import Operation

type Request = Mapping[str, Any]

_TYPES = {
    "SEND": "send", "REJECT": "reject", "BOUNCE": "bounce", "COMPLAINT": "complaint", "DELIVERY": "delivery", "OPEN": "open",
    "CLICK": "click", "RENDERING_FAILURE": "renderingFailure", "DELIVERY_DELAY": "deliveryDelay", "SUBSCRIPTION": "subscription",
}  # fmt: skip
"""Event types of v2, and how v1 names them."""
_OPTIONS = {
    "TrackingOptions": "tracking_options",
    "DeliveryOptions": "delivery_options",
    "ReputationOptions": "reputation_options",
    "SendingOptions": "enabled",
    "SuppressionOptions": "suppression_options",
    "VdmOptions": "vdm_options",
    "ArchivingOptions": "archiving_options",
}
_DEFAULTS = {
    "ReputationOptions": {"ReputationMetricsEnabled": False},
    "SendingOptions": {"SendingEnabled": True},
}


def create_configuration_set(context: RequestContext, request: Request) -> Any:
    name, backend = request["ConfigurationSetName"], get_ses_backend(context)
    with as_v2():
        backend.create_configuration_set(name)
    for option, attribute in _OPTIONS.items():
        if given := request.get(option):
            setattr(backend.config_sets[name], attribute, given)
    if tags := request.get("Tags"):
        backend.tagger.tag_resource(get_arn(backend, "ses", f"configuration-set/{name}"), tags)
    return {}


def get_configuration_set(context: RequestContext, request: Request) -> Any:
    backend = get_ses_backend(context)
    found = _set(backend, request)
    options = {
        option: getattr(found, attribute, None) or _DEFAULTS.get(option)
        for option, attribute in _OPTIONS.items()
    }
    tags = pairs(tags_of(backend, f"configuration-set/{found.configuration_set_name}"))
    named = {"ConfigurationSetName": found.configuration_set_name, "Tags": tags}
    return {**named, **{option: value for option, value in options.items() if value}}


def list_configuration_sets(context: RequestContext, _request: Request) -> Any:
    return {"ConfigurationSets": list(get_ses_backend(context).config_sets)}


def delete_configuration_set(context: RequestContext, request: Request) -> Any:
    backend = get_ses_backend(context)
    name = _set(backend, request).configuration_set_name
    del backend.config_sets[name]
    backend.config_set_event_destination.pop(name, None)
    return {}


def create_event_destination(context: RequestContext, request: Request) -> Any:
    stored = _stored(request["EventDestinationName"], request["EventDestination"])
    with as_v2():
        add_destination(get_ses_backend(context), request["ConfigurationSetName"], stored)
    return {}


def update_event_destination(context: RequestContext, request: Request) -> Any:
    backend, name = get_ses_backend(context), request["EventDestinationName"]
    stored = _stored(name, request["EventDestination"])
    _remove(backend, request)
    destinations_of(backend, request["ConfigurationSetName"]).append(stored)
    return {}


def delete_event_destination(context: RequestContext, request: Request) -> Any:
    _remove(get_ses_backend(context), request)
    return {}


def get_event_destinations(context: RequestContext, request: Request) -> Any:
    backend = get_ses_backend(context)
    _set(backend, request)
    found = destinations_of(backend, request["ConfigurationSetName"])
    return {"EventDestinations": [_shown(destination) for destination in found]}


def _put_options(option: str) -> Operation:
    """PutConfigurationSet…Options: the request's other members are the option's."""

    def put(context: RequestContext, request: Request) -> Any:
        found = _set(get_ses_backend(context), request)
        given = {name: value for name, value in request.items() if name != "ConfigurationSetName"}
        if option == "VdmOptions":
            given = given.get("VdmOptions") or {}
        setattr(found, _OPTIONS[option], given)
        return {}

    return put


def tags_of(backend: SESBackend, resource: str) -> dict[str, str]:
    tags: dict[str, str] = backend.tagger.get_tag_dict_for_resource(get_arn(backend, "ses", resource))
    return tags


def pairs(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": name, "Value": value} for name, value in tags.items()]


def _set(backend: SESBackend, request: Request) -> ConfigurationSet:
    with as_v2():
        assert_set(backend, request["ConfigurationSetName"])
    return backend.config_sets[request["ConfigurationSetName"]]


def _remove(backend: SESBackend, request: Request) -> None:
    name, of = request["EventDestinationName"], request["ConfigurationSetName"]
    with as_v2():
        found = remove_destination(backend, of, name)
    if not found:
        raise not_found(f"Event destination <{name}> does not exist in configuration set <{of}>.")


def _stored(name: str, given: Request) -> dict[str, Any]:
    if given.get("PinpointDestination"):
        raise bad_request(
            "Events are not sent to Pinpoint here: use SNS, EventBridge, CloudWatch or Firehose"
        )
    sns = given.get("SnsDestination")
    return {
        "Name": name,
        "Enabled": bool(given.get("Enabled")),
        "MatchingEventTypes": [_TYPES[kind] for kind in given.get("MatchingEventTypes") or ()],
        "SNSDestination": sns and {"TopicARN": sns["TopicArn"]},
        **{kind: given.get(kind) for kind in _SHARED},
    }


_SHARED = ("EventBridgeDestination", "CloudWatchDestination", "KinesisFirehoseDestination")


def _shown(stored: Mapping[str, Any]) -> dict[str, Any]:
    kinds = {name: kind for kind, name in _TYPES.items()}
    sns = stored.get("SNSDestination")
    return {
        "Name": stored["Name"],
        "Enabled": stored.get("Enabled"),
        "MatchingEventTypes": [kinds[name] for name in stored.get("MatchingEventTypes") or ()],
        **({"SnsDestination": {"TopicArn": sns["TopicARN"]}} if sns else {}),
        **{kind: stored[kind] for kind in _SHARED if stored.get(kind)},
    }


OPERATIONS: Mapping[str, Operation] = {
    "CreateConfigurationSet": create_configuration_set,
    "GetConfigurationSet": get_configuration_set,
    "ListConfigurationSets": list_configuration_sets,
    "DeleteConfigurationSet": delete_configuration_set,
    "CreateConfigurationSetEventDestination": create_event_destination,
    "UpdateConfigurationSetEventDestination": update_event_destination,
    "DeleteConfigurationSetEventDestination": delete_event_destination,
    "GetConfigurationSetEventDestinations": get_event_destinations,
    **{f"PutConfigurationSet{option}": _put_options(option) for option in _OPTIONS},
}
