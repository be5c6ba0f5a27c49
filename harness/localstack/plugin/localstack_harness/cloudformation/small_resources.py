"""Types of CloudFormation that LocalStack has an API for, but no provider."""

from typing import Any

from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceProvider

from localstack_harness.support.resource_types import Model, default_name, done, plugin_of


class _MadeResource(ResourceProvider[Any]):
    """`make` and `remove` call the API; all that a template changes later has no effect here."""

    def create(self, request: Any) -> ProgressEvent[Any]:
        return done({**request.desired_state, **self.make(request, request.desired_state)})

    def update(self, request: Any) -> ProgressEvent[Any]:
        generated = [path.rpartition("/")[2] for path in self.SCHEMA["readOnlyProperties"]]
        kept = {name: request.previous_state[name] for name in generated}
        return done({**request.desired_state, **kept})

    def delete(self, request: Any) -> ProgressEvent[Any]:
        if request.desired_state.get(self.SCHEMA["readOnlyProperties"][0].rpartition("/")[2]):
            self.remove(request, request.desired_state)
        return done({})

    def make(self, request: Any, model: Model) -> Model:
        """Returns the attributes."""
        raise NotImplementedError

    def remove(self, request: Any, model: Model) -> None:
        raise NotImplementedError


class ElasticIpProvider(_MadeResource):
    """The address of a NAT gateway, which a VPC of the CDK has by default."""

    SCHEMA = {  # noqa: RUF012 as LocalStack declares it
        "typeName": "AWS::EC2::EIP",
        "primaryIdentifier": ["/properties/PublicIp"],
        "readOnlyProperties": ["/properties/AllocationId", "/properties/PublicIp"],
        "properties": {},
    }

    def make(self, request: Any, _model: Model) -> Model:
        given = request.aws_client_factory.ec2.allocate_address(Domain="vpc")
        return {name: given[name] for name in ("AllocationId", "PublicIp")}

    def remove(self, request: Any, model: Model) -> None:
        request.aws_client_factory.ec2.release_address(AllocationId=model["AllocationId"])


class HostedZoneProvider(_MadeResource):
    SCHEMA = {  # noqa: RUF012 as LocalStack declares it
        "typeName": "AWS::Route53::HostedZone",
        "primaryIdentifier": ["/properties/Id"],
        "readOnlyProperties": ["/properties/Id", "/properties/NameServers"],
        "createOnlyProperties": ["/properties/Name"],
        "properties": {"Name": {}},
    }

    def make(self, request: Any, model: Model) -> Model:
        networks = [
            {"VPCRegion": each["VPCRegion"], "VPCId": each["VPCId"]} for each in model.get("VPCs") or ()
        ]
        given = request.aws_client_factory.route53.create_hosted_zone(
            Name=model["Name"],
            CallerReference=default_name(request),
            **({"VPC": networks[0]} if networks else {}),
        )
        servers = (given.get("DelegationSet") or {}).get("NameServers") or []
        return {"Id": given["HostedZone"]["Id"].removeprefix("/hostedzone/"), "NameServers": servers}

    def remove(self, request: Any, model: Model) -> None:
        request.aws_client_factory.route53.delete_hosted_zone(Id=model["Id"])


class StateMachineVersionProvider(_MadeResource):
    SCHEMA = {  # noqa: RUF012 as LocalStack declares it
        "typeName": "AWS::StepFunctions::StateMachineVersion",
        "primaryIdentifier": ["/properties/Arn"],
        "readOnlyProperties": ["/properties/Arn"],
        "createOnlyProperties": ["/properties/StateMachineArn", "/properties/StateMachineRevisionId"],
        "properties": {"StateMachineArn": {}, "StateMachineRevisionId": {}},
    }

    def make(self, request: Any, model: Model) -> Model:
        described = {"description": model["Description"]} if model.get("Description") else {}
        given = request.aws_client_factory.stepfunctions.publish_state_machine_version(
            stateMachineArn=model["StateMachineArn"], **described
        )
        return {"Arn": given["stateMachineVersionArn"]}

    def remove(self, request: Any, model: Model) -> None:
        request.aws_client_factory.stepfunctions.delete_state_machine_version(
            stateMachineVersionArn=model["Arn"]
        )


class StateMachineAliasProvider(_MadeResource):
    SCHEMA = {  # noqa: RUF012 as LocalStack declares it
        "typeName": "AWS::StepFunctions::StateMachineAlias",
        "primaryIdentifier": ["/properties/Arn"],
        "readOnlyProperties": ["/properties/Arn"],
        "createOnlyProperties": ["/properties/Name"],
        "properties": {"Name": {}},
    }

    def make(self, request: Any, model: Model) -> Model:
        name = model.get("Name") or default_name(request)
        given = request.aws_client_factory.stepfunctions.create_state_machine_alias(
            name=name, routingConfiguration=routing(model)
        )
        return {"Arn": given["stateMachineAliasArn"]}

    def update(self, request: Any) -> ProgressEvent[Any]:
        request.aws_client_factory.stepfunctions.update_state_machine_alias(
            stateMachineAliasArn=request.previous_state["Arn"],
            routingConfiguration=routing(request.desired_state),
        )
        return super().update(request)

    def remove(self, request: Any, model: Model) -> None:
        request.aws_client_factory.stepfunctions.delete_state_machine_alias(stateMachineAliasArn=model["Arn"])


def routing(model: Model) -> list[dict[str, Any]]:
    """Of an alias; a gradual deployment takes its version at once."""
    if preference := model.get("DeploymentPreference"):
        return [{"stateMachineVersionArn": preference["StateMachineVersionArn"], "weight": 100}]
    return [
        {"stateMachineVersionArn": each["StateMachineVersionArn"], "weight": int(each["Weight"])}
        for each in model["RoutingConfiguration"]
    ]


elastic_ip = plugin_of(ElasticIpProvider)
hosted_zone = plugin_of(HostedZoneProvider)
state_machine_version = plugin_of(StateMachineVersionProvider)
state_machine_alias = plugin_of(StateMachineAliasProvider)
