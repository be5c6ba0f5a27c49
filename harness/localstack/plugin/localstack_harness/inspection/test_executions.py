import unittest
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from unittest import mock

from localstack_harness.inspection import executions
from localstack_harness.inspection.executions import execution_detail, executions_since


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def execution(name: str, start: int, end: int | None = None, events: int = 0) -> Any:
    history = [{"id": number, "timestamp": at(start), "type": "T"} for number in range(1, events + 1)]
    return SimpleNamespace(
        exec_arn=f"arn:{name}",
        name=name,
        state_machine_arn="arn:machine",
        sm_type="STANDARD",
        exec_status="RUNNING" if end is None else "SUCCEEDED",
        start_date=at(start),
        stop_date=None if end is None else at(end),
        input_data={"a": 1},
        output=None,
        error=None,
        cause=None,
        state_machine=SimpleNamespace(definition="{}"),
        exec_worker=SimpleNamespace(
            env=SimpleNamespace(event_manager=SimpleNamespace(_history_event_list=history))
        ),
    )


class ExecutionsTest(unittest.TestCase):
    def holding(self, *found: Any) -> None:
        store = SimpleNamespace(executions={each.exec_arn: each for each in found})
        stores = SimpleNamespace(iter_stores=lambda: [("000000000000", "us-east-1", store)])
        patched = mock.patch.object(executions, "loaded", return_value=SimpleNamespace(sfn_stores=stores))
        patched.start()
        self.addCleanup(patched.stop)

    def test_there_are_none_before_step_functions_is_used(self) -> None:
        with mock.patch.object(executions, "loaded", return_value=None):
            self.assertEqual(executions_since(0), [])
            self.assertIsNone(execution_detail("arn:a"))

    def test_are_those_that_started_or_ended_since(self) -> None:
        self.holding(
            execution("old", 1, 2), execution("ended", 1, 9), execution("new", 9), execution("runs", 1)
        )
        self.assertEqual([each["name"] for each in executions_since(9_000)], ["ended", "new"])
        self.assertEqual(len(executions_since(0)), 4)

    def test_are_also_those_that_were_redriven_since(self) -> None:
        redriven = execution("redriven", 1)
        redriven.redrives = SimpleNamespace(count=2, date=at(9))
        self.holding(redriven, execution("runs", 1))
        [shown] = executions_since(9_000)
        self.assertEqual((shown["name"], shown["redrives"]), ("redriven", 2))
        self.assertEqual([each["redrives"] for each in executions_since(0)], [2, 0])

    def test_show_their_times_in_milliseconds(self) -> None:
        self.holding(execution("a", 1, 2))
        [shown] = executions_since(0)
        self.assertEqual((shown["startedAt"], shown["endedAt"], shown["isExpress"]), (1_000, 2_000, False))

    def test_are_read_on_from_an_event(self) -> None:
        self.holding(execution("a", 1, events=3))
        first = execution_detail("arn:a")
        assert first
        self.assertEqual((len(first["events"]), first["total"], first["definition"]), (3, 3, "{}"))
        self.assertEqual(first["events"][0]["timestamp"], "1970-01-01T00:00:01+00:00")
        later = execution_detail("arn:a", after=2)
        assert later
        self.assertEqual([each["id"] for each in later["events"]], [3])
        self.assertIsNone(later["definition"])
