"""
Notes that a function runs other code than its stack's template says, so that the next change set updates it whatever
that contains. CloudFormation compares templates, and would leave a function alone whose template is as before.
"""

from typing import Any

from localstack.services.cloudformation.stores import get_cloudformation_store
from localstack.utils.aws.arns import parse_arn

TYPE = "AWS::Lambda::Function"
CHANGED = "changed-since-deployment"
"""The key of the code in the noted template: no asset has it."""


class UnknownResourceError(LookupError):
    pass


def note_changed_code(stack_arn: str, logical_id: str) -> None:
    """Raises UnknownResourceError where the stack has no such function."""
    stack = _stack(stack_arn)
    for template in (stack.template, stack.processed_template):
        if template is None:
            continue
        resource = template.get("Resources", {}).get(logical_id)
        if resource is None or resource.get("Type") != TYPE:
            raise UnknownResourceError(f"{stack_arn} has no function {logical_id!r}")
        code = resource["Properties"]["Code"]
        if isinstance(code, dict):
            resource["Properties"]["Code"] = {**code, "S3Key": CHANGED}


def _stack(arn: str) -> Any:
    try:
        place = parse_arn(arn)
        return get_cloudformation_store(place["account"], place["region"]).stacks_v2[arn]
    except (KeyError, ValueError) as error:
        raise UnknownResourceError(f"there is no stack {arn!r}") from error
