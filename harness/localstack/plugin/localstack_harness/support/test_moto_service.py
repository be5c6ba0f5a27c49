import copy
import pickle
import unittest

from localstack.aws.spec import load_service

from localstack_harness.support.moto_service import Attached, moto_service


class MotoServiceTest(unittest.TestCase):
    def test_serves_every_operation(self) -> None:
        service = moto_service("dynamodb")
        served = service.skeleton.dispatch_table
        self.assertEqual(set(served), set(load_service("dynamodb").operation_names))
        self.assertIn("PutItem", served)


CODES: Attached[dict[str, str]] = Attached("codes", dict)


class User:
    pass


class AttachedTest(unittest.TestCase):
    def test_each_object_has_its_value_which_is_pickled_and_copied_with_it(self) -> None:
        user, other = User(), User()
        CODES.of(user)["sign-up"] = "123"
        self.assertEqual(CODES.of(user), {"sign-up": "123"})
        self.assertEqual(CODES.of(other), {})
        for same in (pickle.loads(pickle.dumps(user)), copy.deepcopy(user)):
            self.assertEqual(CODES.of(same), {"sign-up": "123"})


if __name__ == "__main__":
    unittest.main()
