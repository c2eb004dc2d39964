from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.lab.run.controls import Controls
from desktop.lab.run.wanted import Wanted
from desktop.theme.appearance import TEXT_SIZES, Appearance, TextSize, stylesheet
from desktop.theme.fonts import font
from desktop.training.session import TrainingSession
from desktop.widgets.parts import ScrollColumn
from desktop.widgets.rows import NumberRow, Row
from engine.contract import events
from engine.contract.spec import PRESETS, RunSpec, StopAt
from scenes.stage.output.theme import THEMES

SPEC = PRESETS["race"].spec
DEVICES = (
    events.Device("cpu", "x86", True),
    events.Device("cuda", "NVIDIA", False, "This PyTorch was built without CUDA."),
    events.Device("mps", "Apple", True),
)


@pytest.fixture
def wanted(session: TrainingSession) -> Wanted:
    return Wanted(session)


@pytest.fixture
def controls(qtbot: QtBot, looks: Appearance, wanted: Wanted) -> Controls:
    made = Controls(looks, wanted)
    wanted.refused.connect(made.refuse)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def changes(wanted: Wanted) -> list[RunSpec]:
    heard: list[RunSpec] = []
    wanted.changed.connect(lambda spec, before: heard.append(spec))
    return heard


def typed(row: NumberRow, text: str) -> None:
    row.number.typed.emit(text)


ROWS: list[tuple[Callable[[Controls], NumberRow], str, Callable[[RunSpec], object], object]] = [
    (lambda c: c.lr, "0,01", lambda s: s.lr, 0.01),
    (lambda c: c.batch, "100", lambda s: s.batch, 100),
    (lambda c: c.length, "2.5", lambda s: s.stop, StopAt(epochs=2.5)),
    (lambda c: c.target, "95 %", lambda s: s.stop.accuracy, 0.95),
    (lambda c: c.clip, "1", lambda s: s.clip_norm, 1.0),
    (lambda c: c.seed, "42", lambda s: s.seed, 42),
    (lambda c: c.seed, "4294967295", lambda s: s.seed, 4294967295),
    (lambda c: c.batch, "1 000", lambda s: s.batch, 1000),
    (lambda c: c.lr, "1/500", lambda s: s.lr, 0.002),
    (lambda c: c.target, "97½ %", lambda s: s.stop.accuracy, 0.975),
]


@pytest.mark.parametrize(("row", "text", "read", "value"), ROWS)
def test_typed_numbers_are_taken(
    controls: Controls,
    changes: list[RunSpec],
    row: Callable[[Controls], NumberRow],
    text: str,
    read: Callable[[RunSpec], object],
    value: object,
) -> None:
    typed(row(controls), text)
    assert [read(spec) for spec in changes] == [value]
    assert row(controls).reason.isHidden()


@pytest.mark.parametrize(
    ("row", "text", "sentence"),
    [
        (lambda c: c.lr, "0", "The learning rate 0 is out of range"),
        (lambda c: c.lr, "quick", "“quick” is no number"),
        (lambda c: c.lr, "nan", "“nan” is no number"),
        (lambda c: c.batch, "0", "A batch of 0 pictures is out of range"),
        (lambda c: c.batch, "2.5", "2.5 is no whole number"),
        (lambda c: c.length, "-1", "A run of -1 epochs is out of range"),
        (
            lambda c: c.target,
            "120",
            "A target accuracy of 120 % is out of range; choose more than 0 and at most 100 %",
        ),
        (lambda c: c.clip, "-1", "Gradients can't be clipped"),
        (lambda c: c.seed, "-1", "The seed -1 is out of range"),
    ],
)
def test_bad_numbers_are_refused_in_one_sentence(
    controls: Controls,
    wanted: Wanted,
    changes: list[RunSpec],
    row: Callable[[Controls], NumberRow],
    text: str,
    sentence: str,
) -> None:
    typed(row(controls), text)
    assert changes == []
    assert wanted.spec == SPEC
    assert sentence in row(controls).reason.text()
    assert not row(controls).reason.isHidden()


