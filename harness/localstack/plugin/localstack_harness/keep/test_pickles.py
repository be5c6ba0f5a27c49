import threading
import unittest
from collections import defaultdict
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from localstack.state import pickle

from localstack_harness.keep import pickles

pickles.make_picklable()


def again(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))


class Named(defaultdict[str, list[int]]):
    """As moto has them."""

    def __init__(self, name: str) -> None:
        super().__init__(list)
        self.name = name
        self.itself = self


class PicklesTest(unittest.TestCase):
    def test_a_lock_that_another_thread_holds_is_free_again(self) -> None:
        for lock in (threading.Lock(), threading.RLock()):
            thread = threading.Thread(target=lock.acquire)
            thread.start()
            thread.join()
            self.assertTrue(again(lock).acquire(blocking=False), lock)

    def test_a_condition_waits_and_is_notified(self) -> None:
        condition = again(threading.Condition())
        with condition:
            condition.notify_all()

    def test_a_dictionary_with_arguments_of_its_class(self) -> None:
        named = Named("pets")
        named["a"].append(1)
        copy = again(named)
        self.assertEqual((copy["a"], copy["b"], copy.name), ([1], [], "pets"))
        self.assertIs(copy.itself, copy)

    def test_a_default_dictionary(self) -> None:
        counts: defaultdict[str, int] = defaultdict(int, a=1)
        self.assertEqual((again(counts)["a"], again(counts)["b"]), (1, 0))

    def test_keys(self) -> None:
        private: list[Any] = [
            rsa.generate_private_key(public_exponent=65_537, key_size=2048),
            ec.generate_private_key(ec.SECP256R1()),
            ed25519.Ed25519PrivateKey.generate(),
        ]
        for key in private:
            self.assertEqual(again(key).public_key(), key.public_key())
            self.assertEqual(again(key.public_key()), key.public_key())
