"""Where the letters of a term are: found where they are painted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget

from desktop.app.composition import Application
from desktop.canvas.canvas import Canvas
from desktop.glossary.pointed import Pointed, in_label, on_stage
from scenes.stage.core import knobs as kit
from scenes.stage.core.catalogue import Catalogue, scene
from scenes.stage.core.marks import Anchor, Role, Text, TextRun
from scenes.stage.core.stage import Stage

BEFORE, WORD, AFTER = "Here is a long line with words, and then the ", "strides", " of a kernel, and so on and on."
PLAIN = BEFORE + WORD + AFTER


def box_of(image: QImage, chosen: Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]) -> QRect:
    """The box around all pixels that are chosen by their red, green and blue."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.asarray(plain.constBits()).reshape(plain.height(), plain.bytesPerLine() // 4, 4)[:, : plain.width()]
    blue, green, red = (pixels[..., index].astype(int) for index in range(3))
    ys, xs = np.nonzero(chosen(red, green, blue))
    return QRect(QPoint(int(xs.min()), int(ys.min())), QPoint(int(xs.max()), int(ys.max())))


def red(image: QImage) -> QRect:
    return box_of(image, lambda r, g, b: (r > 150) & (g < 90) & (b < 90))


def white(label: QLabel) -> QLabel:
    label.setStyleSheet("background: white; color: black; font-size: 16px;")
    return label


def at_words(label: QLabel) -> list[Pointed]:
    """What is found at every place of a label, each term once."""
    found: dict[str, Pointed] = {}
    for y in range(0, label.height(), 6):
        for x in range(0, label.width(), 6):
            pointed = in_label(label, QPoint(x, y))
            if pointed is not None:
                found.setdefault(pointed.term.name, pointed)
    return list(found.values())


@pytest.mark.parametrize("selectable", [False, True])
@pytest.mark.parametrize("size", [(180, 200), (900, 60)])
@pytest.mark.parametrize(
    "align", [Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom]
)
def test_a_word_of_a_label_is_found_where_it_is_painted(
    qtbot: object, selectable: bool, size: tuple[int, int], align: Qt.AlignmentFlag
) -> None:
    root = QWidget()
    plain, painted = white(QLabel(PLAIN, root)), white(QLabel(root))
    plain.setTextFormat(Qt.TextFormat.PlainText)
    painted.setText(f"{BEFORE}<span style='color: red'>{WORD}</span>{AFTER}")
    for label in (plain, painted):
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | align)
        label.resize(*size)
        if selectable:
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    root.resize(*size)
    root.show()
    where = red(painted.grab().toImage())
    found = in_label(plain, where.center())
    assert found is not None
    assert found.term.name == "stride"
    assert found.word.adjusted(-2, -2, 2, 2).contains(where)
    assert found.word.width() <= where.width() + 6
    assert {each.term.name for each in at_words(plain)} == {"stride", "kernel"}
    assert in_label(plain, QPoint(2, where.center().y())) is None or size[0] < 200


def test_rich_text_is_read_as_it_is_seen(qtbot: object) -> None:
    label = white(QLabel("<p>All <b>biases</b> here</p><p>and <i>pooling</i> there</p>"))
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.resize(300, 120)
    label.show()
    assert {each.term.name for each in at_words(label)} == {"bias", "pooling"}


def test_a_word_over_two_lines_is_found_in_both(qtbot: object) -> None:
    label = white(QLabel("feature map"))
    label.setWordWrap(True)
    label.resize(60, 80)
    label.show()
    places = {y for y in range(80) if in_label(label, QPoint(8, y)) is not None}
    assert max(places) - min(places) > 25


def coloured(r: np.ndarray, g: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (r > 150) & (r - np.minimum(g, b) > 60)


RUNS = (TextRun("see the "), TextRun("strides", Role.GRADIENT, bold=True), TextRun(" of it"))


class Lines(kit.Knobs):
    pass


@scene(chapter="Going small", title="Lines", order=9)
def lines(stage: Stage, knobs: Lines) -> None:
    """Write a line at each of three anchors, and one that is hardly there."""
    stage.step("Only", "The caption has one kernel.", 1.0)
    anchors: tuple[Anchor, ...] = ("start", "middle", "end")
    for index, anchor in enumerate(anchors):
        stage.add(Text(x=800, y=200.0 + 150 * index, runs=RUNS, size=48, anchor=anchor))
    stage.add(Text(x=100, y=650, runs=(TextRun("padding"),), size=48, opacity=0.2))


@pytest.fixture
def stage(open_application: Callable[..., Application]) -> Callable[[float, float], Pointed | None]:
    """Return a function that tells the term at a point of the stage, and the box of its word in units."""
    application = open_application(catalogue=Catalogue((lines,)))
    application.session.show_step(0)
    canvas, workspace = application.workspace.canvas, application.workspace

    def at(x: float, y: float) -> Pointed | None:
        place = canvas.stage_geometry.to_widget((x, y)).toPoint()
        return on_stage(canvas, workspace.appearance.stage_theme, workspace.typesetter, place)

    at.canvas = canvas  # type: ignore[attr-defined]
    return at


def test_words_on_the_stage_are_found_at_every_anchor(stage: Callable[[float, float], Pointed | None]) -> None:
    canvas: Canvas = stage.canvas  # type: ignore[attr-defined]
    image = canvas.grab().toImage()
    for y in (200.0, 350.0, 500.0):
        top, bottom = (round(canvas.stage_geometry.to_widget((0, y + by)).y()) for by in (-40, 40))
        where = box_of(image.copy(0, top, image.width(), bottom - top), coloured).translated(0, top)
        middle = canvas.stage_geometry.to_stage(where.center().toPointF())
        found = stage(*middle)
        assert found is not None
        assert found.term.name == "stride"
        assert found.word.adjusted(-2, -2, 2, 2).contains(where)
        assert found.word.width() <= where.width() + 8


def test_captions_are_found_and_what_is_nearly_gone_is_not(stage: Callable[[float, float], Pointed | None]) -> None:
    found = [pointed for x in range(60, 800, 8) if (pointed := stage(x, 852)) is not None]
    assert {each.term.name for each in found} == {"kernel"}
    assert stage(150, 650) is None
    assert stage(400, 700) is None


def test_nothing_is_found_below_what_covers_the_stage(stage: Callable[[float, float], Pointed | None]) -> None:
    canvas: Canvas = stage.canvas  # type: ignore[attr-defined]
    x = next(x for x in range(60, 800, 8) if stage(x, 852) is not None)
    canvas.covered = lambda point: True
    assert stage(x, 852) is None


def test_a_caption_that_is_put_away_has_no_words(stage: Callable[[float, float], Pointed | None]) -> None:
    canvas: Canvas = stage.canvas  # type: ignore[attr-defined]
    canvas.toggle_caption()
    assert all(stage(x, 852) is None for x in range(60, 800, 8))
