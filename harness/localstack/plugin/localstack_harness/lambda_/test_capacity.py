import unittest
from unittest import mock

from localstack_harness.lambda_ import capacity
from localstack_harness.lambda_.capacity import Memory, Saturation, capacity_of, machine_memory, processors


class CapacityTest(unittest.TestCase):
    def test_functions_get_an_eighth_of_the_memory(self) -> None:
        capacity = capacity_of(Memory(24_576, 20_000), 2, 64, {})
        self.assertEqual((capacity.starts, capacity.environments, capacity.reserve), (2, 48, 1024))

    def test_a_small_machine_runs_some_functions_anyway(self) -> None:
        capacity = capacity_of(Memory(2_000, 1_000), 1, 64, {})
        self.assertEqual((capacity.starts, capacity.environments, capacity.reserve), (2, 8, 200))

    def test_settings_replace_what_the_machine_says(self) -> None:
        settings = {"HARNESS_LAMBDA_MEMORY_MB": "640", "HARNESS_LAMBDA_STARTS": "5"}
        capacity = capacity_of(Memory(24_576, 20_000), 2, 64, settings)
        self.assertEqual((capacity.starts, capacity.environments), (5, 10))
        settings["HARNESS_LAMBDA_ENVIRONMENTS"] = "3"
        self.assertEqual(capacity_of(Memory(24_576, 20_000), 2, 64, settings).environments, 3)

    def test_a_setting_that_is_no_number_is_an_error(self) -> None:
        for value in ("0", "-1", "many", "1.5"):
            with self.assertRaisesRegex(ValueError, "HARNESS_LAMBDA_STARTS must be a whole number"):
                capacity_of(Memory(1, 1), 1, 64, {"HARNESS_LAMBDA_STARTS": value})

    def test_this_machine_has_memory_and_processors(self) -> None:
        memory = machine_memory()
        self.assertGreater(memory.available, 0)
        self.assertLessEqual(memory.available, memory.total)
        self.assertGreaterEqual(processors(), 1)

    def test_a_machine_is_saturated_when_its_processors_or_this_process_are_busy(self) -> None:
        self.assertFalse(self.reached(own=0.1, machine=0.3))
        self.assertTrue(self.reached(own=0.25, machine=0.3))
        self.assertTrue(self.reached(own=0.0, machine=0.5 * 1.9))
        self.assertFalse(self.reached(own=0.0, machine=2.0, span=60), "mostly at rest")

    def reached(self, own: float, machine: float, span: float = 0.3) -> bool:
        """With two processors, after that many seconds of processor time within the span."""
        with (
            mock.patch("psutil.cpu_count", return_value=2),
            mock.patch("time.monotonic", side_effect=[5.0, 5.0 + span]),
            mock.patch.object(
                capacity, "_busy_seconds", side_effect=[(1.0, 9.0), (1.0 + own, 9.0 + machine)]
            ),
        ):
            return Saturation().is_reached()


if __name__ == "__main__":
    unittest.main()
