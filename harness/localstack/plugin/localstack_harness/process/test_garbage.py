import gc
import queue
import threading
import unittest
from unittest import mock

from localstack_harness.process import garbage


class ReduceCollectionsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.addCleanup(gc.set_threshold, *gc.get_threshold())
        self.addCleanup(gc.unfreeze)
        self.addCleanup(gc.enable)

    def test_collects_nothing_until_localstack_has_started(self) -> None:
        garbage.collect_nothing()
        self.assertFalse(gc.isenabled())
        garbage.reduce_collections()
        self.assertTrue(gc.isenabled())

    def test_does_not_search_existing_objects_again(self) -> None:
        garbage.reduce_collections()
        self.assertGreater(gc.get_freeze_count(), 0)
        self.assertEqual(gc.get_threshold()[0], garbage.YOUNG_OBJECTS)

    def test_still_collects_later_garbage(self) -> None:
        garbage.reduce_collections()
        ring: list[object] = []
        ring.append(ring)
        del ring
        self.assertGreater(gc.collect(), 0)


class LoadsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.addCleanup(gc.unfreeze)

    def test_are_searched_once_nothing_is_to_be_done_and_never_again(self) -> None:
        asked = threading.Semaphore(0)
        answers: queue.SimpleQueue[bool] = queue.SimpleQueue()

        def is_busy() -> bool:
            asked.release()
            return answers.get()

        searches = queue.SimpleQueue[int]()
        freeze, collect = mock.Mock(side_effect=lambda: searches.put(1)), mock.Mock()
        self.enterContext(mock.patch.multiple(gc, collect=collect, freeze=freeze))
        loads = garbage.Loads(is_busy)
        loads.note()
        for _ in range(2):
            self.assertTrue(asked.acquire(timeout=10))
            collect.assert_not_called()
            answers.put(True)
        self.assertTrue(asked.acquire(timeout=10))
        answers.put(False)
        searches.get(timeout=10)
        collect.assert_called_once()
        loads.note()
        self.assertTrue(asked.acquire(timeout=10))
        # another service loads meanwhile: what comes next is not known yet
        loads.note()
        answers.put(False)
        self.assertTrue(asked.acquire(timeout=10))
        collect.assert_called_once()
        answers.put(False)
        searches.get(timeout=10)
        self.assertEqual(collect.call_count, 2)


if __name__ == "__main__":
    unittest.main()
