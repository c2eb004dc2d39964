"""Frames: building and painting one picture of a scene at 1920x1080, in order and at random moments."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop.painter.paint import paint
from desktop.painter.typesetter import Typesetter
from desktop.runs.storage import bundled
from scenes.stage.core.catalogue import Scene, catalogue, render
from scenes.stage.core.knobs import Knobs, parse
from scenes.stage.core.placing import Box
from scenes.stage.data.reading import Reading
from scenes.stage.output.theme import DARK
from tests.benchmarks.timing import milliseconds, summary

FRAMES = 400
INPUTS = {
    "small": {},
    "photo 224x224": {"picture": "cat"},
    "photo 224x224x3": {"picture": "cat", "channels": "3", "filters": "4"},
}


def painter_of(scene: Scene, knobs: Knobs) -> Callable[[float], None]:
    """Return what builds and paints the frame at a time into a picture of 1920x1080, formulas already set."""
    image = QImage(1920, 1080, QImage.Format.Format_RGB32)
    typesetter = Typesetter(blocking=True)
    recording = bundled(scene.preset(knobs)) if scene.preset else None

    def draw(t: float) -> None:
        painter = QPainter(image)
        paint(painter, render(scene, knobs, t, recording), DARK, QRectF(image.rect()), typesetter)
        painter.end()

    for moment in moments(scene, knobs, 60):
        draw(moment)
    return draw


def moments(scene: Scene, knobs: Knobs, count: int) -> list[float]:
    """Times evenly spread over a scene."""
    length = render(scene, knobs, 0.0).seconds
    return [length * index / (count - 1) for index in range(count)]


def costs(draw: Callable[[float], None], times: list[float]) -> list[float]:
    """Milliseconds of the frame at each time."""
    return [milliseconds(partial(draw, t)) for t in times]


def measure_frames() -> dict[str, object]:
    """Milliseconds of build and paint for inputs of the convolution, and for every scene, played in order."""
    scene = catalogue().find("convolution")
    found: dict[str, object] = {"unit": "ms", "aim": "p50 < 5, p99 < 16.7"}
    for name, words in INPUTS.items():
        knobs = parse(scene.knobs, words)
        found[name] = summary(costs(painter_of(scene, knobs), moments(scene, knobs, FRAMES)))
    for each in catalogue().scenes:
        draw = painter_of(each, each.knobs())
        found[each.name] = summary(costs(draw, moments(each, each.knobs(), FRAMES // 2)))
    return found


def measure_seek() -> dict[str, object]:
    """The cost of jumping anywhere, beside playing in order, and late in the scene beside early in it."""
    scene = catalogue().find("convolution")
    knobs = scene.knobs()
    draw = painter_of(scene, knobs)
    times = moments(scene, knobs, FRAMES)
    played = summary(costs(draw, times))
    shuffled = random.Random(1).sample(times, len(times))
    jumped = list(zip(shuffled, costs(draw, shuffled), strict=True))
    # The making of a window and the sliding cost differently; early and late are compared within the sliding.
    slide = [(t, cost) for t, cost in jumped if times[-1] * 0.55 < t < times[-1] * 0.95]
    middle = sum(t for t, _ in slide) / len(slide)
    early = summary([cost for t, cost in slide if t < middle])["p50"]
    late = summary([cost for t, cost in slide if t >= middle])["p50"]
    jumps = summary([cost for _, cost in jumped])
    return {
        "aim": "a jump costs one frame, wherever it goes",
        "jump over frame, p50": round(jumps["p50"] / played["p50"], 2),
        "late over early, p50": round(late / early, 2),
        "jump ms": jumps,
    }


def measure_real_network() -> dict[str, object]:
    """Milliseconds of build and paint for the scene about a real network with all its maps at hand, as it is played.

    The first pass asks a network for what is wanted, and makes the maps' layers; the second is measured.
    """
    from tests.scenes.real_network.answering import answer  # which loads torch

    scene = catalogue().find("real_network")
    knobs, readings = scene.knobs(), dict[str, Reading]()
    image, typesetter = QImage(1920, 1080, QImage.Format.Format_RGB32), Typesetter(blocking=True)
    times = moments(scene, knobs, FRAMES)
    for t in times:
        for inquiry in render(scene, knobs, t, None, readings).wanted:
            readings[inquiry.digest] = answer(inquiry)
    seen: list[Box] = []

    def draw(t: float) -> None:
        frame = render(scene, knobs, t, None, readings)
        moving = bool(seen) and seen[-1] != frame.view
        seen.append(frame.view)
        painter = QPainter(image)
        paint(painter, frame, DARK, QRectF(image.rect()), typesetter, moving=moving)
        painter.end()

    costs(draw, times)
    return {"unit": "ms", "aim": "p99 < 16.7", **summary(costs(draw, times))}
