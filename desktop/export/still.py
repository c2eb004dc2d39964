"""Pictures of scenes as files: PNG and SVG to look at, JSON to read by program."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from desktop.export.svg_letters import BundledTypeface, svg_formula
from desktop.painter.lettering import width
from desktop.painter.paint import paint
from desktop.painter.typesetter import Typesetter
from desktop.theme import fonts
from engine.contract.files import write_atomically
from scenes.stage.core import knobs as kit
from scenes.stage.core.catalogue import Draw, Scene, plan, render
from scenes.stage.core.knobs import Knobs, knobs_of
from scenes.stage.core.marks import HEIGHT, WIDTH, Role, Text, TextRun
from scenes.stage.core.marks import Path as Line
from scenes.stage.core.stage import LEFT, Frame
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.recording import Recording
from scenes.stage.output.as_json import frame_as_plain
from scenes.stage.output.svg import to_svg
from scenes.stage.output.theme import DARK, Theme

SIZE = (1920, 1080)
LARGEST_SIDE = 16384
STRIP = 150
"""The height of the strip under the stage, in units; with long words it is higher."""
LETTERS = 28.0
PITCH = 38.0


class ExportError(Exception):
    """A picture can't be exported; the message says in one sentence why and what to do."""


@dataclass(frozen=True, slots=True)
class AtTime:
    """The picture at a time, in seconds."""

    t: float


@dataclass(frozen=True, slots=True)
class StepEnd:
    """The picture at the end of a step, counted from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class EveryStep:
    """The pictures at the ends of all steps, one file each: NAME-01.png, NAME-02.png, ..."""


Where = AtTime | StepEnd | EveryStep


@dataclass(frozen=True, slots=True)
class Style:
    """How pictures look: the theme, the size of a PNG in pixels, and whether `more` is said under it."""

    theme: Theme = DARK
    size: tuple[int, int] = SIZE
    more: bool = False


def export(
    scene: Scene,
    knobs: Knobs,
    path: Path,
    where: Where | None = None,
    style: Style | None = None,
    recording: Recording | None = None,
    over: Callable[[Frame], Frame] = lambda frame: frame,
    draw: Draw = render,
) -> list[Path]:
    """Write pictures of a scene to `path`, and return the files written; all is as with `pictures`."""
    made = pictures(scene, knobs, path, where, style, recording, over, draw)
    for target, data in made.items():
        write(target, data)
    return list(made)


def pictures(
    scene: Scene,
    knobs: Knobs,
    path: Path,
    where: Where | None = None,
    style: Style | None = None,
    recording: Recording | None = None,
    over: Callable[[Frame], Frame] = lambda frame: frame,
    draw: Draw = render,
) -> dict[Path, bytes]:
    """Pictures of a scene as the files that they are to be: `path`, whose suffix says what kind, or some beside it.

    Without `where` it is the end of the scene; `recording` is the run that it shows, `over` gives a picture with
    what lies over it, and `draw` is what draws. Raises ExportError.
    """
    style = style or Style()
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        endings = ", ".join(ENDINGS)
        raise ExportError(f"There is no export to {path.name!r}: give it a name that ends in one of {endings}.")
    require_sizes(style)
    made = {}
    for number, t in _times(scene, knobs, where):
        target = path if number is None else path.with_name(f"{path.stem}-{number:02d}{path.suffix}")
        made[target] = writer(scene, knobs, over(draw(scene, knobs, t, recording)), style)
    return made


def require_sizes(style: Style) -> None:
    """Raise ExportError unless a picture can have the size."""
    if not all(1 <= side <= LARGEST_SIDE for side in style.size):
        raise ExportError(
            f"A picture is 1 to {LARGEST_SIDE} pixels wide and high, not {style.size[0]}x{style.size[1]}."
        )


def no_step(scene: Scene, count: int, number: int) -> ExportError:
    """The error for a step that a scene of `count` steps doesn't have."""
    return ExportError(f"The scene {scene.name} has steps 1 to {count} with these knobs, not {number}.")


def _times(scene: Scene, knobs: Knobs, where: Where | None) -> Sequence[tuple[int | None, float]]:
    """The times to picture, each with the number that its file's name gets."""
    ends = boundaries(plan(scene, knobs))
    if where is None:
        return [(None, ends[-1])]
    if isinstance(where, EveryStep):
        return list(enumerate(ends, 1))
    if isinstance(where, StepEnd):
        if not 1 <= where.number <= len(ends):
            raise no_step(scene, len(ends), where.number)
        return [(None, ends[where.number - 1])]
    if not 0.0 <= where.t <= ends[-1]:
        raise ExportError(f"The scene {scene.name} lasts from 0 to {ends[-1]:g} s with these knobs, not {where.t:g}.")
    return [(None, where.t)]


