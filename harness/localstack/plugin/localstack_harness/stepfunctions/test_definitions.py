import unittest
from typing import Any

from localstack_harness.stepfunctions.definitions import findings


def machine(start: str = "A", **states: dict[str, Any]) -> dict[str, Any]:
    return {"StartAt": start, "States": states}


END = {"Type": "Pass", "End": True}


def said(definition: dict[str, Any]) -> list[str]:
    return [str(each) for each in findings(definition)]


class DefinitionsTest(unittest.TestCase):
    def test_states_that_lead_to_an_end(self) -> None:
        choice = {"Type": "Choice", "Choices": [{"Next": "B"}], "Default": "C"}
        task = {"Type": "Task", "Catch": [{"Next": "D"}], "Retry": [{}], "Next": "C"}
        definition = machine(A=choice, B=task, C=END, D={"Type": "Fail"})
        self.assertEqual(said(definition), [])

    def test_a_choice_may_have_no_default(self) -> None:
        self.assertEqual(said(machine(A={"Type": "Choice", "Choices": [{"Next": "B"}]}, B=END)), [])

    def test_a_loop_that_can_be_left(self) -> None:
        choice = {"Type": "Choice", "Choices": [{"Next": "A"}], "Default": "C"}
        self.assertEqual(said(machine(A={"Type": "Pass", "Next": "B"}, B=choice, C=END)), [])

    def test_targets_that_are_missing(self) -> None:
        cases: list[tuple[dict[str, Any], str]] = [
            (machine(A={"Type": "Pass", "Next": "X"}, B=END), "/States/A/Next"),
            (
                machine(A={"Type": "Choice", "Choices": [{"Next": "X"}], "Default": "B"}, B=END),
                "/States/A/Choices[0]/Next",
            ),
            (
                machine(A={"Type": "Choice", "Choices": [{"Next": "B"}], "Default": "X"}, B=END),
                "/States/A/Default",
            ),
            (
                machine(A={"Type": "Task", "Catch": [{"Next": "X"}], "Next": "B"}, B=END),
                "/States/A/Catch[0]/Next",
            ),
            (machine("X", A=END), "/StartAt"),
        ]
        for definition, location in cases:
            expected = f"MISSING_TRANSITION_TARGET: Missing 'Next' target: X at {location}"
            self.assertEqual(said(definition)[0], expected)

    def test_a_state_that_no_other_leads_to(self) -> None:
        expected = ['MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B']
        self.assertEqual(said(machine(A=END, B=END)), expected)

    def test_states_that_only_lead_to_each_other(self) -> None:
        loop = machine(A={"Type": "Pass", "Next": "B"}, B={"Type": "Pass", "Next": "A"})
        self.assertEqual(said(loop), ["MISSING_END_STATE: Workflow has no terminal state"])

    def test_a_state_without_next_and_end(self) -> None:
        for end in ({}, {"End": False}):
            definition = machine(A={"Type": "Wait", "Seconds": 1, **end}, B=END)
            expected = "SCHEMA_VALIDATION_FAILED: A state must have either 'Next' or 'End' at /States/A"
            self.assertEqual(said(definition)[0], expected)

    def test_branches_and_iterations(self) -> None:
        wrong = machine("X", I=END)
        parallel = {"Type": "Parallel", "Branches": [machine("I", I=END), wrong], "End": True}
        self.assertEqual(
            said(machine(A=parallel))[0],
            "MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /States/A/Branches[1]/StartAt",
        )
        for field in ("Iterator", "ItemProcessor"):
            self.assertEqual(
                said(machine(A={"Type": "Map", field: wrong, "End": True}))[0],
                f"MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /States/A/{field}/StartAt",
            )

    def test_a_branch_does_not_see_the_states_around_it(self) -> None:
        branch = machine("I", I={"Type": "Task", "Catch": [{"Next": "B"}], "End": True})
        parallel = {"Type": "Parallel", "Branches": [branch], "Next": "B"}
        self.assertEqual(
            said(machine(A=parallel, B=END)),
            [
                "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Branches[0]/States/I/Catch[0]/Next"
            ],
        )
