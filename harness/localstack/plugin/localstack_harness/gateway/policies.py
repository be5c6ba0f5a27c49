"""Whether a resource policy allows something to everyone.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

Context = Mapping[str, str]
"""Condition keys in lower case, and their values for the request."""


def allows_everyone(policy: str | None, action: str, resource: str, context: Context) -> bool:
    """A condition that cannot be evaluated never allows, and always denies."""
    try:
        statements = _listed(json.loads(policy or "{}").get("Statement"))
    except (ValueError, AttributeError):
        return False
    allowed = False
    for statement in statements:
        if not _is_about(statement, action, resource):
            continue
        holds = _condition_holds(statement.get("Condition") or {}, context)
        if statement.get("Effect") == "Deny" and _names_everyone(statement, deny=True) and holds is not False:
            return False
        if statement.get("Effect") == "Allow" and _names_everyone(statement, deny=False) and holds is True:
            allowed = True
    return allowed


def _is_about(statement: dict[str, Any], action: str, resource: str) -> bool:
    def among(element: str, value: str, flags: int) -> bool:
        return any(_matches(str(pattern), value, flags) for pattern in _listed(statement[element]))

    if "NotAction" in statement:
        acts = not among("NotAction", action, re.IGNORECASE)
    else:
        acts = "Action" in statement and among("Action", action, re.IGNORECASE)
    if "NotResource" in statement:
        return acts and not among("NotResource", resource, 0)
    return acts and "Resource" in statement and among("Resource", resource, 0)


def _names_everyone(statement: dict[str, Any], deny: bool) -> bool:
    if "NotPrincipal" in statement:
        return deny  # everyone but some: an unsigned request comes from none of those
    principal = statement.get("Principal")
    if isinstance(principal, dict):
        principal = principal.get("AWS")
    return "*" in _listed(principal)


def _condition_holds(condition: dict[str, Any], context: Context) -> bool | None:
    """None if it cannot be evaluated."""
    results: list[bool | None] = []
    for operator, keys in condition.items():
        for key, values in keys.items():
            results.append(
                _test_holds(operator.lower(), key.lower(), list(map(str, _listed(values))), context)
            )
    return False if False in results else None if None in results else True


def _test_holds(operator: str, key: str, values: list[str], context: Context) -> bool | None:
    operator = operator.removeprefix("forallvalues:").removeprefix("foranyvalue:")
    value = context.get(key)
    if operator == "null":
        return (value is None) == (values[:1] == ["true"])
    if operator.endswith("ifexists"):
        if value is None:
            return True
        operator = operator.removesuffix("ifexists")
    positive = operator.replace("not", "", 1)
    test = _TESTS.get(positive)
    if test is None:
        return None
    met = value is not None and any(test(value, wanted) for wanted in values)
    return met if positive == operator else not met


def _in_network(value: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(value) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


_TESTS: dict[str, Callable[[str, str], bool]] = {
    "stringequals": lambda value, wanted: value == wanted,
    "stringequalsignorecase": lambda value, wanted: value.lower() == wanted.lower(),
    "stringlike": lambda value, wanted: _matches(wanted, value, 0),
    "arnequals": lambda value, wanted: _matches(wanted, value, 0),
    "arnlike": lambda value, wanted: _matches(wanted, value, 0),
    "bool": lambda value, wanted: value.lower() == wanted.lower(),
    "ipaddress": _in_network,
}


def _matches(pattern: str, value: str, flags: int) -> bool:
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(expression, value, flags | re.DOTALL) is not None


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]
