"""
Threads that are used again. LocalStack starts one for each state of an execution, for example; a start makes two threads
wait for each other, and takes longer than most of what they do.
"""

import contextvars
import logging
import os
import threading
from collections import deque
from collections.abc import Callable
from queue import Empty, SimpleQueue

LOG = logging.getLogger(__name__)

type Task = Callable[[], object]


class ReusedThreads:
    def __init__(self, idle_s: float = 5.0) -> None:
        """A thread without a task ends after `idle_s` seconds."""
        self._idle_s = idle_s
        self._idle: deque[SimpleQueue[Task]] = deque()
        # a copy of the process has none of these threads
        os.register_at_fork(after_in_child=self._idle.clear)

    def start(self, task: Task) -> None:
        """Runs `task` in another thread, and in a new context, as in a new thread. Logs what it raises."""
        try:
            # the last one: others end if there are too many
            tasks = self._idle.pop()
        except IndexError:
            tasks = SimpleQueue()
            threading.Thread(target=self._work, args=(tasks,), daemon=True, name="reused").start()
        tasks.put(task)

    def _work(self, tasks: SimpleQueue[Task]) -> None:
        while task := self._next(tasks):
            try:
                contextvars.Context().run(task)
            except Exception:
                LOG.exception("a task failed")
            # what it refers to is not kept while there is no other
            del task
            self._idle.append(tasks)

    def _next(self, tasks: SimpleQueue[Task]) -> Task | None:
        try:
            return tasks.get(timeout=self._idle_s)
        except Empty:
            try:
                self._idle.remove(tasks)
            except ValueError:
                # it is given one at this moment
                return tasks.get()
            return None


THREADS = ReusedThreads()


class ReusedThread:
    """In place of threading.Thread, where one is started and never asked about."""

    def __init__(self, *, target: Task, daemon: bool) -> None:
        assert daemon
        self._target = target

    def start(self) -> None:
        THREADS.start(self._target)
