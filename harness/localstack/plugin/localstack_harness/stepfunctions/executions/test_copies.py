import copy
import unittest
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from localstack.services.stepfunctions.asl.eval import states

from localstack_harness.stepfunctions.executions import copies


class Kind(Enum):
    ONE = "one"


class Own(dict[str, Any]):
    pass


class CopiesTest(unittest.TestCase):
    def test_equal_the_original_and_share_no_part_that_can_change(self) -> None:
        original: Any = {
            "text": "ä", "number": 1.5, "none": None, "true": True, "kind": Kind.ONE, "at": datetime.now(UTC),
            "list": [1, [2], {"three": [3]}], "own": Own(a=[1]), "set": {1}, "tuple": ([1],),
        }  # fmt: skip
        before = copy.deepcopy(original)
        copied = copies.Copying().deepcopy(original)
        self.assertEqual(copied, original)
        self.assertIsInstance(copied["own"], Own)
        original["list"][2]["three"].append(4)
        original["own"]["a"].append(2)
        original["tuple"][0].append(2)
        original["set"].add(2)
        self.assertEqual(copied, before)

    def test_are_those_that_localstack_makes(self) -> None:
        original: Any = states.copy
        self.addCleanup(setattr, states, "copy", original)
        copies.install()
        self.assertIs(states.copy.deepcopy, copies.Copying.deepcopy)
        self.assertIs(states.copy.copy, copy.copy)
