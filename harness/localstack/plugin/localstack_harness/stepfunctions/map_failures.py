"""Failures of a distributed Map: its items, the reader of its items and the writer of its results.

LocalStack counts items that failed and continues, takes no percentage without a fraction, takes a count in JSONata for a
percentage, and reports what S3 refuses as States.Runtime. Mends asl/component/state/state_execution/state_map and
asl/parse of LocalStack's Step Functions.
"""

from typing import Any, override

from antlr4.Token import Token
from localstack.services.stepfunctions.asl.antlr.runtime.ASLLexer import ASLLexer
from localstack.services.stepfunctions.asl.component.common.error_name.failure_event import (
    FailureEventException,
)
from localstack.services.stepfunctions.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_map import tolerated_failure
from localstack.services.stepfunctions.asl.component.state.state_execution.state_map.item_reader import (
    item_reader_decl,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_map.iteration import (
    distributed_iteration_component,
)
from localstack.services.stepfunctions.asl.component.state.state_execution.state_map.result_writer import (
    result_writer_decl,
)
from localstack.services.stepfunctions.asl.eval.environment import Environment
from localstack.services.stepfunctions.asl.parse import asl_parser
from localstack.services.stepfunctions.asl.parse.preprocessor import Preprocessor
from localstack.services.stepfunctions.asl.utils.json_path import NoSuchJsonPathError

from localstack_harness.stepfunctions.failures import KnownAs, failure_known_as
from localstack_harness.support.patching import Original, patch, replace


def install() -> None:
    replace(asl_parser, "ASLLexer", WholePercentages)
    _read_counts_as_counts()
    _fail_beyond_the_threshold()
    _name(item_reader_decl.ItemReader, StatesErrorNameType.StatesItemReaderFailed)
    _name(result_writer_decl.ResultWriter, StatesErrorNameType.StatesResultWriterFailed)


class WholePercentages(ASLLexer):
    """The grammar has a number with a fraction for `ToleratedFailurePercentage` only: 25 becomes one."""

    _PERCENTAGE = (ASLLexer.TOLERATEDFAILUREPERCENTAGE, ASLLexer.COLON)
    _last: tuple[int | None, ...] = ()

    @override
    def nextToken(self) -> Token:
        token: Token = super().nextToken()
        if token.type == ASLLexer.INT and self._last == self._PERCENTAGE:
            token.type = ASLLexer.NUMBER
        self._last = (*self._last[-1:], token.type)
        return token


def _read_counts_as_counts() -> None:
    def visit(self: Preprocessor, ctx: Any) -> tolerated_failure.ToleratedFailureCountStringJSONata:
        count = self.visitString_jsonata(ctx.string_jsonata())
        return tolerated_failure.ToleratedFailureCountStringJSONata(count)

    replace(Preprocessor, "visitTolerated_failure_count_string_jsonata", visit)


def is_exceeded(failed: int, total: int, count: int, percentage: float) -> bool:
    """Without a threshold, the first failure is one too many."""
    if not count and not percentage:
        return failed > 0
    beyond_count = bool(count) and failed > count
    return beyond_count or (bool(percentage) and failed * 100 > percentage * total)


def _fail_beyond_the_threshold() -> None:
    @patch(distributed_iteration_component.DistributedIterationComponent._map_run)
    def map_run(
        original: Original,
        self: distributed_iteration_component.DistributedIterationComponent,
        env: Environment,
        eval_input: Any,
    ) -> None:
        original(self, env, eval_input)
        record = eval_input.map_run_record
        items = record.item_counter
        if is_exceeded(
            items.failed.get() + items.timed_out.get(),
            items.total.get(),
            record.tolerated_failure_count,
            record.tolerated_failure_percentage,
        ):
            raise failure_known_as(
                env,
                KnownAs(StatesErrorNameType.StatesExceedToleratedFailureThreshold.to_name()),
                "The specified tolerated failure threshold was exceeded",
            )


def _name(component: Any, name: StatesErrorNameType) -> None:
    @patch(component._eval_body)
    def eval_body(original: Original, self: Any, env: Environment) -> None:
        try:
            original(self, env)
        except (FailureEventException, NoSuchJsonPathError):
            raise
        except Exception as error:
            raise failure_known_as(env, KnownAs(name.to_name()), str(error)) from error
