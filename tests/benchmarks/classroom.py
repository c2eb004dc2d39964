"""In class: what lies over the stage beside the plain picture, a second window beside one, a question, a press."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop.classroom.conducting.conducting import Conducting
from desktop.classroom.conducting.posed import coming, now_in, of_news
from desktop.classroom.lessons.files import load
from desktop.classroom.lessons.reading import read
from desktop.classroom.lessons.shelf import shipped
from desktop.classroom.overlays.card import CardAnswer, QuestionCard
from desktop.classroom.overlays.ink import Stroke
from desktop.classroom.overlays.layers import Ink, over
from desktop.painter.paint import paint
from desktop.painter.typesetter import Typesetter
from desktop.player.session import SceneSession
from desktop.runs.storage import bundled
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import step_titled
from scenes.stage.output.theme import DARK, THEMES
from tests.benchmarks.timing import milliseconds, summary

TIMES = 60
CARD = QuestionCard("Which number will stand there?", tuple(CardAnswer(str(number)) for number in range(5)))


def waves(count: int) -> tuple[Stroke, ...]:
    """Ink of so many strokes of a hundred points each."""
    return tuple(
        Stroke(tuple((100.0 + 12 * x, 150.0 + 20 * row + 8 * math.sin(x / 3)) for x in range(100)))
        for row in range(count)
    )


def painted(frame: Frame, *themes: str) -> float:
    """The median milliseconds of painting a picture at 1920x1080, once in each of some themes."""
    image, typesetter = QImage(1920, 1080, QImage.Format.Format_RGB32), Typesetter(blocking=True)

    def draw() -> None:
        for theme in themes or (DARK.name,):
            with QPainter(image) as painter:
                paint(painter, frame, THEMES[theme], QRectF(image.rect()), typesetter)

    draw()
    return summary([milliseconds(draw) for _ in range(TIMES)])["p50"]


def measure_classroom() -> dict[str, object]:
    """Ratios to a plain picture of a step of the convolution, and milliseconds of what a key press computes."""
    session = SceneSession(catalogue(), bundled)
    session.open("convolution")
    session.show_step(step_titled(session.steps, "Multiply"))
    frame = session.frame
    plain = painted(frame)
    number = coming(session)[0]
    prediction = summary([milliseconds(partial(of_news, now_in(session), number)) for _ in range(5)])["p50"]
    lesson = read(load(shipped()[0])).lesson
    assert lesson is not None
    session.reduced_motion = True
    conducting = Conducting(session, bundled)
    begin = milliseconds(partial(conducting.begin, lesson, shipped()[0].parent))
    presses = []
    while conducting.kind != "end":
        presses.append(milliseconds(conducting.next))
    conducting.end()
    return {
        "unit": "ratio to one plain picture, and ms",
        "plain, ms": plain,
        "with a question's card": round(painted(over(frame, [CARD])) / plain, 2),
        "with 3,000 points of ink": round(painted(over(frame, [Ink(waves(30))])) / plain, 2),
        "for laptop and beam": round(painted(frame, "dark", "projector") / plain, 2),
        "a prediction, ms": prediction,
        "a lesson begins, ms": round(begin, 1),
        "a press, ms": summary(presses),
    }
