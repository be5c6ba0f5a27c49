"""
How EventBridge and its Scheduler try a target again, by the target's `RetryPolicy`.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

LONGEST_PAUSE_S = 60


@dataclass(frozen=True)
class GivenUp[E: Exception]:
    """What goes to the dead-letter queue: the last error, and which limit of the policy was reached, if one was."""

    error: E
    retries: int
    exhausted: str | None = None

    def attributes(self, described: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """The attributes of the message in the queue: those of every target, and `described`."""
        attributes = {**described, "RETRY_ATTEMPTS": str(self.retries)}
        if self.exhausted:
            attributes["EXHAUSTED_RETRY_CONDITION"] = self.exhausted
        return {
            name: {"DataType": "String", "StringValue": value or "-"} for name, value in attributes.items()
        }


def retry[E: Exception](
    target: Mapping[str, Any], error: E, is_temporary: Callable[[E], bool], attempt: Callable[[int], E | None]
) -> GivenUp[E] | None:
    """Calls `attempt` with the number of the retry, from 1, until it returns no error. None: one succeeded."""
    policy = target.get("RetryPolicy") or {}
    most, longest_s = policy.get("MaximumRetryAttempts", 185), policy.get("MaximumEventAgeInSeconds", 86_400)
    began, retries = monotonic(), 0
    while is_temporary(error):
        pause_s = min(2**retries, LONGEST_PAUSE_S)
        if retries >= most:
            return GivenUp(error, retries, "MaximumRetryAttempts")
        if monotonic() - began + pause_s > longest_s:
            return GivenUp(error, retries, "MaximumEventAgeInSeconds")
        sleep(pause_s)
        retries += 1
        failed = attempt(retries)
        if failed is None:
            return None
        error = failed
    return GivenUp(error, retries)
