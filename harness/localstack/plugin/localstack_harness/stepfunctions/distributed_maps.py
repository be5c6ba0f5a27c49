"""
Batches of items and Express child executions of a distributed Map, which LocalStack's grammar (asl/antlr) does not have.

A definition is parsed with the batches in its `ItemSelector`, whose values are evaluated where those of `ItemBatcher` are;
child executions are all run as Standard ones.
https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from localstack.services.stepfunctions.asl.component.state.state_execution.state_map.iteration import (
    distributed_iteration_component,
)
from localstack.services.stepfunctions.asl.eval.environment import Environment
from localstack.services.stepfunctions.asl.eval.states import ItemData, MapData
from localstack.services.stepfunctions.asl.parse.asl_parser import AmazonStateLanguageParser

from localstack_harness.support.patching import Original, patch, replace

type Definition = dict[str, Any]

_ITEM, _BATCHER = "harness:item", "harness:batcher"
_JSONATA = "JSONata"
MOST_BYTES = 256 * 1024
"""Of the input of an execution."""


def install() -> None:
    parse: Original = AmazonStateLanguageParser.parse
    replace(AmazonStateLanguageParser, "parse", staticmethod(lambda definition: parse(parsable(definition))))

    @patch(distributed_iteration_component.DistributedIterationComponent._map_run)
    def map_run(original: Original, self: Any, env: Environment, eval_input: Any) -> None:
        if _is_batched(eval_input.item_selector):
            items: list[Any] = env.stack.pop()
            selected = [
                _selected(env, eval_input.item_selector, index, item) for index, item in enumerate(items)
            ]
            env.stack.append(list(batches(selected)))
            eval_input.item_selector = None
        original(self, env, eval_input)


def parsable(definition: str) -> str:
    """A definition that LocalStack's parser takes. One that is no JSON stays as it is, and is refused there."""
    if '"ItemBatcher"' not in definition and '"EXPRESS"' not in definition:
        return definition
    try:
        given = json.loads(definition)
    except ValueError:
        return definition
    if not isinstance(given, dict):
        return definition
    _rewrite(given, given.get("QueryLanguage", "JSONPath"))
    return json.dumps(given)


def _rewrite(workflow: Definition, language: str) -> None:
    for state in (workflow.get("States") or {}).values():
        processor = state.get("ItemProcessor") or {}
        own = state.get("QueryLanguage", language)
        configuration = processor.get("ProcessorConfig") or {}
        if configuration.get("ExecutionType") == "EXPRESS":
            configuration["ExecutionType"] = "STANDARD"
        if configuration.get("Mode") == "DISTRIBUTED" and "ItemBatcher" in state:
            batcher = state.pop("ItemBatcher")
            state["ItemSelector"] = {**_item(state, own), _BATCHER: _template(batcher, own)}
        for inner in (processor, state.get("Iterator") or {}, *(state.get("Branches") or ())):
            _rewrite(inner, own)


def _item(state: Definition, language: str) -> Definition:
    if "ItemSelector" in state:
        return {_ITEM: state["ItemSelector"]}
    if language == _JSONATA:
        return {_ITEM: "{% $states.context.Map.Item.Value %}"}
    return {f"{_ITEM}.$": "$$.Map.Item.Value"}


def _template(batcher: Definition, language: str) -> Definition:
    if language == _JSONATA:
        return batcher
    return {f"{name[:-4]}.$" if name.endswith("Path") else name: value for name, value in batcher.items()}


def _is_batched(selector: Any) -> bool:
    template = getattr(selector, "template_value_object", None)
    return any(binding.identifier == _BATCHER for binding in getattr(template, "bindings", ()))


def _selected(env: Environment, selector: Any, index: int, item: Any) -> Any:
    """What the selector makes of an item."""
    state_input = env.stack[-1]
    frame = env.open_inner_frame()
    try:
        frame.states.context_object.context_object_data["Map"] = MapData(
            Item=ItemData(Index=index, Value=item)
        )
        frame.states.reset(input_value=state_input)
        frame.stack.append(state_input)
        selector.eval(frame)
        return frame.stack[-1]
    finally:
        env.delete_frame(frame)


def batches(selected: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The inputs of the child executions."""
    batch: list[Any] = []
    size = 0
    for each in selected:
        batcher = each[_BATCHER]
        most = int(batcher.get("MaxItemsPerBatch") or len(selected))
        most_bytes = int(batcher.get("MaxInputBytesPerBatch") or MOST_BYTES)
        added = len(json.dumps(each[_ITEM]).encode())
        if batch and (len(batch) >= most or size + added > most_bytes):
            yield _input(batcher, batch)
            batch, size = [], 0
        batch.append(each[_ITEM])
        size += added
    if batch:
        yield _input(selected[-1][_BATCHER], batch)


def _input(batcher: Mapping[str, Any], items: list[Any]) -> dict[str, Any]:
    given = {"BatchInput": batcher["BatchInput"]} if "BatchInput" in batcher else {}
    return {**given, "Items": items}
