import os
import unittest

from localstack_harness.process.contention.random_bytes import RandomBytes


class RandomBytesTest(unittest.TestCase):
    def test_are_as_many_as_asked_for_and_never_the_same(self) -> None:
        random = RandomBytes()
        for size in (0, 1, 8, 12, 16, 17, 64):
            self.assertEqual(len(random.take(size)), size)
        with self.assertRaises(ValueError):
            random.take(-1)
        self.assertEqual(len({random.take(16) for _ in range(2_000)}), 2_000)

    def test_come_from_the_system_some_at_once(self) -> None:
        random = RandomBytes()
        asked: list[int] = []

        def from_system(size: int) -> bytes:
            asked.append(size)
            return os.urandom(size)

        random._from_system = from_system
        for _ in range(512):
            random.take(16)
        self.assertEqual(asked, [512 * 16])
        random.take(32)
        self.assertEqual(asked[1:], [32])

    def test_of_a_copy_of_the_process_are_others(self) -> None:
        random = RandomBytes()
        random.take(16)
        mine = random._pieces[0]
        random.forget()
        self.assertNotEqual(random.take(16), mine)
