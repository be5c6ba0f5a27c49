import gc
import unittest

from localstack_harness.process import garbage


class CollectSeldomTest(unittest.TestCase):
    def setUp(self) -> None:
        self.addCleanup(gc.set_threshold, *gc.get_threshold())
        self.addCleanup(gc.unfreeze)

    def test_what_is_there_is_not_looked_through_again(self) -> None:
        garbage.collect_seldom()
        self.assertGreater(gc.get_freeze_count(), 0)
        self.assertEqual(gc.get_threshold()[0], garbage.YOUNG_OBJECTS)

    def test_what_comes_later_and_becomes_garbage_is_still_collected(self) -> None:
        garbage.collect_seldom()
        ring: list[object] = []
        ring.append(ring)
        del ring
        self.assertGreater(gc.collect(), 0)


if __name__ == "__main__":
    unittest.main()
