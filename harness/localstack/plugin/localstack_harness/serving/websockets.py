"""Answers WebSocket requests in the thread that owns the connections, also those that are refused or malformed."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from rolo.serving.twisted import TwistedWebSocketAdapter, WebSocketChannel, WebsocketResourceDecorator
from twisted.internet import reactor
from twisted.internet.threads import blockingCallFromThread
from twisted.python.threadable import isInIOThread
from twisted.web.server import NOT_DONE_YET
from wsproto import events
from wsproto.connection import ConnectionState
from wsproto.utilities import RemoteProtocolError

from localstack_harness.support.patching import Original, patch

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase

_PROTOCOL_ERROR = 1002


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


def end_refused() -> None:
    """
    Changes rolo/serving/twisted.py, which leaves the connection of a refused WebSocket open although nothing reads it any
    more, answers 200 to one that nothing serves, and 500 to a malformed upgrade.
    """

    @patch(WebSocketChannel.wsReject)
    def ws_reject(original: Original, /, *args: Any, **options: Any) -> None:
        channel: WebSocketChannel = args[0]
        _last_response(channel.request)
        original(*args, **options)

    @patch(WebSocketChannel.close)
    def close(original: Original, /, *args: Any, **options: Any) -> None:
        channel: WebSocketChannel = args[0]
        request = channel.request
        if not request.finished:
            if channel.wsproto.state is ConnectionState.CONNECTING and request.code == HTTPStatus.OK:
                request.setResponseCode(HTTPStatus.NOT_FOUND)
            _last_response(request)
        original(*args, **options)

    @patch(WebsocketResourceDecorator.render)
    def render(original: Original, /, *args: Any, **options: Any) -> Any:
        try:
            return original(*args, **options)
        except RemoteProtocolError as error:
            request = args[1]
            hint: Any = error.event_hint
            _last_response(request)
            request.setResponseCode(hint.status_code if hint else 400)
            for name, value in hint.headers if hint else ():
                request.responseHeaders.addRawHeader(name, value)
            request.responseHeaders.setRawHeaders("Content-Type", ["text/plain"])
            request.write(str(error).encode())
            request.finish()
            return NOT_DONE_YET


def read_messages() -> None:
    """
    Changes rolo/serving/twisted.py, which passes on the parts of a message as messages, does not answer the end of a
    connection, loses its code, and fails at a client's pong.
    """

    @patch(WebSocketChannel.dataReceived)
    def data_received(_original: Original, /, self: WebSocketChannel, data: bytes) -> None:
        try:
            self.wsproto.receive_data(data)
            for event in self.wsproto.events():
                _take(self, event)
        except RemoteProtocolError:
            self.wsClose(_PROTOCOL_ERROR)


def _take(channel: Any, event: events.Event) -> None:
    match event:
        case events.Ping():
            channel.wsSend(event.response())
        case events.CloseConnection():
            if channel.wsproto.state is ConnectionState.REMOTE_CLOSING:
                channel.wsSend(event.response())
            channel.eventQueue.put_nowait(event)
            channel.close()
        case events.Message():
            parts = channel.__dict__.setdefault("parts", [])
            parts.append(event.data)
            if event.message_finished:
                channel.eventQueue.put_nowait(type(event)(data=type(event.data)().join(parts)))
                parts.clear()


def _last_response(request: Any) -> None:
    request.channel.persistent = False
    request.responseHeaders.setRawHeaders("Connection", ["close"])
