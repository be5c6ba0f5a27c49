"""A wildcard of an event pattern matches no characters too; LocalStack's (services/events/event_rule_engine.py) wants one."""

import re

from localstack.services.events.event_rule_engine import EventRuleEngine

from localstack_harness.support.patching import replace


def install() -> None:
    replace(EventRuleEngine, "_evaluate_wildcard", staticmethod(matches_wildcard))


def matches_wildcard(pattern: str, value: object) -> bool:
    """A backslash makes the character after it one of the text: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"""
    parts = re.findall(r"\\.|[^\\]|\\$", pattern, re.DOTALL)
    expression = "".join(".*" if part == "*" else re.escape(part[-1]) for part in parts)
    return isinstance(value, str) and re.fullmatch(expression, value, re.DOTALL) is not None