# --- The kinds of files -------------------------------------------------------------------------------------------


def to_image(frame: Frame, style: Style) -> QImage:
    """Paint a frame; what there is to say under it makes the picture higher."""
    frame, height = _with_more(frame, style)
    columns, rows = style.size
    image = QImage(columns, round(rows * height / HEIGHT), QImage.Format.Format_RGB32)
    if image.isNull():
        raise ExportError(f"There is not enough memory for a picture of {columns}x{rows}.")
    with QPainter(image) as painter:
        paint(painter, frame, style.theme, QRectF(image.rect()), Typesetter(blocking=True), height)
    return image


def _png(scene: Scene, knobs: Knobs, frame: Frame, style: Style) -> bytes:
    need_application()
    return encoded(to_image(frame, style), scene.title)


def encoded(image: QImage, title: str) -> bytes:
    """A picture as the bytes of a PNG file."""
    image.setText("Title", title)
    image.setText("Software", "Convoscope")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]  # the stub wants bytes, Qt takes a name
        raise ExportError("The picture could not be written as PNG.")
    return bytes(buffer.data().data())


def _svg(scene: Scene, knobs: Knobs, frame: Frame, style: Style) -> bytes:
    need_application()
    frame, height = _with_more(frame, style)
    return to_svg(frame, style.theme, BundledTypeface(), svg_formula, height=height).encode()


def _json(scene: Scene, knobs: Knobs, frame: Frame, style: Style) -> bytes:
    plain = {"scene": scene.name, "title": scene.title, "knobs": _all_knobs(knobs), **frame_as_plain(frame)}
    return (json.dumps(plain, ensure_ascii=False, allow_nan=False) + "\n").encode()


_WRITERS: dict[str, Callable[[Scene, Knobs, Frame, Style], bytes]] = {".png": _png, ".svg": _svg, ".json": _json}
ENDINGS = tuple(_WRITERS)
"""The endings of the files that pictures can be exported to, the usual one first."""


def _all_knobs(knobs: Knobs) -> dict[str, Any]:
    """Every knob as plain data, those at their defaults too."""
    plain = kit.to_plain(knobs)
    for form in knobs_of(knobs):
        value = getattr(knobs, form.name)
        plain.setdefault(form.name, form.to_plain(value) if form.to_plain else value)
    return plain


# --- What more there is to say ------------------------------------------------------------------------------------


def _with_more(frame: Frame, style: Style) -> tuple[Frame, float]:
    """The frame and its height: as it is, or with a strip under it that says what more there is to say of its step."""
    words = frame.steps[frame.step].more if style.more else ""
    lines = _wrapped(words, WIDTH - 2 * LEFT, style.theme.letters)
    if not lines:
        return frame, HEIGHT
    top = HEIGHT + 26.0
    rule = Line(points=((LEFT, HEIGHT + 2.0), (WIDTH - LEFT, HEIGHT + 2.0)), line=1.5, role=Role.MUTED, opacity=0.5,
                pinned=True)  # fmt: skip
    texts = [
        Text(x=LEFT, y=top + index * PITCH, runs=(TextRun(line, Role.MUTED),), size=LETTERS, name="more", pinned=True)
        for index, line in enumerate(lines)
    ]
    height = max(float(HEIGHT + STRIP), top + len(lines) * PITCH)
    return replace(frame, marks=(*frame.marks, rule, *texts)), height


def _wrapped(text: str, room: float, letters: float) -> list[str]:
    """Break words into lines that fit."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width((TextRun(longer),), LETTERS * letters) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


# --- Files --------------------------------------------------------------------------------------------------------


def need_application() -> None:
    """Have Qt ready to draw text, without a window where there is none yet."""
    if QGuiApplication.instance() is None:
        _windowless()
    fonts.load()


@lru_cache(maxsize=1)
def _windowless() -> QGuiApplication:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QGuiApplication([])


def write(path: Path, data: bytes) -> None:
    """Write a file in one piece. Raises ExportError."""
    try:
        with write_atomically(path) as file:
            file.write(data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ExportError(f"{path} can't be written ({reason}): choose another place or make room there.") from error
