import threading
import time
import unittest
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from localstack_harness.lambda_.fleet import ClosedError, Fleet

_SOON_S = 10


@dataclass
class Room:
    starts: int = 2
    environments: int = 8
    short: bool = False

    def memory_is_short(self) -> bool:
        return self.short


class Machine:
    """Starts environments, which are numbers, and knows how many start and exist at the same time."""

    def __init__(self, start_s: float = 0.01) -> None:
        self._start_s = start_s
        self._changed = threading.Condition()
        self.started = 0
        self.starting = 0
        self.most_starting = 0
        self.alive: set[int] = set()
        self.most_alive = 0

    def start(self) -> int:
        with self._changed:
            self.starting += 1
            self.most_starting = max(self.most_starting, self.starting)
        time.sleep(self._start_s)  # what a start costs
        with self._changed:
            self.starting -= 1
            self.started += 1
            self.alive.add(self.started)
            self.most_alive = max(self.most_alive, len(self.alive))
            self._changed.notify_all()
            return self.started

    def stop(self, environment: int) -> None:
        with self._changed:
            self.alive.discard(environment)
            self._changed.notify_all()

    def wait_for(self, condition: Callable[[], bool]) -> bool:
        with self._changed:
            return self._changed.wait_for(condition, _SOON_S)


def invocation(fleet: Fleet[int], machine: Machine, seconds: float) -> Callable[[], None]:
    """A job that uses an environment of the function `f` for some time."""

    def invoke() -> None:
        environment = fleet.acquire("f", machine.start, machine.stop)
        time.sleep(seconds)
        fleet.release("f", environment)

    return invoke


