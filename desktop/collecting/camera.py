"""The camera: read in a thread of its own with PyAV (the extra camera), and never waited for by the window."""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from desktop.system.extras import missing

Frame = NDArray[np.uint8]
"""A picture of the camera, (3, height, width)."""

INSTEAD = "CONVOSCOPE_CAMERA"
"""The environment variable by which the tests put something else in the camera's place: FORMAT|FILE."""
FORMATS = {"linux": "v4l2", "win32": "dshow", "darwin": "avfoundation"}
PATIENCE = 5.0
"""Seconds that a camera may take to open, and for a picture."""
LAST_WAIT = 1.0

OTHERWISE = "use a folder of pictures"
"""What sentences say that can be done without a camera."""
NONE_THERE = f"No camera was found. Plug one in and press Try again, or {OTHERWISE}."
BUSY = f"Another program uses the camera. Close that and press Try again, or {OTHERWISE}."
FORBIDDEN = (
    "This computer doesn't let Convoscope use the camera. Allow it in the system's settings and press Try again, or "
    f"{OTHERWISE}."
)
_UNREADABLE = f"The camera can't be read ({{}}). Press Try again, or {OTHERWISE}."
GONE = f"The camera gives no more pictures. Plug it in again and press Try again, or {OTHERWISE}."


class Source(NamedTuple):
    """A camera as libavdevice opens it, and what people call it."""

    format: str
    file: str
    name: str


class CameraError(Exception):
    """Why there is no picture of the camera; one sentence, which says what to do."""


class Camera(QObject):
    """Shows what a camera sees. `changed` says that `frame` is another; `failed` says why it is off.

    `found` carries all cameras of this machine as soon as they are known.
    """

    changed = Signal()
    failed = Signal(str)
    found = Signal(object)
    _read = Signal(object)
    _broke = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.frame: Frame | None = None
        """What it sees now."""
        self._reader: _Reader | None = None
        self._before: _Reader | None = None
        """The last one that was stopped, which may still hold a camera."""
        self._read.connect(self._take)
        self._broke.connect(self._end)

    @property
    def on(self) -> bool:
        """Whether it is read."""
        return self._reader is not None

    def start(self, source: Source | None = None) -> None:
        """Turn a camera on, the first one there is unless another is given."""
        self.stop()
        self._reader = _Reader(source, self._before, self._read.emit, self._broke.emit, self.found.emit)
        self._reader.start()

    def stop(self) -> None:
        """Turn it off; its thread ends by itself."""
        reader, self._reader, self.frame = self._reader, None, None
        if reader is not None:
            reader.stopped.set()
            self._before = reader

    def close(self) -> None:
        """Turn it off, and wait a moment until the camera is free: the application ends."""
        self.stop()
        if self._before is not None:
            self._before.join(LAST_WAIT)

    def _take(self, reader: _Reader) -> None:
        """Take the newest picture of a reader; of one that was stopped nobody wants any."""
        frame = reader.taken()
        if reader is self._reader and frame is not None:
            self.frame = frame
            self.changed.emit()

    def _end(self, reader: _Reader, sentence: str) -> None:
        if reader is self._reader:
            self.stop()
            self.failed.emit(sentence)


class _Reader(threading.Thread):
    """Reads one camera until it is stopped.

    `told` is called with itself for a picture, `broke` with a sentence too, and `found` with all cameras.
    """

    def __init__(
        self,
        source: Source | None,
        before: _Reader | None,
        told: Callable[[_Reader], None],
        broke: Callable[[_Reader, str], None],
        found: Callable[[tuple[Source, ...]], None],
    ) -> None:
        super().__init__(name="camera", daemon=True)
        self.stopped = threading.Event()
        self._before = before
        self._source, self._told, self._broke, self._found = source, told, broke, found
        self._newest: Frame | None = None
        self._lock = threading.Lock()

    def taken(self) -> Frame | None:
        """The newest picture, once: whoever comes too late for one gets the next."""
        with self._lock:
            frame, self._newest = self._newest, None
        return frame

    def run(self) -> None:
        """Read until there is nothing more to read."""
        try:
            self._read()
        except CameraError as error:
            self._tell(str(error))
        except OSError as error:
            self._tell(_sentence(error))
        except Exception as error:  # whatever the driver of somebody's camera makes of it
            self._tell(_UNREADABLE.format(error))
        else:
            self._tell(GONE)

    def _tell(self, sentence: str) -> None:
        if not self.stopped.is_set():
            self._broke(self, sentence)

    def _read(self) -> None:
        try:
            import av
        except ImportError as error:
            raise CameraError(f"{missing('camera', 'The camera')} A folder of pictures works without it.") from error
        if self._before is not None:  # the same camera can't be opened twice
            self._before.join(PATIENCE)
            self._before = None
        source = self._source
        if source is None:
            found = cameras()
            self._found(found)
            source = first_of(found)
        with av.open(source.file, format=source.format, timeout=PATIENCE) as opened:
            for decoded in opened.decode(video=0):
                if self.stopped.is_set():
                    return
                self._give(np.ascontiguousarray(np.moveaxis(decoded.to_ndarray(format="rgb24"), 2, 0)))

    def _give(self, frame: Frame) -> None:
        with self._lock:
            late, self._newest = self._newest is not None, frame
        if not late:  # else the window has been told, and hasn't come for it yet
            self._told(self)


def cameras() -> tuple[Source, ...]:
    """The cameras of this machine. Raises ImportError without the extra."""
    from av.device import enumerate_input_devices

    instead = os.environ.get(INSTEAD)
    if instead:
        kind, _, file = instead.partition("|")
        return (Source(kind, file, "a test picture"),)
    kind = FORMATS.get(sys.platform, "v4l2")
    try:
        found = [each for each in enumerate_input_devices(kind) if "video" in each.media_types or not each.media_types]
    except (OSError, ValueError):  # the system can't list them
        return ()
    before = "video=" if kind == "dshow" else ""
    return tuple(Source(kind, before + each.name, each.description or each.name) for each in found)


def first_of(found: tuple[Source, ...]) -> Source:
    """The first camera; raises CameraError where there is none."""
    if not found:
        raise CameraError(NONE_THERE)
    return found[0]


def _sentence(error: OSError) -> str:
    """What to say of a camera that can't be opened or read."""
    if isinstance(error, FileNotFoundError) or error.errno in (errno.ENODEV, errno.ENXIO):
        return NONE_THERE
    if isinstance(error, PermissionError):
        return FORBIDDEN
    if error.errno == errno.EBUSY:
        return BUSY
    return _UNREADABLE.format(error.strerror)
