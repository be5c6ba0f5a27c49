"""
Refuses state machines whose states do not lead to each other and to an end, as AWS does. LocalStack accepts them, and their
executions fail, or never end.

Adds to services/stepfunctions/provider.py of LocalStack.
https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from localstack.aws.api.stepfunctions import (
    InvalidDefinition,
    ValidateStateMachineDefinitionDiagnostic,
    ValidateStateMachineDefinitionOutput,
    ValidateStateMachineDefinitionResultCode,
    ValidateStateMachineDefinitionSeverity,
)
from localstack.services.stepfunctions.asl.static_analyser.static_analyser import StaticAnalyser
from localstack.services.stepfunctions.provider import StepFunctionsProvider

from localstack_harness.support.patching import Original, patch, replace

type Definition = Mapping[str, Any]

_ENDS = ("Succeed", "Fail")


class Finding(NamedTuple):
    code: str
    message: str
    location: str | None = None

    def __str__(self) -> str:
        return f"{self.code}: {self.message}" + (f" at {self.location}" if self.location else "")


def install() -> None:
    validate_definition = StepFunctionsProvider._validate_definition

    def validate(definition: str, static_analysers: list[StaticAnalyser]) -> None:
        validate_definition(definition, static_analysers)
        found = findings(json.loads(definition))
        if found:
            raise InvalidDefinition(
                f"Invalid State Machine Definition: '{', '.join(str(each) for each in found)}'"
            )

    # the provider calls it by its class and by itself
    replace(StepFunctionsProvider, "_validate_definition", staticmethod(validate))

    @patch(StepFunctionsProvider.validate_state_machine_definition)
    def diagnose(
        original: Original, /, self: StepFunctionsProvider, context: Any, request: Any, **named: Any
    ) -> ValidateStateMachineDefinitionOutput:
        found = findings(_parsed(request["definition"]))
        if not found:
            output: ValidateStateMachineDefinitionOutput = original(self, context, request, **named)
            return output
        return ValidateStateMachineDefinitionOutput(
            result=ValidateStateMachineDefinitionResultCode.FAIL,
            diagnostics=[_diagnostic(each) for each in found],
            truncated=False,
        )


def _parsed(definition: str) -> Definition:
    """Empty where it is no JSON object: LocalStack says so."""
    try:
        parsed = json.loads(definition)
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _diagnostic(found: Finding) -> ValidateStateMachineDefinitionDiagnostic:
    diagnostic = ValidateStateMachineDefinitionDiagnostic(
        severity=ValidateStateMachineDefinitionSeverity.ERROR, code=found.code, message=found.message
    )
    if found.location:
        diagnostic["location"] = found.location
    return diagnostic


def findings(definition: Definition, path: str = "") -> list[Finding]:
    """What is wrong in it, and in the branches and iterations of its states."""
    states = definition.get("States")
    if not isinstance(states, dict):
        return []
    found = [
        Finding("MISSING_TRANSITION_TARGET", f"Missing 'Next' target: {target}", location)
        for location, target in _every_target(definition, path)
        if target not in states
    ]
    for name, state in states.items():
        if not _leads_on(state):
            found.append(_without_next(name, path))
    if not any(_ends(state) for state in states.values()):
        found.append(Finding("MISSING_END_STATE", "Workflow has no terminal state"))
    else:
        found += _unreachable(definition, path)
    for location, inner in _inner(states, path):
        found += findings(inner, location)
    return found


def _every_target(definition: Definition, path: str) -> Iterator[tuple[str, str]]:
    """Where a name of a state is, and the name."""
    if start := definition.get("StartAt"):
        yield f"{path}/StartAt", start
    for name, state in definition["States"].items():
        for field, target in _targets(state):
            yield f"{path}/States/{name}/{field}", target


def _targets(state: Definition) -> Iterator[tuple[str, str]]:
    for field in ("Next", "Default"):
        if field in state:
            yield field, state[field]
    for field in ("Choices", "Catch"):
        for index, each in enumerate(state.get(field) or []):
            if "Next" in each:
                yield f"{field}[{index}]/Next", each["Next"]


def _ends(state: Definition) -> bool:
    return state.get("Type") in _ENDS or state.get("End") is True


def _leads_on(state: Definition) -> bool:
    return _ends(state) or state.get("Type") == "Choice" or "Next" in state


def _without_next(name: str, path: str) -> Finding:
    return Finding(
        "SCHEMA_VALIDATION_FAILED", "A state must have either 'Next' or 'End'", f"{path}/States/{name}"
    )


def _unreachable(definition: Definition, path: str) -> list[Finding]:
    states = definition["States"]
    reached: set[str] = set()
    ahead: list[Any] = [definition.get("StartAt")]
    while ahead:
        name = ahead.pop()
        if name in states and name not in reached:
            reached.add(name)
            ahead += [target for _, target in _targets(states[name])]
    return [
        Finding("MISSING_TRANSITION_TARGET", f'State "{name}" is not reachable.', f"{path}/States/{name}")
        for name in states
        if name not in reached
    ]


def _inner(states: Mapping[str, Definition], path: str) -> Iterator[tuple[str, Definition]]:
    for name, state in states.items():
        for field in ("Iterator", "ItemProcessor"):
            if field in state:
                yield f"{path}/States/{name}/{field}", state[field]
        for index, branch in enumerate(state.get("Branches") or []):
            yield f"{path}/States/{name}/Branches[{index}]", branch
