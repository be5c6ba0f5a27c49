"""Fires a schedule or a scheduled rule at once, for a test that does not wait for its time."""

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NotRequired, TypedDict

from localstack_harness.support.loading.loaded import loaded


class Fired(TypedDict):
    arn: str
    error: NotRequired[str]
    """Why the target could not be called, this first time."""


class FiringError(ValueError):
    """The schedule that was asked for is not there, is disabled, or is one of several."""


@dataclass(frozen=True)
class _Candidate:
    arn: str
    enabled: bool
    fire: Callable[[], Exception | None]

    @property
    def names(self) -> set[str]:
        """`arn:…:schedule/group/name` may be named by its ARN, `group/name` and `name`."""
        path = self.arn.partition("/")[2]
        return {self.arn, path, path.rpartition("/")[2]}


def fire(name: str) -> Fired:
    """Raises FiringError."""
    candidates = [*_schedules(), *_rules()]
    found = [candidate for candidate in candidates if name in candidate.names]
    if not found:
        raise FiringError(
            f"there is no schedule and no rule with a schedule {name!r}{_guess(name, candidates)}"
        )
    if len(found) > 1:
        arns = ", ".join(candidate.arn for candidate in found)
        raise FiringError(f"{name!r} is the name of {len(found)}: use the ARN of one, {arns}")
    (chosen,) = found
    if not chosen.enabled:
        raise FiringError(f"{chosen.arn} is disabled: enable it first")
    error = chosen.fire()
    return {"arn": chosen.arn, "error": str(error)} if error else {"arn": chosen.arn}


def _guess(name: str, candidates: list[_Candidate]) -> str:
    names = [known for candidate in candidates for known in candidate.names]
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return f": did you mean {near[0]!r}?" if near else ""


def _schedules() -> Iterator[_Candidate]:
    # a service that has not been used has none
    if not loaded("localstack.services.scheduler.provider"):
        return
    from localstack_harness.scheduler import schedules

    for backend, schedule in schedules.every_schedule():
        yield _Candidate(
            schedule.arn, schedule.state == "ENABLED", partial(schedules.fire, backend, schedule)
        )


def _rules() -> Iterator[_Candidate]:
    if not loaded("localstack.services.events.provider"):
        return
    from localstack_harness.scheduler import rules

    for rule in rules.every_scheduled_rule():
        yield _Candidate(rule.arn, rule.state != "DISABLED", partial(rules.fire, rule))
