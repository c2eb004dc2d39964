"""How messages travel: a length of four bytes, big-endian, then one msgpack message of that many bytes.

The size limit keeps the first byte of a length below 5, which no printable character is: stray text on the
pipe is noticed with its first four bytes instead of being waited for.
"""

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

import msgspec

from engine.contract.events import PROTOCOL, Command, Event, Hello

LIMIT = 64 * 1024 * 1024
_HEADER = 4

T = TypeVar("T")


class WireError(ValueError):
    """What came through the pipe is no message (one sentence says so); the connection is of no more use."""


_encoder = msgspec.msgpack.Encoder()


def frame(message: Command | Event) -> bytes:
    """Return the bytes that carry one message; raises `WireError` if it is larger than `LIMIT`."""
    body = _encoder.encode(message)
    if len(body) > LIMIT:
        raise WireError(f"A message of {len(body)} bytes is too large to send; the limit is {LIMIT}.")
    return len(body).to_bytes(_HEADER, "big") + body


class Decoder(Generic[T]):
    """Turns arbitrary pieces of a byte stream back into messages.

    Make one by `event_decoder` or `command_decoder`.
    """

    def __init__(self, kind: Any) -> None:
        self._decoder: msgspec.msgpack.Decoder[T] = msgspec.msgpack.Decoder(kind)
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[T]:
        """Take in some bytes and iterate over the messages that are complete now.

        Raises `WireError` where the stream stops making sense, after yielding all messages before that place.
        """
        self._buffer += data
        return self._messages()

    def _messages(self) -> Iterator[T]:
        while len(self._buffer) >= _HEADER:
            length = int.from_bytes(self._buffer[:_HEADER], "big")
            if length > LIMIT:
                raise WireError("What came through the pipe is no message; end the engine and start it again.")
            if len(self._buffer) < _HEADER + length:
                return
            body = bytes(self._buffer[_HEADER : _HEADER + length])
            try:
                message = self._decoder.decode(body)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                raise WireError(
                    f"A message can't be understood ({error}); end the engine and start it again."
                ) from error
            del self._buffer[: _HEADER + length]
            yield message


def event_decoder() -> Decoder[Event]:
    """Return a decoder for what the engine sends."""
    return Decoder(Event)


def command_decoder() -> Decoder[Command]:
    """Return a decoder for what the window sends."""
    return Decoder(Command)


def greet(event: Event) -> Hello:
    """Return an engine's first event as the `Hello` that it must be.

    Raises `WireError` if it is another event or speaks another protocol.
    """
    if not isinstance(event, Hello):
        raise WireError("The engine did not introduce itself; end it and start it again.")
    if event.protocol != PROTOCOL:
        raise WireError(
            f"The engine speaks protocol {event.protocol} and the window {PROTOCOL}; use one version of both."
        )
    return event
