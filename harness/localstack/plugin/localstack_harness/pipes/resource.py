"""
CloudFormation's AWS::Pipes::Pipe.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-pipes-pipe.html
"""

from typing import Any

from localstack.services.cloudformation.resource_provider import ProgressEvent

from localstack_harness.support.client_resource import ClientResource
from localstack_harness.support.resource_types import default_name, plugin_of


class PipeProvider(ClientResource):
    TYPE = "AWS::Pipes::Pipe"
    SERVICE = "pipes"
    NOUN = "pipe"
    KEYS = ("Name",)
    GENERATED = ("Arn", "CurrentState")
    CREATE_ONLY = ("Name", "Source")

    def create(self, request: Any) -> ProgressEvent[Any]:
        model = request.desired_state
        model.setdefault("Name", default_name(request))
        return super().create(request)

    def update(self, request: Any) -> ProgressEvent[Any]:
        request.desired_state.setdefault("Name", request.previous_state["Name"])
        return super().update(request)


pipe = plugin_of(PipeProvider)
