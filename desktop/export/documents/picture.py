"""A picture on white paper, without the title and the caption that stand beside it as words."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace

from desktop.export.still import need_application
from desktop.export.svg_letters import BundledTypeface, svg_formula
from desktop.painter.room import with_room
from desktop.painter.typesetter import Typesetter
from scenes.stage.core.camera import room_of
from scenes.stage.core.marks import HEIGHT, AnyMark, Formula, Group, Text
from scenes.stage.core.minimap import minimap
from scenes.stage.core.placing import WHOLE, Placed, placed
from scenes.stage.core.stage import PANE, Frame
from scenes.stage.output.styling import text_size
from scenes.stage.output.svg import to_svg
from scenes.stage.output.theme import PAPER, Theme, enlarged

EDGE = 10.0
"""Units around what reaches above or below the room of the picture: the legend, large letters, ink."""
PHOTO, QUALITY = 150_000, 85
"""A picture whose PNG has more bytes is a photograph, which JPEG writes in far fewer; of what quality."""
_PNG = re.compile(rf"data:image/png;base64,([A-Za-z0-9+/=]{{{PHOTO},}})")


def on_paper(frame: Frame, larger: float = 1.0) -> bytes:
    """A frame as SVG to be printed, with letters so much `larger` as they have room.

    Where a step is told it is cut to the picture between title and caption; one that takes the whole stage stays so.
    The typeface is not inside: whoever prints it has it.
    """
    need_application()
    alone, theme = frame.alone(), enlarged(PAPER, larger)
    marks = with_room((*alone.placed(), *placed(minimap(alone))), theme, Typesetter(blocking=True))
    cut = frame.told and frame.view != WHOLE  # what the camera leaves out reaches beyond title and caption
    laid = replace(alone, marks=tuple(map(_as_mark, marks)), view=WHOLE, coming=None, whole=not cut)
    free = [each for each in marks if each.pinned or not cut]
    top, bottom = _extent(free, theme) if frame.told else (0.0, float(HEIGHT))
    return _PNG.sub(_as_jpeg, to_svg(laid, theme, _KnownTypeface(), svg_formula, top=top, height=bottom)).encode()


class _KnownTypeface(BundledTypeface):
    """The typeface where it is known anyway."""

    def file(self, letters: str, bold: bool) -> bytes:
        """Nothing."""
        return b""


def _as_mark(each: Placed) -> AnyMark:
    return Group(
        marks=(replace(each.mark, opacity=1.0),), dx=each.dx, dy=each.dy, opacity=each.opacity, pinned=each.pinned
    )


def _extent(free: list[Placed], theme: Theme) -> tuple[float, float]:
    """The heights between which there is something: all that the camera shows, and what it does not cut off."""
    tops, bottoms = zip(PANE, *(_heights(each, theme) for each in free), strict=True)
    return max(0.0, min(tops)), min(max(bottoms), float(HEIGHT))


def _heights(each: Placed, theme: Theme) -> tuple[float, float]:
    """From where to where a mark reaches, with some space; of words what is above the line and below it, too."""
    _, top, _, bottom = room_of(each.mark, each.dx, each.dy)
    more = 0.0
    if isinstance(each.mark, Text | Formula):
        more = (text_size(each.mark, theme) - each.mark.size) / 2
    return top - more - EDGE, bottom + more + EDGE


def _as_jpeg(found: re.Match[str]) -> str:
    from PIL import Image

    with Image.open(io.BytesIO(base64.b64decode(found[1]))) as photo:
        buffer = io.BytesIO()
        photo.convert("RGB").save(buffer, "JPEG", quality=QUALITY)
    return f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode('ascii')}"
