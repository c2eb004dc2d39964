"""MP4 by PyAV, which the extra `film` brings: H.264, as browsers and PowerPoint play it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from desktop.export.films.film import Film, Reel, reel_of
from desktop.export.films.shots import Shot, shots
from desktop.export.films.side_by_side import side_by_side
from desktop.export.progress import Progress
from desktop.export.still import ExportError
from desktop.system.extras import missing

if TYPE_CHECKING:
    from av import FFmpegError, VideoCodecContext

SIZE, FPS = (1920, 1080), 30
"""What is usual: a projector's pixels."""
ENCODER: Final = "libx264"
OPTIONS = {"preset": "veryfast", "crf": "18", "x264-params": "aq-mode=3"}
"""Good enough that a still of the film shows nothing; the mode is the one that keeps dark grounds smooth."""
SEEKABLE = 2
"""Seconds between the frames that a player can jump to at once."""
PIXELS = "yuv420p"
"""The only kind of pixels that every player takes."""
BT709 = 1
"""The number of HD's colours: without it some players take a small film for an old television's."""
VIDEO_RANGE = 1
"""The number of the levels from 16 to 235."""


def mp4(film: Film, progress: Progress) -> bytes:
    """A film as MP4, whose sides are even, as H.264 wants them. Raises ExportError, and StoppedError."""
    _require_pyav()
    reel = reel_of(film, SIZE, FPS)
    columns, rows = reel.size
    reel = replace(reel, size=(columns - columns % 2, rows - rows % 2))
    try:
        with TemporaryDirectory(prefix="convoscope-") as folder:
            path = Path(folder) / "film.mp4"  # a file, since at last what players read first is moved to its beginning
            side_by_side(shots(reel, progress), partial(encode, path, reel))
            return path.read_bytes()
    except OSError as error:
        raise _failed(error) from error


def encode(path: Path, reel: Reel, pictures: Iterator[Shot]) -> None:
    """Encode painted pictures into a file. Raises ExportError."""
    import av

    try:
        with av.open(path, "w", format="mp4", options={"movflags": "faststart"}) as file:
            file.metadata["title"] = reel.film.title
            stream = file.add_stream(ENCODER, rate=reel.fps, options=OPTIONS)
            _set_up(stream.codec_context, reel)
            written = 0
            for shot in pictures:
                picture = av.VideoFrame.from_numpy_buffer(shot.pixels, "bgra").reformat(
                    format=PIXELS, dst_colorspace="ITU709", dst_color_range="MPEG", threads=1
                )
                for picture.pts in range(written, written + shot.frames):
                    file.mux(stream.encode(picture))
                written += shot.frames
            file.mux(stream.encode())
    except (OSError, av.FFmpegError) as error:
        raise _failed(error) from error


def _failed(error: OSError | FFmpegError) -> ExportError:
    return ExportError(f"The film could not be encoded: {error.strerror or error}.")


def _set_up(context: VideoCodecContext, reel: Reel) -> None:
    context.width, context.height = reel.size
    context.pix_fmt = PIXELS
    context.thread_count = 0  # as many as there are cores
    context.gop_size = SEEKABLE * reel.fps
    context.color_primaries = context.color_trc = context.colorspace = BT709
    context.color_range = VIDEO_RANGE


def _require_pyav() -> None:
    # Imported late: only those wait for it who make an MP4, and only some have it.
    try:
        import av
    except ImportError as error:
        raise ExportError(missing("film", "A video")) from error
    if ENCODER not in av.codecs_available:
        raise ExportError(missing("film", "A video in H.264, which the PyAV that is here can't write,"))
