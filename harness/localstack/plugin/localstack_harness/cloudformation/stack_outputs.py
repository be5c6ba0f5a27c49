"""
`Fn::GetStackOutput`, which LocalStack 4.14 does not know (services/cloudformation/engine/v2/change_set_model*.py). The CDK
uses it for references between stacks since `cdk init` sets `@aws-cdk/core:defaultCrossStackReferences` to `weak`.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
"""

from typing import TYPE_CHECKING, Any

from localstack.services.cloudformation.engine.v2 import change_set_model
from localstack.services.cloudformation.engine.v2.change_set_model_preproc import ChangeSetModelPreproc
from localstack.services.cloudformation.engine.v2.change_set_model_visitor import ChangeSetModelVisitor
from localstack.services.cloudformation.engine.validations import ValidationError
from localstack.services.cloudformation.stores import get_cloudformation_store
from localstack.services.cloudformation.v2.provider import find_stack_v2

if TYPE_CHECKING:
    from localstack.services.cloudformation.engine.v2.change_set_model import NodeIntrinsicFunction
    from localstack.services.cloudformation.engine.v2.change_set_model_preproc import PreprocEntityDelta

NAME = "Fn::GetStackOutput"
VISITOR = "visit_node_intrinsic_function_fn_get_stack_output"
"""What LocalStack derives from the name."""


def install() -> None:
    change_set_model.INTRINSIC_FUNCTIONS.add(NAME)
    setattr(ChangeSetModelVisitor, VISITOR, _visit_arguments)
    setattr(ChangeSetModelPreproc, VISITOR, _resolve)


def _visit_arguments(self: ChangeSetModelVisitor, function: "NodeIntrinsicFunction") -> None:
    self.visit_children(function)


def _resolve(
    self: ChangeSetModelPreproc, function: "NodeIntrinsicFunction"
) -> "PreprocEntityDelta[Any, Any]":
    change_set = self._change_set

    def output(arguments: dict[str, Any]) -> str:
        return stack_output(arguments, change_set.account_id, change_set.region_name)

    delta: PreprocEntityDelta[Any, Any] = self._cached_apply(
        scope=function.scope, arguments_delta=self.visit(function.arguments), resolver=output
    )
    return delta


def stack_output(arguments: dict[str, Any], account: str, region: str) -> str:
    """
    The value of an output of another stack.

    :param account: where the stack is that refers to it, unless `RoleArn` is of another account
    :param region: the same, unless there is a `Region`
    :raises ValidationError: there is no such stack, or it has no such output
    """
    name, output = arguments.get("StackName"), arguments.get("OutputName")
    if not isinstance(name, str) or not isinstance(output, str):
        raise ValidationError(f"{NAME} needs StackName and OutputName as strings")
    role = arguments.get("RoleArn")
    if isinstance(role, str):
        account = role.split(":")[4]
    region = arguments.get("Region") or region
    stack = find_stack_v2(get_cloudformation_store(account, region), name)
    if stack is None:
        raise ValidationError(f"{NAME}: stack {name} does not exist in account {account}, region {region}")
    for found in stack.resolved_outputs:
        if found["OutputKey"] == output:
            return str(found["OutputValue"])
    raise ValidationError(f"{NAME}: stack {name} has no output {output}")
