"""What holds for every scene, with every knob turned: a scene that joins the catalogue is tested by this page."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import cycle
from xml.etree import ElementTree

import numpy as np
import pytest
from latex2mathml.converter import convert
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop.export.svg_letters import svg_formula
from desktop.painter.formulas import set_formula
from desktop.painter.paint import paint
from desktop.painter.typesetter import Typesetter
from desktop.runs.storage import bundled
from engine.contract.spec.presets import PRESETS
from scenes.stage.core.catalogue import Scene, catalogue, plan, render
from scenes.stage.core.grips import EditCell, PickCell, SetValue
from scenes.stage.core.knobs import Knob, KnobError, Knobs, change, from_plain, knob, knobs_of, to_plain, with_edit
from scenes.stage.core.marks import HEIGHT, SMALLEST_TEXT, WIDTH, Drawn, Formula, Grid, Text, outline
from scenes.stage.core.placing import Placed
from scenes.stage.core.stage import LEFT, PANE, RIGHT, Frame
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.recording import Recording
from scenes.stage.output.as_json import frame_as_plain
from scenes.stage.output.svg import to_svg
from scenes.stage.output.theme import THEMES
from tests.desktop.metrics import VISIBLE, closer, overlaps, text_boxes, tiles
from tests.scenes.letters import EvenLetters

COMBINATIONS = 8
"""How many settings with several knobs turned at once are tried for each scene."""
BY_LETTERS = list({theme.letters: theme for theme in THEMES.values()}.values())
"""One theme for each size of letters: nothing else in a theme moves text."""
FEW = 3
"""The steps of a run that has just begun."""
SLACK = 0.5
"""Units by which a mark may reach over the edge of the stage."""
HAIR = 0.01
"""The width of a straight line: Qt holds that nothing contains a box without any."""


@dataclass(frozen=True)
class Told:
    """A scene with its knobs set and the run it shows, and its frames in the middle and at the end of every step."""

    scene: Scene
    knobs: Knobs
    recording: Recording | None = None

    @cached_property
    def times(self) -> list[float]:
        ends = boundaries(plan(self.scene, self.knobs))
        starts = (0.0, *ends[:-1])
        return [0.0, *(t for start, end in zip(starts, ends, strict=True) for t in ((start + end) / 2, end))]

    @cached_property
    def frames(self) -> list[Frame]:
        return [render(self.scene, self.knobs, t, self.recording) for t in self.times]

    @property
    def ends(self) -> list[Frame]:
        return self.frames[2::2]

    @cached_property
    def boxes(self) -> dict[str, list[list[tuple[str, QRectF]]]]:
        """By theme, where the texts of every frame stand."""
        return {theme.name: [text_boxes(frame, theme) for frame in self.frames] for theme in BY_LETTERS}

    @property
    def is_default(self) -> bool:
        return self.knobs == self.scene.knobs()


def values_to_try(form: Knob) -> tuple[object, ...]:
    """Every choice, both positions, both extremes."""
    if form.kind in ("choice", "picture"):
        return form.choices
    if form.kind == "toggle":
        return (not form.default,)
    return (form.low, form.high) if form.kind in ("integer", "real") else ()


def settings(scene: Scene) -> Iterator[tuple[str, Knobs]]:
    """The default, each knob turned alone, and some settings with several turned; only what can be chosen."""
    default = scene.knobs()
    yield "default", default
    forms = [form for form in knobs_of(default) if values_to_try(form)]
    for form in forms:
        for value in values_to_try(form):
            if value != form.default:
                yield from tried(default, [(form.name, value)])
    chance = random.Random(scene.name)
    for _ in range(COMBINATIONS if len(forms) > 1 else 0):
        yield from tried(default, [(form.name, chance.choice(values_to_try(form))) for form in forms])


def tried(knobs: Knobs, turns: list[tuple[str, object]]) -> Iterator[tuple[str, Knobs]]:
    """The knobs after turns one after another, leaving out those that are refused."""
    before, done = knobs, []
    for name, value in turns:
        try:
            knobs = change(knobs, name, value)
        except KnobError:
            continue
        done.append(f"{name}={getattr(value, 'name', value)}")
    if knobs != before:
        yield ",".join(done), knobs


@cache
def recorded(preset: str) -> Recording | None:
    return bundled(preset)


def runs(scene: Scene, knobs: Knobs, seen: set[str]) -> Iterator[tuple[str, Recording | None]]:
    """The run that a scene shows; when its preset is new to `seen`, also no run at all, and the beginning of one."""
    preset = scene.preset(knobs) if scene.preset else None
    recording = recorded(preset) if preset else None
    yield "", recording
    if preset and preset not in seen:
        seen.add(preset)
        if recording is not None:
            yield ",no run", None
            yield ",nothing yet", recording.upto(0)
            yield ",begun", recording.upto(FEW)


@cache
def cases(wanted: frozenset[str]) -> list[object]:
    """Settings of all scenes, or of the wanted ones."""
    seen: set[str] = set()
    return [
        pytest.param(Told(scene, knobs, recording), id=f"{scene.name}:{name}{run}")
        for scene in catalogue().scenes
        if not wanted or scene.name in wanted
        for name, knobs in settings(scene)
        for run, recording in runs(scene, knobs, seen)
    ]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "told" in metafunc.fixturenames:
        wanted = frozenset(filter(None, metafunc.config.getoption("scenes").split(",")))
        metafunc.parametrize("told", cases(wanted), indirect=True, scope="module")


@pytest.fixture(scope="module")
def told(request: pytest.FixtureRequest) -> Told:
    """A copy for the tests of one setting: its frames must not stay in memory as long as the parameters do."""
    return replace(request.param)


def seen(frame: Frame) -> Iterator[tuple[Drawn, float, float]]:
    return ((each.mark, each.dx, each.dy) for each in frame.placed() if each.opacity >= VISIBLE)


def boxes_of_shapes(frame: Frame) -> Iterator[tuple[Placed, QRectF]]:
    """Where everything but text stands; a camera that looks closer may move what is not pinned out of the stage."""
    for each in frame.placed():
        if each.opacity >= VISIBLE and not isinstance(each.mark, Text | Formula) and (each.pinned or not closer(frame)):
            if isinstance(each.mark, Grid):
                yield from ((each, box.translated(each.dx, each.dy)) for box in tiles(each.mark))
            else:
                left, top, right, bottom = outline(each.mark)
                width, height = (max(length, HAIR) for length in (right - left, bottom - top))
                yield each, QRectF(left, top, width, height).translated(each.dx, each.dy)


def test_every_scene_can_be_read() -> None:
    assert catalogue().broken == ()
    assert catalogue().scenes


def test_names_are_unique() -> None:
    names = [scene.name for scene in catalogue().scenes]
    assert len(set(names)) == len(names)


def test_a_frame_depends_on_nothing_but_its_arguments(told: Told) -> None:
    order = list(range(len(told.times)))
    mixed = random.Random(1).sample(order, len(order))
    for index in [*order[::-1], *mixed] if told.is_default else mixed:
        again = render(told.scene, told.knobs, told.times[index], told.recording)
        assert again == told.frames[index]
        assert hash(again) == hash(told.frames[index])


def test_steps_depend_on_knobs_alone(told: Told) -> None:
    assert {frame.steps for frame in told.frames} == {plan(told.scene, told.knobs)}


def test_presets_have_runs_to_show(told: Told) -> None:
    steps = plan(told.scene, told.knobs)
    assert any(step.live for step in steps) == (told.scene.preset is not None)
    if told.scene.preset is not None:
        assert told.scene.preset(told.knobs) in PRESETS


def test_every_step_says_what_happens(told: Told) -> None:
    for step in told.frames[0].steps:
        assert step.title.strip()
        assert len(step.caption.split()) >= 3
        assert step.seconds > 0


def test_knobs_survive_being_stored(told: Told) -> None:
    stored = json.loads(json.dumps(to_plain(told.knobs)))
    assert from_plain(type(told.knobs), stored) == told.knobs


def test_grips_name_knobs_and_can_be_reached(told: Told) -> None:
    for frame in told.frames:
        for mark, _, _ in seen(frame):
            if mark.grip is not None:
                assert mark.name, f"{mark} has a grip but no name, so the keyboard can't reach it"
            if isinstance(mark.grip, EditCell | PickCell | SetValue):
                assert knob(told.scene.knobs, mark.grip.knob)


def set_by(mark: Drawn, knobs: Knobs) -> Iterator[tuple[str, object]]:
    """Knobs and values that a hand gives them at a mark: of cells, at the first and at the last."""
    grip = mark.grip
    if isinstance(grip, PickCell):
        ends = ((0, 0), (grip.lattice.rows - 1, grip.lattice.columns - 1))
        yield from ((grip.knob, grip.value(cell)) for cell in ends)
    elif isinstance(grip, SetValue):
        yield grip.knob, grip.value
    elif isinstance(grip, EditCell):
        rows, columns = mark.values.shape if isinstance(mark, Grid) else (1, 1)
        for cell in ((0, 0), (rows - 1, columns - 1)):
            target = grip.target(cell)
            if target is not None:
                yield grip.knob, with_edit(getattr(knobs, grip.knob), target, grip.high)


def test_what_a_hand_can_set_is_read_again(told: Told) -> None:
    tried = {(mark.name, each) for frame in told.ends for mark, *_ in seen(frame) for each in set_by(mark, told.knobs)}
    for name, (knob_name, value) in tried:
        try:
            knobs = change(told.knobs, knob_name, value)
        except KnobError:
            continue
        stored = json.loads(json.dumps(to_plain(knobs)))
        assert from_plain(type(knobs), stored) == knobs, name


def test_nothing_lies_outside_the_stage(told: Told) -> None:
    stage = QRectF(0, 0, WIDTH, HEIGHT).adjusted(-SLACK, -SLACK, SLACK, SLACK)
    for frame in told.frames:
        for each, box in boxes_of_shapes(frame):
            assert np.isfinite(outline(each.mark)).all()
            assert stage.contains(box), f"at {frame.t:g} s: {type(each.mark).__name__} {each.mark.name!r} {box}"


@pytest.mark.usefixtures("typeface")
def test_nothing_comes_near_the_title_and_the_caption(told: Told) -> None:
    """What is not pinned would be cut off there."""
    pane = QRectF(0, PANE[0], WIDTH, PANE[1] - PANE[0]).adjusted(-SLACK, -SLACK, SLACK, SLACK)
    for frame in told.frames:
        for each, box in boxes_of_shapes(frame):
            assert each.pinned or pane.contains(box), f"at {frame.t:g} s: {each.mark.name!r} {box}"
        for theme in () if closer(frame) else BY_LETTERS:
            picture = replace(frame, marks=tuple(mark for mark in frame.marks if not mark.pinned))
            cut = [label for label, box in text_boxes(picture, theme) if not pane.contains(box)]
            assert not cut, f"{theme.name} at {frame.t:g} s"


@pytest.mark.usefixtures("typeface")
def test_captions_are_one_line_above_their_dots(told: Told) -> None:
    for frame in told.frames:
        caption = frame.steps[frame.step].caption
        dots = [box for each, box in boxes_of_shapes(frame) if each.pinned and box.top() > PANE[1]]
        assert len(dots) == len(frame.steps)
        for standing in (told.boxes[theme.name][told.frames.index(frame)] for theme in BY_LETTERS):
            (line,) = (box for label, box in standing if label == caption)
            assert line.left() == LEFT
            assert line.right() <= RIGHT
            assert not any(line.intersects(dot) for dot in dots)


@pytest.mark.usefixtures("typeface")
def test_no_text_lies_outside_the_stage(told: Told) -> None:
    stage = QRectF(0, 0, WIDTH, HEIGHT).adjusted(-SLACK, -SLACK, SLACK, SLACK)
    for theme, boxes in told.boxes.items():
        for frame, standing in zip(told.frames, boxes, strict=True):
            outside = [(label, box) for label, box in standing if not stage.contains(box)]
            assert not outside, f"{theme} at {frame.t:g} s"


def test_text_is_large_enough_to_read(told: Told) -> None:
    for frame in told.frames:
        for mark, _, _ in seen(frame):
            if isinstance(mark, Text | Formula):
                assert mark.size >= SMALLEST_TEXT, f"at {frame.t:g} s: {mark}"
            elif isinstance(mark, Grid):
                assert mark.number_size == 0 or mark.number_size >= SMALLEST_TEXT


@pytest.mark.usefixtures("typeface")
def test_no_two_texts_overlap_when_a_step_ends(told: Told) -> None:
    for theme, boxes in told.boxes.items():
        for frame, standing in zip(told.ends, boxes[2::2], strict=True):
            found = overlaps(standing)
            assert not found, f"{theme} at {frame.t:g} s, step {frame.steps[frame.step].title!r}"


@cache
def signs(tex: str) -> int:
    """How many signs of a formula are drawn as a path each: all but the hyphens of words, which are bars."""
    written = "".join(ElementTree.fromstring(convert(tex)).itertext())
    return len("".join(written.split()).replace("-", ""))


def test_formulas_are_latex(told: Told) -> None:
    for frame in told.frames:
        for mark, _, _ in seen(frame):
            if isinstance(mark, Formula):
                assert set_formula(mark.tex).elements.count("<path") >= signs(mark.tex)
                assert mark.plain


@pytest.mark.usefixtures("typeface")
def test_frames_can_be_drawn_and_written(told: Told) -> None:
    image = QImage(320, 180, QImage.Format.Format_RGB32)
    typesetter = Typesetter(blocking=True)
    ends = told.ends if told.is_default else told.ends[-1:]
    for frame, theme in zip(ends, cycle(THEMES.values()), strict=False):
        painter = QPainter(image)
        paint(painter, frame, theme, QRectF(image.rect()), typesetter)
        painter.end()
        svg = to_svg(frame, theme, EvenLetters(), svg_formula)
        ElementTree.fromstring(svg)
        assert not told.is_default or len(_but_pictures_and_cells(svg)) < 60_000  # the letters are 15,000 more
        json.dumps(frame_as_plain(frame), allow_nan=False)


def _but_pictures_and_cells(svg: str) -> str:
    """What of an SVG file doesn't grow with the size of photos and maps."""
    cells = re.sub(r'<g class="tiles".*?</g>', "", svg, flags=re.DOTALL)
    return "\n".join(line for line in cells.splitlines() if not line.startswith("<image "))
