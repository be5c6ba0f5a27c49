import unittest

from localstack.aws.spec import load_service

from localstack_harness.support.moto_service import moto_service


class MotoServiceTest(unittest.TestCase):
    def test_serves_every_operation(self) -> None:
        service = moto_service("dynamodb")
        served = service.skeleton.dispatch_table
        self.assertEqual(set(served), set(load_service("dynamodb").operation_names))
        self.assertIn("PutItem", served)


if __name__ == "__main__":
    unittest.main()
