import threading
import unittest

from localstack_harness.faults.faults import Fault, Faults
from localstack_harness.faults.rate_limit import RateLimit
from localstack_harness.support.timing.lease import Lease


def fault(**given: object) -> Fault:
    defaults: dict[str, object] = {
        "service": "ses",
        "operation": "SendEmail",
        "error": "Throttling",
        "lease": Lease(60),
    }
    return Fault(**{**defaults, **given})  # type: ignore[arg-type]


class FaultsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.faults = Faults()

    def matching(
        self, text: str = "", operation: str = "SendEmail", function: str | None = None
    ) -> list[Fault]:
        service = "lambda" if function else "ses"
        return self.faults.matching(service, operation, lambda: text, function)

    def test_applies_only_to_its_operation(self) -> None:
        self.faults.inject(fault())
        self.assertEqual(len(self.matching()), 1)
        self.assertEqual(self.matching(operation="SendRawEmail"), [])
        self.assertEqual(self.faults.matching("sesv2", "SendEmail", lambda: ""), [])

    def test_applies_only_to_requests_that_contain_all_of_its_match(self) -> None:
        fault_id = self.faults.inject(fault(match=("a@x", "hello")))
        self.assertEqual(self.matching("to a@x: bye"), [])
        self.assertEqual(len(self.matching("to a@x: hello")), 1)
        self.assertEqual(self.faults.hits(fault_id), 1)

    def test_ends_after_its_times_and_still_reports_its_hits(self) -> None:
        fault_id = self.faults.inject(fault(times=2))
        self.assertEqual([len(self.matching()) for _ in range(3)], [1, 1, 0])
        self.assertEqual(self.faults.hits(fault_id), 2)

    def test_spares_calls_within_its_rate(self) -> None:
        fault_id = self.faults.inject(fault(match=("a@x",), rate_limit=RateLimit(2, lambda: 0)))
        texts = ["a@x", "b@x", "a@x", "a@x", "b@x", "a@x"]
        self.assertEqual([len(self.matching(text)) for text in texts], [0, 0, 0, 1, 0, 1])
        self.assertEqual(self.faults.hits(fault_id), 2)

    def test_applies_to_its_share_of_the_calls(self) -> None:
        self.faults.inject(fault(share=0.3))
        hits = sum(bool(self.matching()) for _ in range(2_000))
        self.assertTrue(400 < hits < 800, hits)

    def test_lists_those_that_still_apply(self) -> None:
        used, active = self.faults.inject(fault(times=1)), self.faults.inject(fault())
        self.matching()
        self.assertEqual(set(self.faults.active()), {active})
        self.assertNotEqual(used, active)

    def test_is_followed_by_the_next_fault(self) -> None:
        self.faults.inject(fault(times=1))
        self.faults.inject(fault(error="ServiceUnavailable"))
        self.assertEqual([self.matching()[0].error for _ in range(2)], ["Throttling", "ServiceUnavailable"])

    def test_one_fault_can_delay_and_another_fail_the_same_call(self) -> None:
        self.faults.inject(fault(error=None, delay_ms=5))
        self.faults.inject(fault())
        self.assertEqual(
            [(found.delay_ms, found.error) for found in self.matching()], [(5, None), (0, "Throttling")]
        )

    def test_ends_when_it_is_removed(self) -> None:
        fault_id = self.faults.inject(fault())
        self.matching()
        self.assertEqual(self.faults.remove(fault_id), 1)
        self.assertIsNone(self.faults.hits(fault_id))
        self.assertIsNone(self.faults.remove(fault_id))
        self.assertEqual(self.matching(), [])

    def test_ends_with_its_lease(self) -> None:
        fault_id = self.faults.inject(fault(lease=Lease(0)))
        self.assertEqual(self.matching(), [])
        self.assertIsNone(self.faults.hits(fault_id))

    def test_applies_only_to_its_function(self) -> None:
        self.faults.inject(
            fault(service="lambda", operation="Invoke", function="mine", effect="crash", error=None)
        )
        self.assertEqual(self.matching(operation="Invoke", function="other"), [])
        self.assertEqual(len(self.matching(operation="Invoke", function="mine")), 1)

    def test_does_not_read_a_request_without_need(self) -> None:
        def text() -> str:
            raise AssertionError("the request was read")

        self.assertEqual(self.faults.matching("ses", "SendEmail", text), [])
        self.faults.inject(fault())
        self.assertEqual(len(self.faults.matching("ses", "SendEmail", text)), 1)

    def test_applies_exactly_its_times_to_concurrent_calls(self) -> None:
        fault_id = self.faults.inject(fault(times=7))
        threads = [threading.Thread(target=lambda: [self.matching() for _ in range(20)]) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(self.faults.hits(fault_id), 7)


if __name__ == "__main__":
    unittest.main()
