"""Answers WebSocket requests in the thread that owns the connections."""

from typing import TYPE_CHECKING, cast

from rolo.serving.twisted import TwistedWebSocketAdapter
from twisted.internet import reactor
from twisted.internet.threads import blockingCallFromThread
from twisted.python.threadable import isInIOThread

from localstack_harness.support.patching import Original, patch

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase


def answer_in_reactor() -> None:
    """
    Changes rolo/serving/twisted.py, which writes to a WebSocket's connection in the thread of the request.

    Twisted's connections belong to the thread of the reactor. A write in another thread while the client disconnects
    leaves the number of a closed socket among those that the reactor watches. The next connection that gets this number
    is never read: its client waits forever.
    """
    for method in (
        TwistedWebSocketAdapter.accept,
        TwistedWebSocketAdapter.reject,
        TwistedWebSocketAdapter.send,
        TwistedWebSocketAdapter.close,
    ):
        patch(method)(_in_reactor)


def _in_reactor(
    original: Original, adapter: TwistedWebSocketAdapter, *args: object, **options: object
) -> None:
    def answer() -> None:
        if not adapter.channel.closed:
            original(adapter, *args, **options)

    if isInIOThread() or not cast("ReactorBase", reactor).running:
        answer()
    else:
        blockingCallFromThread(reactor, answer)