@pytest.mark.parametrize(
    ("text", "steps", "note"),
    [
        ("1,000", 1000, "“1,000” was read as 1,000."),
        ("10.000", 10000, "“10.000” was read as 10,000."),
        ("10 000", 10000, ""),
        ("1000000", 1000000, ""),
    ],
)
def test_a_thousand_steps_are_no_single_one(
    controls: Controls, changes: list[RunSpec], text: str, steps: int, note: str
) -> None:
    controls.unit.wanted.emit(1)
    typed(controls.length, text)
    assert changes[-1].stop == StopAt(steps=steps)
    assert controls.length.number.text() == f"{steps:,}"
    assert controls.length.reason.text() == note


def test_a_field_says_which_of_two_readings_it_took(controls: Controls, changes: list[RunSpec]) -> None:
    typed(controls.length, "1,000")
    assert changes[-1].stop == StopAt(epochs=1.0)
    assert controls.length.reason.text() == "“1,000” was read as 1."
    typed(controls.length, "2")
    assert controls.length.reason.isHidden()


def test_a_refusal_speaks_in_the_unit_of_its_field(controls: Controls, changes: list[RunSpec]) -> None:
    typed(controls.target, "1000")
    said = "A target accuracy of 1000 % is out of range; choose more than 0 and at most 100 %."
    assert controls.target.reason.text() == said
    typed(controls.target, "9" * 301)
    assert controls.target.reason.text().startswith("A target accuracy of 1e+301 % is")
    typed(controls.batch, "9" * 309)
    assert controls.batch.reason.text() == f"“{'9' * 39}…{'9' * 40}” is too large."
    assert changes == []


def test_a_field_is_as_wide_as_its_number(controls: Controls) -> None:
    controls.seed.show_value(4294967295)
    metrics = controls.seed.number.fontMetrics()
    assert controls.seed.number.text() == "4294967295"
    assert controls.seed.number.width() >= metrics.horizontalAdvance("4294967295") + 8


def test_off_is_a_value(controls: Controls, changes: list[RunSpec]) -> None:
    typed(controls.clip, "2")
    typed(controls.clip, "off")
    assert [spec.clip_norm for spec in changes] == [2.0, None]
    assert controls.clip.number.text() == "off"


def test_steps_up_and_down(controls: Controls, changes: list[RunSpec]) -> None:
    controls.lr.more.click()
    controls.batch.less.click()
    controls.length.more.click()
    controls.target.more.click()
    controls.clip.more.click()
    controls.seed.more.click()
    last = changes[-1]
    assert (last.lr, last.batch, last.stop, last.clip_norm, last.seed) == (0.01, 32, StopAt(None, 5.0, 0.9), 1.0, 2)
    controls.target.less.click()
    for _ in range(5):
        controls.clip.less.click()
    assert changes[-1].stop.accuracy == 0.89
    assert changes[-1].clip_norm is None


def test_epochs_become_steps_and_back(controls: Controls, changes: list[RunSpec]) -> None:
    controls.unit.wanted.emit(1)
    assert changes[-1].stop == StopAt(steps=531)
    controls.length.more.click()
    assert changes[-1].stop == StopAt(steps=541)
    controls.unit.wanted.emit(0)
    assert changes[-1].stop == StopAt(epochs=4.1)


def test_choices(controls: Controls, changes: list[RunSpec]) -> None:
    controls.optimiser.wanted.emit(0)
    controls.schedule.wanted.emit(0)
    controls.data.wanted.emit(1)
    last = changes[-1]
    assert (last.optimiser.name, last.schedule, last.data) == ("sgd", "constant", "digits")
    assert controls.preset.currentText() == "Your own settings"
    controls.preset.picked.emit(list(PRESETS).index("digits"))
    assert changes[-1] == PRESETS["digits"].spec
    controls.preset.picked.emit(len(PRESETS))
    assert controls.preset.currentText() == PRESETS["digits"].title


def test_devices_that_are_not_there_say_why(controls: Controls, wanted: Wanted, changes: list[RunSpec]) -> None:
    controls.set_devices(DEVICES)
    controls.device.wanted.emit(1)
    assert (changes, wanted.spec.device) == ([], "cpu")
    assert controls.device.reason.text() == "This PyTorch was built without CUDA."
    controls.device.wanted.emit(2)
    assert changes[-1].device == "mps"
    assert controls.device.field.currentText() == "MPS: Apple"


