"""Lines of text and formulas."""

from __future__ import annotations

import math

from PySide6.QtCore import QByteArray, QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop.painter import lettering
from desktop.painter.formulas import AXIS, EM, SetFormula
from desktop.painter.layers import LAYERS, Layer, blank
from desktop.painter.view import View
from scenes.stage.core.marks import Formula, Role, Text
from scenes.stage.output import styling as look
from scenes.stage.output.theme import Theme


def draw_text(view: View, mark: Text, dx: float, dy: float, opacity: float) -> None:
    """Draw a line of text: on a screen as a layer, on paper as letters."""
    theme, size = view.theme, look.text_size(mark, view.theme)
    left = mark.x + dx + look.SHIFT[mark.anchor] * lettering.width(mark.runs, size)
    start = (left, mark.y + dy + look.BASELINE * size)
    if view.is_screen:
        pixels = size * view.layer_scale
        key = ("text", mark.runs, pixels, mark.role, theme)
        view.draw(LAYERS.get(key, lambda: _written(mark, pixels, theme)), start, opacity)
        return
    place = view.device.map(QPointF(*start))
    lettering.draw_line(view.painter, place.x(), place.y(), mark.runs, size * view.scale, theme, mark.role, opacity)


def draw_formula(view: View, mark: Formula, dx: float, dy: float, opacity: float) -> None:
    """Draw a formula, or what it says in plain text while it is not set."""
    found = view.typesetter.picture(mark.tex)
    if found is None:
        draw_text(view, look.plain_text(mark), dx, dy, opacity)
        return
    size = look.text_size(mark, view.theme)
    scale = size / EM * view.layer_scale
    key = ("formula", mark.tex, scale, mark.role, view.theme)
    layer = LAYERS.get(key, lambda: _rendered(found, scale, view.theme, mark.role))
    left = mark.x + dx + look.SHIFT[mark.anchor] * found.width / EM * size
    view.draw(layer, (left, mark.y + dy + AXIS * size), opacity)


def _written(mark: Text, size: float, theme: Theme) -> Layer:
    """A layer whose origin is where the text's baseline begins; there is room for what overhangs."""
    above, below, beside = math.ceil(1.05 * size), math.ceil(0.35 * size), math.ceil(0.2 * size)
    image = blank(math.ceil(lettering.width(mark.runs, size)) + 2 * beside, above + below)
    with QPainter(image) as painter:
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        lettering.draw_line(painter, beside, above, mark.runs, size, theme, mark.role, 1.0)
    return Layer(image, -beside, -above)


def _rendered(formula: SetFormula, scale: float, theme: Theme, role: Role) -> Layer:
    """A layer whose origin is the left end of the formula's baseline."""
    top = formula.top * scale
    height = formula.height * scale
    first = int(top // 1)
    image = blank(int(formula.width * scale) + 2, int(height) + 3)
    box = f"{formula.left} {formula.top} {formula.width} {formula.height}"
    source = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{formula.width}" height="{formula.height}" '
        f'viewBox="{box}">{formula.coloured(theme, role)}</svg>'
    )
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer = QSvgRenderer(QByteArray(source.encode()))
        renderer.render(painter, QRectF(0.0, top - first, formula.width * scale, height))
    return Layer(image, 0, first)
