"""
CloudFormation's types of SES, which LocalStack does not have. Identities are in `identity_resource.py`.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_SES.html
"""

from contextlib import suppress
from typing import Any

from localstack.services.cloudformation.resource_provider import ProgressEvent

from localstack_harness.support.client_resource import ClientResource
from localstack_harness.support.resource_types import Model, default_name, done, plugin_of

_SERVICE = "sesv2"
_TYPES = {"renderingFailure": "RENDERING_FAILURE", "deliveryDelay": "DELIVERY_DELAY"}


class ConfigurationSetProvider(ClientResource):
    TYPE = "AWS::SES::ConfigurationSet"
    SERVICE = _SERVICE
    NOUN = "configuration_set"
    KEYS = ("Name",)
    CREATE_ONLY = ("Name",)

    def create(self, request: Any) -> ProgressEvent[Any]:
        model = _named(request, "Name")
        self.client(request).create_configuration_set(**{**model, "ConfigurationSetName": model["Name"]})
        return done(model)

    def update(self, request: Any) -> ProgressEvent[Any]:
        request.desired_state.setdefault("Name", request.previous_state["Name"])
        return super().update(request)

    def change(self, request: Any, arguments: Model, before: Model, after: Model) -> None:
        for option in ("delivery", "reputation", "sending", "suppression", "tracking", "vdm"):
            name = f"{option.capitalize()}Options"
            if before.get(name) == after.get(name):
                continue
            given = after.get(name) or {}
            put = getattr(self.client(request), f"put_configuration_set_{option}_options")
            put(ConfigurationSetName=arguments["Name"], **({name: given} if option == "vdm" else given))

    def delete(self, request: Any) -> ProgressEvent[Any]:
        client = self.client(request)
        with suppress(client.exceptions.NotFoundException):
            client.delete_configuration_set(ConfigurationSetName=request.desired_state["Name"])
        return done({})


class EventDestinationProvider(ClientResource):
    TYPE = "AWS::SES::ConfigurationSetEventDestination"
    SERVICE = _SERVICE
    NOUN = "configuration_set_event_destination"
    KEYS = ("Id",)
    GENERATED = ("Id",)

    def create(self, request: Any) -> ProgressEvent[Any]:
        model: Model = dict(request.desired_state)
        given: Model = {**model["EventDestination"]}
        given.setdefault("Name", default_name(request))
        model["EventDestination"] = given
        self.client(request).create_configuration_set_event_destination(**_destination(model))
        return done({**model, "Id": f"{model['ConfigurationSetName']}|{given['Name']}"})

    def update(self, request: Any) -> ProgressEvent[Any]:
        before, after = request.previous_state, request.desired_state
        known, of = before["EventDestination"]["Name"], before["ConfigurationSetName"]
        if (after["EventDestination"].get("Name", known), after["ConfigurationSetName"]) != (known, of):
            return self._replace(request, before)
        model = {
            **after,
            "Id": before["Id"],
            "EventDestination": {**after["EventDestination"], "Name": known},
        }
        self.client(request).update_configuration_set_event_destination(**_destination(model))
        return done(model)

    def delete(self, request: Any) -> ProgressEvent[Any]:
        client = self.client(request)
        named, _, destination = (request.desired_state.get("Id") or "").partition("|")
        if destination:
            with suppress(client.exceptions.NotFoundException):  # it is gone with its set
                client.delete_configuration_set_event_destination(
                    ConfigurationSetName=named, EventDestinationName=destination
                )
        return done({})


class TemplateProvider(ClientResource):
    TYPE = "AWS::SES::Template"
    SERVICE = _SERVICE
    NOUN = "email_template"
    KEYS = ("Id",)
    GENERATED = ("Id",)

    def create(self, request: Any) -> ProgressEvent[Any]:
        model: Model = dict(request.desired_state)
        given: Model = {**(model.get("Template") or {})}
        given.setdefault("TemplateName", default_name(request))
        self.client(request).create_email_template(**_template(given))
        return done({**model, "Template": given, "Id": given["TemplateName"]})

    def update(self, request: Any) -> ProgressEvent[Any]:
        before, after = request.previous_state, request.desired_state
        known: str = before["Id"]
        given: Model = {**(after.get("Template") or {})}
        if given.setdefault("TemplateName", known) != known:
            return self._replace(request, before)
        self.client(request).update_email_template(**_template(given))
        return done({**after, "Template": given, "Id": known})

    def delete(self, request: Any) -> ProgressEvent[Any]:
        client = self.client(request)
        if name := request.desired_state.get("Id"):
            with suppress(client.exceptions.NotFoundException):
                client.delete_email_template(TemplateName=name)
        return done({})


def _named(request: Any, name: str) -> Model:
    model: Model = dict(request.desired_state)
    model.setdefault(name, default_name(request))
    return model


def _destination(model: Model) -> Model:
    """The parameters of SES, which writes some names in another way than CloudFormation."""
    given = model["EventDestination"]
    stream = given.get("KinesisFirehoseDestination")
    event: Model = {
        "Enabled": given.get("Enabled", True),
        "MatchingEventTypes": [_TYPES.get(kind, kind.upper()) for kind in given["MatchingEventTypes"]],
        "CloudWatchDestination": given.get("CloudWatchDestination"),
        "EventBridgeDestination": given.get("EventBridgeDestination"),
        "SnsDestination": given.get("SnsDestination") and {"TopicArn": given["SnsDestination"]["TopicARN"]},
        "KinesisFirehoseDestination": stream
        and {"IamRoleArn": stream["IAMRoleARN"], "DeliveryStreamArn": stream["DeliveryStreamARN"]},
    }
    return {
        "ConfigurationSetName": model["ConfigurationSetName"],
        "EventDestinationName": given["Name"],
        "EventDestination": {name: value for name, value in event.items() if value is not None},
    }


def _template(given: Model) -> Model:
    parts = {"Subject": "SubjectPart", "Text": "TextPart", "Html": "HtmlPart"}
    content = {name: given[part] for name, part in parts.items() if given.get(part)}
    return {"TemplateName": given["TemplateName"], "TemplateContent": content}


configuration_set = plugin_of(ConfigurationSetProvider)
event_destination = plugin_of(EventDestinationProvider)
template = plugin_of(TemplateProvider)
