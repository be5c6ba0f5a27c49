import time
import unittest

from localstack_harness.calls.recorder_cost import RecorderCost


class RecorderCostTest(unittest.TestCase):
    def setUp(self) -> None:
        self.cost = RecorderCost()

    def test_starts_at_zero(self) -> None:
        so_far = self.cost.so_far()
        self.assertEqual((so_far["calls"], so_far["seconds"]), (0, 0))

    def test_adds_up_processor_time_without_waiting_time(self) -> None:
        for _ in range(2):
            with self.cost.of_call():
                until = time.thread_time() + 0.005
                while time.thread_time() < until:
                    pass
                time.sleep(0.05)
        so_far = self.cost.so_far()
        self.assertEqual(so_far["calls"], 2)
        self.assertGreaterEqual(so_far["seconds"], 0.01)
        self.assertLess(so_far["seconds"], 0.05)
        self.assertGreaterEqual(so_far["elapsed"], 0.1)

    def test_counts_a_call_that_could_not_be_recorded(self) -> None:
        with self.assertRaises(KeyError), self.cost.of_call():
            raise KeyError
        self.assertEqual(self.cost.so_far()["calls"], 1)


if __name__ == "__main__":
    unittest.main()
