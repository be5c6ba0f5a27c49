import unittest

from localstack_harness.faults.rate_limit import RateLimit


class RateLimitTest(unittest.TestCase):
    def setUp(self) -> None:
        self.time = 100.0

    def admitted(self, rate_limit: RateLimit, *times: float) -> list[bool]:
        results = []
        for self.time in times:
            results.append(rate_limit.admit())
        return results

    def test_admits_so_many_in_any_one_second(self) -> None:
        rate_limit = RateLimit(2, lambda: self.time)
        self.assertEqual(
            self.admitted(rate_limit, 0, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0),
            [True, True, False, True, False, True, True],
        )

    def test_does_not_count_what_it_refuses(self) -> None:
        rate_limit = RateLimit(1, lambda: self.time)
        self.assertEqual(self.admitted(rate_limit, 0, 0.5, 0.999, 1), [True, False, False, True])

    def test_does_not_save_up_after_a_pause(self) -> None:
        rate_limit = RateLimit(2, lambda: self.time)
        self.assertEqual(self.admitted(rate_limit, 0, 60, 60, 60), [True, True, True, False])
