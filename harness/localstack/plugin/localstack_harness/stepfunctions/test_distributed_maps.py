import json
import unittest
from typing import Any

from localstack_harness.stepfunctions.distributed_maps import batches, parsable
from localstack_harness.stepfunctions.program_for_tests import one_state, run

PASS = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}


def distributed(**state: Any) -> dict[str, Any]:
    config = {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}
    return one_state(Type="Map", ItemProcessor={"ProcessorConfig": config, **PASS}, **state)


class DistributedMapsTest(unittest.TestCase):
    def test_items_are_given_in_batches_with_their_common_input(self) -> None:
        batcher = {"MaxItemsPerBatch": 2, "BatchInput": {"day.$": "$.day"}}
        ended = run(
            distributed(ItemsPath="$.pets", ItemBatcher=batcher), {"day": "Monday", "pets": ["a", "b", "c"]}
        )
        common = {"BatchInput": {"day": "Monday"}}
        self.assertEqual(
            (ended.cause, ended.output), (None, [{**common, "Items": ["a", "b"]}, {**common, "Items": ["c"]}])
        )

    def test_items_are_selected_before_they_are_batched(self) -> None:
        ended = run(
            distributed(
                ItemsPath="$.pets",
                ItemSelector={"name.$": "$$.Map.Item.Value", "index.$": "$$.Map.Item.Index"},
                ItemBatcher={"MaxItemsPerBatchPath": "$.most"},
            ),
            {"most": 2, "pets": ["a", "b"]},
        )
        self.assertEqual(
            (ended.cause, ended.output),
            (None, [{"Items": [{"name": "a", "index": 0}, {"name": "b", "index": 1}]}]),
        )

    def test_jsonata_gives_the_batches(self) -> None:
        state = distributed(
            Items="{% $states.input.pets %}",
            ItemBatcher={
                "MaxItemsPerBatch": "{% 1 + 1 %}",
                "BatchInput": {"n": "{% $count($states.input.pets) %}"},
            },
        )
        ended = run({"QueryLanguage": "JSONata", **state}, {"pets": ["a", "b", "c"]})
        common = {"BatchInput": {"n": 3}}
        self.assertEqual(
            (ended.cause, ended.output), (None, [{**common, "Items": ["a", "b"]}, {**common, "Items": ["c"]}])
        )

    def test_express_executions_run_without_batches(self) -> None:
        self.assertEqual(run(distributed(ItemsPath="$.pets"), {"pets": ["a"]}).output, ["a"])

    def test_a_batch_has_the_size_that_is_allowed(self) -> None:
        selected = [
            {"harness:item": "x" * 60, "harness:batcher": {"MaxInputBytesPerBatch": 130}} for _ in range(3)
        ]
        self.assertEqual([len(batch["Items"]) for batch in batches(selected)], [2, 1])

    def test_what_needs_no_change_and_what_is_no_definition_stays(self) -> None:
        for text in (json.dumps(PASS), '"ItemBatcher" {', '["ItemBatcher"]'):
            self.assertIs(parsable(text), text)


if __name__ == "__main__":
    unittest.main()
