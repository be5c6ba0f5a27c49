"""
CloudFormation's types of EventBridge: LocalStack has no archives, does not change rules, and looks for a rule of
another bus on the default one when it removes it.

Mends services/events/resource_providers/aws_events_rule.py of LocalStack.
"""

import json
from typing import Any

from localstack.services.cloudformation.resource_provider import ProgressEvent

from localstack_harness.support.client_resource import ClientResource
from localstack_harness.support.patching import replace
from localstack_harness.support.resource_types import Model, default_name, done, plugin_of


class ArchiveProvider(ClientResource):
    TYPE = "AWS::Events::Archive"
    SERVICE = "events"
    NOUN = "archive"
    KEYS = ("ArchiveName",)
    CREATE_ONLY = ("ArchiveName", "SourceArn")
    DEFAULTS = {"Description": "", "RetentionDays": 0}  # noqa: RUF012

    def arguments(self, request: Any, model: Model) -> Model:  # noqa: ARG002 of the class above
        pattern = model.get("EventPattern")
        source = {} if "SourceArn" not in model else {"EventSourceArn": model["SourceArn"]}
        return {**model, **source, **({"EventPattern": json.dumps(pattern)} if pattern else {})}

    def create(self, request: Any) -> ProgressEvent[Any]:
        model = request.desired_state
        model.setdefault("ArchiveName", default_name(request)[:48])
        return super().create(request)

    def created(self, _request: Any, described: Model) -> Model:
        return {"Arn": described["ArchiveArn"]}

    def update(self, request: Any) -> ProgressEvent[Any]:
        request.desired_state.setdefault("ArchiveName", request.previous_state["ArchiveName"])
        event = super().update(request)
        assert event.resource_model is not None
        event.resource_model.setdefault("Arn", request.previous_state.get("Arn"))
        return event


archive = plugin_of(ArchiveProvider)


def install_rules() -> None:
    from localstack.services.events.resource_providers.aws_events_rule import EventsRuleProvider

    def update(self: EventsRuleProvider, request: Any) -> ProgressEvent[Any]:
        before, after = request.previous_state, request.desired_state
        after["Name"] = before["Id"].rpartition("|")[2]
        kept = {target["Id"] for target in after.get("Targets") or ()}
        gone = [target["Id"] for target in before.get("Targets") or () if target["Id"] not in kept]
        if gone:
            request.aws_client_factory.events.remove_targets(**_rule(before), Ids=gone, Force=True)
        event: ProgressEvent[Any] = self.create(request)
        return event

    def delete(_self: EventsRuleProvider, request: Any) -> ProgressEvent[Any]:
        events, model = request.aws_client_factory.events, request.desired_state
        if model.get("Id"):
            rule = _rule(model)
            try:
                targets = events.list_targets_by_rule(**rule)["Targets"]
                if targets:
                    events.remove_targets(**rule, Ids=[target["Id"] for target in targets], Force=True)
                events.delete_rule(**{("Name" if key == "Rule" else key): rule[key] for key in rule})
            except events.exceptions.ResourceNotFoundException:
                pass  # it is gone with its bus
        return done(model)

    replace(EventsRuleProvider, "update", update)
    replace(EventsRuleProvider, "delete", delete)


def _rule(model: Model) -> dict[str, str]:
    bus, _, name = model["Id"].rpartition("|")
    return {"Rule": name, **({"EventBusName": bus} if bus else {})}