def test_a_stored_device_is_kept_before_the_engine_knows(controls: Controls, wanted: Wanted) -> None:
    wanted.restore(msgspec.to_builtins(msgspec.structs.replace(SPEC, device="cuda")))
    assert controls.device.field.currentText() == "cuda"
    controls.set_devices(DEVICES)
    assert controls.device.field.currentText() == "CUDA: NVIDIA"


def test_a_preset_keeps_the_device(controls: Controls, changes: list[RunSpec]) -> None:
    controls.set_devices(DEVICES)
    controls.device.wanted.emit(2)
    controls.preset.picked.emit(1)
    assert changes[-1].device == "mps"
    assert controls.preset.currentText() == PRESETS["digits"].title


def test_what_waits_for_the_next_run_is_said(
    controls: Controls, wanted: Wanted, session: TrainingSession, client: Any, story: SimpleNamespace
) -> None:
    session.start(wanted.spec)
    client.say(story.started(SPEC))
    assert controls.pending.isHidden()
    controls.optimiser.wanted.emit(0)
    controls.seed.more.click()
    assert controls.pending.text() == "For the next run: optimiser, seed."
    assert all(row.isEnabled() for row in (controls.optimiser, controls.seed, controls.data))
    client.say(story.finished(0))
    assert controls.pending.isHidden()


def test_showing_asks_for_nothing(controls: Controls, wanted: Wanted, changes: list[RunSpec]) -> None:
    explosion = PRESETS["explosion"].spec
    wanted.repeat(explosion)
    controls.refresh()
    assert changes == [explosion]
    assert wanted.spec == explosion
    assert controls.preset.currentText() == PRESETS["explosion"].title


def test_every_preset_is_offered_and_none_tells_its_result(controls: Controls) -> None:
    for index, preset in enumerate(PRESETS.values()):
        assert controls.preset.itemText(index) == preset.title
        controls.preset.picked.emit(index)
        assert controls.preset.currentIndex() == index
        assert preset.what_to_look_for not in [line.text() for line in controls.findChildren(QLabel)]


SIZES = [(3840, 2160), (1920, 1080), (1280, 720), (1152, 648)]


@pytest.fixture
def column(qtbot: QtBot, looks: Appearance, controls: Controls) -> ScrollColumn:
    """The settings in their column, which `dress` gives the sizes of a window."""
    made = ScrollColumn(controls)
    qtbot.addWidget(made)
    made.show()
    return made


def dress(column: ScrollColumn, looks: Appearance, window: tuple[int, int]) -> None:
    looks.fit(*window)
    column.setFont(font(looks.px(14)))
    column.setStyleSheet(stylesheet(looks))
    column.resize(looks.room(258), 500)
    QApplication.processEvents()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("text", TEXT_SIZES)
def test_no_row_is_wider_than_the_column(
    looks: Appearance, wanted: Wanted, controls: Controls, column: ScrollColumn, theme: str, text: TextSize
) -> None:
    looks.theme, looks.text = THEMES[theme], text
    controls.set_devices(DEVICES)
    for field, value in (("rare", 0.1), ("lr", 0.00012345678), ("seed", 4294967295)):
        wanted.ask(field, value)
    wanted.ask("stop", StopAt(steps=1_000_000, accuracy=0.9999))
    for window in SIZES:
        dress(column, looks, window)
        assert controls.altering.rare_class.isVisible()
        assert controls.width() == column.viewport().width(), window
        for row in controls.findChildren(Row):
            assert row.mapTo(column.viewport(), row.rect().topRight()).x() < column.viewport().width()
            assert row.minimumSizeHint().width() <= row.width(), row.label.text()


def test_the_device_is_told_whole(looks: Appearance, controls: Controls, column: ScrollColumn) -> None:
    controls.set_devices((events.Device("cpu", "16 cores", True),))
    dress(column, looks, (1280, 720))
    assert controls.device.field.shown_words == "CPU: 16 cores"
