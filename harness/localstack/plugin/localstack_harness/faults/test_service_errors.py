import unittest

from localstack.aws.spec import load_service

from localstack_harness.faults.service_errors import service_error


class ServiceErrorTest(unittest.TestCase):
    def answer(self, service: str, operation: str, code: str, status: int | None = None) -> tuple[int, bool]:
        error = service_error(load_service(service), operation, code, None, status)
        self.assertEqual(error.code, code)
        return error.status_code, error.sender_fault

    def test_takes_the_status_from_the_model_of_the_service(self) -> None:
        self.assertEqual(self.answer("ses", "SendEmail", "MessageRejected"), (400, True))
        self.assertEqual(self.answer("lambda", "Invoke", "ServiceException"), (500, False))
        self.assertEqual(self.answer("lambda", "Invoke", "TooManyRequestsException"), (429, True))

    def test_takes_it_from_the_common_errors_if_the_model_has_none(self) -> None:
        self.assertEqual(self.answer("ses", "SendEmail", "Throttling"), (400, True))
        self.assertEqual(self.answer("ses", "SendEmail", "ServiceUnavailable"), (503, False))
        self.assertEqual(self.answer("s3", "PutObject", "SlowDown"), (503, False))

    def test_prefers_the_status_of_the_test(self) -> None:
        self.assertEqual(self.answer("ses", "SendEmail", "MessageRejected", 500), (500, False))

    def test_has_a_message(self) -> None:
        service = load_service("ses")
        self.assertEqual(str(service_error(service, "SendEmail", "Throttling", None, None)), "Rate exceeded")
        self.assertEqual(str(service_error(service, "SendEmail", "Throttling", "mine", None)), "mine")


if __name__ == "__main__":
    unittest.main()