class FleetTest(unittest.TestCase):
    def fleet(self, room: Room, saturated: bool = False, keep_s: float = 600) -> Fleet[int]:
        fleet = Fleet[int](room, keep_s, lambda: saturated)
        self.addCleanup(fleet.close)
        return fleet

    def run_all(self, jobs: list[Callable[[], None]]) -> None:
        errors: list[BaseException] = []

        def run(job: Callable[[], None]) -> None:
            try:
                job()
            except BaseException as error:  # noqa: BLE001 - for the test to report
                errors.append(error)

        threads = [threading.Thread(target=run, args=(job,), daemon=True) for job in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
            self.assertFalse(thread.is_alive(), "an invocation got no environment")
        if errors:
            raise errors[0]

    def warm_two(self, fleet: Fleet[int], machine: Machine) -> None:
        fleet.warm("f", machine.start, machine.stop, 2)
        self.assertTrue(machine.wait_for(lambda: machine.started == 2))

    def test_a_burst_starts_few_at_once_and_few_at_all(self) -> None:
        fleet, machine = self.fleet(Room()), Machine()

        self.run_all([invocation(fleet, machine, 0.01)] * 300)
        self.assertLessEqual(machine.most_starting, 2)
        self.assertGreater(machine.started, 2)
        self.assertLessEqual(machine.most_alive, 8)

    def test_a_short_burst_on_a_busy_machine_starts_no_more_than_at_rest(self) -> None:
        fleet, machine = self.fleet(Room(), saturated=True), Machine()
        self.run_all([invocation(fleet, machine, 0.005)] * 60)
        self.assertEqual(machine.started, 2)

    def test_a_long_burst_on_a_busy_machine_starts_some(self) -> None:
        fleet, machine = self.fleet(Room(environments=40), saturated=True), Machine()
        self.run_all([invocation(fleet, machine, 0.1)] * 60)
        self.assertGreater(machine.started, 2)

    def test_a_busy_machine_ends_no_environment_to_start_another(self) -> None:
        fleet, machine = self.fleet(Room(environments=4), saturated=True), Machine()
        fleet.warm("other", machine.start, machine.stop, 2)
        self.assertTrue(machine.wait_for(lambda: machine.started == 2))
        self.run_all([invocation(fleet, machine, 0.005)] * 60)
        self.assertEqual((machine.started, fleet.count("other")), (4, 2))

    def test_a_queue_that_clears_before_a_start_starts_none(self) -> None:
        fleet, machine = self.fleet(Room(), saturated=True), Machine(start_s=0.5)

        invoke = invocation(fleet, machine, 0.01)
        self.warm_two(fleet, machine)
        self.run_all([invoke] * 10)  # after which the pace is known
        self.run_all([invoke] * 60)  # which takes 0.3 s
        self.assertEqual(fleet.count("f"), 2)

    def test_a_queue_that_no_longer_clears_starts_more(self) -> None:
        fleet, machine = self.fleet(Room()), Machine(start_s=0.1)

        self.warm_two(fleet, machine)
        self.run_all([invocation(fleet, machine, 0.001)] * 10)
        for _ in range(2):
            fleet.acquire("f", machine.start, machine.stop)
        # neither of the two becomes free
        self.assertEqual(fleet.acquire("f", machine.start, machine.stop), 3)

    def test_a_version_is_warmed_before_its_first_invocation(self) -> None:
        fleet, machine = self.fleet(Room(environments=3)), Machine()
        fleet.warm("f", machine.start, machine.stop, 2)
        self.assertEqual(fleet.count("f"), 2)
        fleet.warm("f", machine.start, machine.stop, 2)
        fleet.warm("g", machine.start, machine.stop, 5)
        self.assertTrue(machine.wait_for(lambda: machine.started == 3))
        fleet.acquire("f", machine.start, machine.stop)
        self.assertEqual((machine.started, fleet.count("f"), fleet.count("g")), (3, 2, 1))

    def test_an_environment_that_becomes_free_serves_before_its_own_starts(self) -> None:
        fleet, machine = self.fleet(Room()), Machine()
        first = fleet.acquire("f", machine.start, machine.stop)
        slow = threading.Event()

        def start_slowly() -> int:
            slow.wait(_SOON_S)
            return machine.start()

        got: list[int] = []
        second = threading.Thread(target=lambda: got.append(fleet.acquire("f", start_slowly, machine.stop)))
        second.start()
        fleet.release("f", first)
        second.join(_SOON_S)
        self.assertEqual(got, [first])
        slow.set()

    def test_the_one_used_last_is_used_next(self) -> None:
        fleet, machine = self.fleet(Room()), Machine()
        one, other = (fleet.acquire("f", machine.start, machine.stop) for _ in range(2))
        fleet.release("f", one)
        fleet.release("f", other)
        self.assertEqual(fleet.acquire("f", machine.start, machine.stop), other)

    def test_functions_that_invoke_each_other_do_not_wait_forever(self) -> None:
        fleet, machine = self.fleet(Room(environments=2)), Machine()

        def invoke(depth: int) -> None:
            environment = fleet.acquire(f"f{depth}", machine.start, machine.stop)
            if depth < 3:
                invoke(depth + 1)
            fleet.release(f"f{depth}", environment)

        self.run_all([lambda: invoke(0)] * 3)

    def test_a_function_with_none_comes_before_one_with_many(self) -> None:
        fleet, machine = self.fleet(Room(environments=4)), Machine()
        held = [fleet.acquire("many", machine.start, machine.stop) for _ in range(4)]
        served: list[str] = []

        def want(name: str) -> Callable[[], None]:
            def job() -> None:
                environment = fleet.acquire(name, machine.start, machine.stop)
                served.append(name)
                fleet.release(name, environment)

            return job

        jobs = [threading.Thread(target=want(name), daemon=True) for name in ("many", "few")]
        for job in jobs:
            job.start()
        fleet.release("many", held[0])
        jobs[1].join(_SOON_S)
        self.assertIn("few", served)
        self.assertLessEqual(machine.most_alive, 4)
        for environment in held[1:]:
            fleet.release("many", environment)
        jobs[0].join(_SOON_S)
        self.assertEqual(sorted(served), ["few", "many"])

    def test_an_idle_environment_of_another_function_makes_room(self) -> None:
        fleet, machine = self.fleet(Room(environments=2)), Machine()
        held = [fleet.acquire("a", machine.start, machine.stop) for _ in range(2)]
        for environment in held:
            fleet.release("a", environment)
        fleet.acquire("b", machine.start, machine.stop)
        self.assertTrue(machine.wait_for(lambda: len(machine.alive) <= 2))

    def test_nothing_starts_while_memory_is_short_and_idle_ones_end(self) -> None:
        room = Room()
        fleet, machine = self.fleet(room), Machine()
        environment = fleet.acquire("f", machine.start, machine.stop)
        room.short = True
        fleet.release("f", environment)
        self.assertTrue(machine.wait_for(lambda: not machine.alive))
        waiting = threading.Thread(target=fleet.acquire, args=("f", machine.start, machine.stop), daemon=True)
        waiting.start()
        waiting.join(0.3)
        self.assertTrue(waiting.is_alive())
        room.short = False
        waiting.join(_SOON_S)
        self.assertFalse(waiting.is_alive())

    def test_a_start_that_fails_fails_one_invocation(self) -> None:
        fleet, machine = self.fleet(Room()), Machine()
        outcomes: Iterator[bool] = iter((False, True, True))

        def start() -> int:
            if not next(outcomes):
                raise RuntimeError("no such runtime")
            return machine.start()

        with self.assertRaisesRegex(RuntimeError, "no such runtime"):
            fleet.acquire("f", start, machine.stop)
        self.assertEqual(fleet.acquire("f", start, machine.stop), 1)

    def test_what_failed_is_not_used_again(self) -> None:
        fleet, machine = self.fleet(Room()), Machine()
        broken = fleet.acquire("f", machine.start, machine.stop)
        fleet.discard("f", broken)
        self.assertEqual(machine.alive, set())
        self.assertNotEqual(fleet.acquire("f", machine.start, machine.stop), broken)

    def test_a_version_ends_after_its_invocations(self) -> None:
        fleet, machine = self.fleet(Room()), Machine()
        one, other = (fleet.acquire("f", machine.start, machine.stop) for _ in range(2))
        fleet.release("f", one)
        fleet.end_version("f")
        self.assertEqual(machine.alive, {other})
        fleet.release("f", other)
        self.assertEqual(machine.alive, set())

    def test_an_environment_is_kept_for_a_while_after_its_last_invocation(self) -> None:
        fleet, machine = self.fleet(Room(), keep_s=0.2), Machine()
        fleet.release("f", fleet.acquire("f", machine.start, machine.stop))
        self.assertEqual(machine.alive, {1})
        self.assertTrue(machine.wait_for(lambda: not machine.alive))

    def test_a_stop_ends_all_waiting(self) -> None:
        fleet, machine = self.fleet(Room(short=True)), Machine()
        errors: list[Exception] = []

        def wait() -> None:
            try:
                fleet.acquire("f", machine.start, machine.stop)
            except ClosedError as error:
                errors.append(error)

        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        thread.join(0.1)
        fleet.close()
        thread.join(_SOON_S)
        self.assertEqual(len(errors), 1)
        with self.assertRaises(ClosedError):
            fleet.acquire("f", machine.start, machine.stop)


if __name__ == "__main__":
    unittest.main()
