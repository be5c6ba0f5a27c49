"""Evaluates JSONata in one child process, which the first expression starts."""

from pathlib import Path
from typing import Any

from localstack.services.stepfunctions.asl.jsonata.jsonata import JSONataException

from localstack_harness.support.node_child import NoAnswerError, NodeChild

SCRIPT = Path(__file__).with_name("evaluator.mjs")
LONGEST_S = 10.0
"""Step Functions gives an expression no more than seconds; one that never ends must not block all others."""


class Evaluator:
    def __init__(self, node: str, package: str, longest: float = LONGEST_S) -> None:
        self._child = NodeChild(node, SCRIPT, package, longest_s=longest)
        self.close = self._child.close

    def __call__(self, expression: str) -> Any:
        """Returns the expression's value, None for undefined. Raises JSONataException."""
        try:
            answer = self._child.ask(expression)
        except NoAnswerError as error:
            raise JSONataException("UNKNOWN", f"the expression has {error}") from error
        if "error" in answer:
            raise JSONataException("UNKNOWN", answer["error"])
        return answer["value"]
