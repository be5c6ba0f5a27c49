"""
Intrinsic functions that LocalStack 4.14 does not know (services/cloudformation/engine/v2/change_set_model*.py).

`Fn::GetStackOutput`: the CDK uses it for references between stacks since `cdk init` sets
`@aws-cdk/core:defaultCrossStackReferences` to `weak`.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html

`Fn::Cidr`: the CDK's `Fn.cidr`.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html
"""

import ipaddress
from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING, Any

from localstack.services.cloudformation.engine.v2 import change_set_model
from localstack.services.cloudformation.engine.v2.change_set_model_describer import (
    CHANGESET_KNOWN_AFTER_APPLY,
)
from localstack.services.cloudformation.engine.v2.change_set_model_executor import ChangeSetModelExecutor
from localstack.services.cloudformation.engine.v2.change_set_model_preproc import ChangeSetModelPreproc
from localstack.services.cloudformation.engine.v2.change_set_model_visitor import ChangeSetModelVisitor
from localstack.services.cloudformation.engine.validations import ValidationError
from localstack.services.cloudformation.stores import get_cloudformation_store
from localstack.services.cloudformation.v2.provider import find_stack_v2

if TYPE_CHECKING:
    from localstack.services.cloudformation.engine.v2.change_set_model import NodeIntrinsicFunction
    from localstack.services.cloudformation.engine.v2.change_set_model_preproc import PreprocEntityDelta

STACK_OUTPUT = "Fn::GetStackOutput"
CIDR = "Fn::Cidr"
MOST_BLOCKS = 256


def install() -> None:
    def output(arguments: Any, at: ChangeSetModelPreproc) -> str:
        return stack_output(arguments, at._change_set.account_id, at._change_set.region_name)

    def known_blocks(arguments: Any, at: ChangeSetModelPreproc) -> list[str]:
        try:
            return blocks(arguments)
        except ValidationError:
            # the attributes of resources are known when they are made
            if isinstance(at, ChangeSetModelExecutor):
                raise
            return [CHANGESET_KNOWN_AFTER_APPLY] * MOST_BLOCKS

    _add(STACK_OUTPUT, "get_stack_output", output)
    _add(CIDR, "cidr", known_blocks)


def _add(name: str, visited_as: str, resolve: Callable[[Any, ChangeSetModelPreproc], Any]) -> None:
    """:param visited_as: what LocalStack derives from the name"""

    def visit_arguments(self: ChangeSetModelVisitor, function: "NodeIntrinsicFunction") -> None:
        self.visit_children(function)

    def visit(
        self: ChangeSetModelPreproc, function: "NodeIntrinsicFunction"
    ) -> "PreprocEntityDelta[Any, Any]":
        delta: PreprocEntityDelta[Any, Any] = self._cached_apply(
            scope=function.scope,
            arguments_delta=self.visit(function.arguments),
            resolver=lambda arguments: resolve(arguments, self),
        )
        return delta

    change_set_model.INTRINSIC_FUNCTIONS.add(name)
    visitor = f"visit_node_intrinsic_function_fn_{visited_as}"
    setattr(ChangeSetModelVisitor, visitor, visit_arguments)
    setattr(ChangeSetModelPreproc, visitor, visit)


def blocks(arguments: Any) -> list[str]:
    """
    The first blocks of addresses of a larger one.

    :param arguments: the block, how many blocks, and how many bits of an address are left to each
    :raises ValidationError: the arguments are wrong, or the block has not so many
    """
    try:
        block, count, bits = arguments
        network = ipaddress.ip_network(block)
        count, prefix = int(count), network.max_prefixlen - int(bits)
        found = list(islice(network.subnets(new_prefix=prefix), count))
    except (TypeError, ValueError) as error:
        raise ValidationError(f"{CIDR} cannot take {arguments}: {error}") from error
    if not 1 <= count <= MOST_BLOCKS or len(found) < count:
        raise ValidationError(f"{CIDR} cannot make {count} blocks of /{prefix} from {block}")
    return [str(each) for each in found]


def stack_output(arguments: dict[str, Any], account: str, region: str) -> str:
    """
    The value of an output of another stack.

    :param account: where the stack is that refers to it, unless `RoleArn` is of another account
    :param region: the same, unless there is a `Region`
    :raises ValidationError: there is no such stack, or it has no such output
    """
    name, output = arguments.get("StackName"), arguments.get("OutputName")
    if not isinstance(name, str) or not isinstance(output, str):
        raise ValidationError(f"{STACK_OUTPUT} needs StackName and OutputName as strings")
    role = arguments.get("RoleArn")
    if isinstance(role, str):
        account = role.split(":")[4]
    region = arguments.get("Region") or region
    stack = find_stack_v2(get_cloudformation_store(account, region), name)
    if stack is None:
        raise ValidationError(
            f"{STACK_OUTPUT}: stack {name} does not exist in account {account}, region {region}"
        )
    for found in stack.resolved_outputs:
        if found["OutputKey"] == output:
            return str(found["OutputValue"])
    raise ValidationError(f"{STACK_OUTPUT}: stack {name} has no output {output}")
