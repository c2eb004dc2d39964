from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.lab.kept_runs.rows import Row
from desktop.lab.page import LabPage
from desktop.lab.run.pacing import FIRST
from desktop.runs.folder import Run
from desktop.runs.labels import Label
from desktop.runs.library import Library
from desktop.runs.readings import length
from desktop.theme.appearance import Appearance, stylesheet
from desktop.training.session import TrainingSession
from desktop.window.actions import lab_actions
from engine.contract import events
from engine.contract.spec import PRESETS
from engine.contract.tape import SUFFIX
from scenes.stage.output.theme import THEMES


@pytest.fixture
def page(
    qtbot: QtBot, looks: Appearance, session: TrainingSession, library: Library, story: SimpleNamespace
) -> Iterator[LabPage]:
    """The lab with its list of runs in view: three kept ones of 30, 20 and 10 steps."""
    for steps in (10, 20, 30):
        library.keep(story.recording_of(story.run_events(steps, every=10)))
    made = LabPage(looks, session, library)
    qtbot.addWidget(made)
    made.setStyleSheet(stylesheet(looks))
    made.resize(1280, 720)
    with qtbot.waitExposed(made):
        made.show()
    QTest.mouseClick(made.aside.pages._group.button(1), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not library.learn())
    qtbot.waitUntil(lambda: all(run.label.size for run in library.runs if not run.shipped))
    yield made
    made.shutdown()


@pytest.fixture
def keys(page: LabPage) -> list[str]:
    return [run.key for run in page.library.runs if not run.shipped]


@pytest.fixture
def click(page: LabPage) -> Callable[[str], None]:
    """Return a function that clicks on the name of a run."""

    def clicked(key: str) -> None:
        page.runs.list.scrollTo(index_of(page, key))
        place = page.runs.list.visualRect(index_of(page, key)).topLeft() + QPoint(60, 14)
        QTest.mouseClick(page.runs.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    return clicked


@pytest.fixture
def tick(page: LabPage) -> Callable[[str], None]:
    """Return a function that clicks on the box of a run."""

    def ticked(key: str) -> None:
        page.runs.list.scrollTo(index_of(page, key))
        place = page.runs.list.box(key).center()
        QTest.mouseClick(page.runs.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    return ticked


def index_of(page: LabPage, key: str) -> Any:
    rows = page.runs.list.rows
    return rows.index(next(at for at, row in enumerate(rows.rows) if row.key == key and not row.heading))


def row_of(page: LabPage, key: str) -> Row:
    return next(row for row in page.runs.list.rows.rows if row.key == key)


def test_a_run_that_was_broken_off_says_so() -> None:
    label = Label(name="Mine", steps=1200, data="Handwritten digits", broken_off=True)
    facts = Row("Mine", Run("key", label)).facts
    assert facts.replace("\u00a0", " ") == "1,200 steps, broken off · Handwritten digits"


def test_one_step_is_told_in_the_singular(story: Any) -> None:
    once = Label(name="Mine", steps=1, data="Handwritten digits")
    assert Row("Mine", Run("key", once)).facts.replace("\u00a0", " ") == "1 step · Handwritten digits"
    assert length(story.recording_of(story.run_events(1))).startswith("1 step in ")


def test_long_names_that_differ_at_their_end_do_so_in_the_list(page: LabPage, keys: list[str]) -> None:
    shown = []
    for key, ending in zip(keys, ("from step 200", "from step 1,200", "from step 1,200 · 2"), strict=True):
        page.library.rename(key, f"Dense net, my net, CNN, twin: grey shapes, {ending}")
        row, rect = row_of(page, key), page.runs.list.visualRect(index_of(page, key))
        name = next(iter(page.runs.list.painter_of_rows._parts(row, rect))).text.replace("\N{NO-BREAK SPACE}", " ")
        assert name.startswith("Dense net,")
        assert "…" in name
        assert name.endswith(f" {ending}")
        assert index_of(page, key).data(Qt.ItemDataRole.ToolTipRole).startswith(row.title)
        shown.append(name)
    assert len(set(shown)) == 3


def test_a_run_of_another_window_comes_into_the_list(page: LabPage, qtbot: QtBot, story: SimpleNamespace) -> None:
    def titles() -> list[str]:
        return [row.title for row in page.runs.list.rows.rows][:5]

    race, before = PRESETS["race"].title, titles()
    other = Library(page.library.folder)
    other.keep(story.recording_of(story.run_events(40)))
    qtbot.waitUntil(lambda: titles() == ["YOUR RUNS", f"{race} · 4", *before[1:4]])
    other.close()


def test_the_list_tells_what_a_run_is(page: LabPage, keys: list[str]) -> None:
    titles = [row.title for row in page.runs.list.rows.rows]
    race = PRESETS["race"].title
    assert titles[:5] == ["YOUR RUNS", f"{race} · 3", f"{race} · 2", f"{race} · 1", "COME WITH CONVOSCOPE"]
    assert PRESETS["vanishing"].title in titles
    row = row_of(page, keys[0])
    assert row.facts.replace("\u00a0", " ").startswith("today, ")
    assert row.facts.replace("\u00a0", " ").endswith("· 30 steps, broken off · Animal silhouettes")
    assert row.scores == ["Dense net 40.0 %", "CNN 80.0 %"]
    shipped = row_of(page, "shipped:twins-8")
    assert shipped.facts.replace("\u00a0", " ") == "250 steps · Handwritten digits"
    assert [words.split()[0] for words in shipped.scores] == ["Plain", "Residual"]


def test_a_click_opens_a_run_as_if_it_had_just_been_trained(
    page: LabPage, keys: list[str], click: Callable[[str], None]
) -> None:
    assert page.stack.currentWidget() is page.watching.home
    click(keys[1])
    assert page.stack.currentWidget() is page.splitter
    assert page.progress.where.text().startswith("step 20 of")
    np.testing.assert_allclose(page.board.loss.lines[0].y, 2.3 / np.arange(1, 21))
    assert page.probe.inside.snapshot is not None
    assert page.probe.inside.snapshot.step == 20
    assert [each.validation for each in page.scoreboard.standings] == [0.4, 0.8]
    assert row_of(page, keys[1]).shown
    assert not page.kept.isHidden()
    assert page.kept.headline.text() == f"{PRESETS['race'].title} · 2"
    assert page.kept.sentence.text().startswith("Your kept run of today, ")
    assert page.kept.sentence.text().endswith(": 20 steps in 0\xa0s, broken off. Seed 1, cpu, one thread.")


def test_a_kept_run_is_scrubbed_both_ways(page: LabPage, keys: list[str], click: Callable[[str], None]) -> None:
    click(keys[0])
    act = lab_actions(page)
    for name in ("back", "back", "next"):
        act[name]()
    assert page.looking_at == 29
    page.progress.slider.wanted.emit(13)
    assert page.progress.where.text().startswith("step 13 of")
    assert page.probe.inside.snapshot is not None
    assert page.probe.inside.snapshot.step == 10
    click(keys[1])
    assert page.looking_at is None


def test_a_recording_that_ships_is_opened_too(page: LabPage, click: Callable[[str], None]) -> None:
    click("shipped:twins-8")
    assert page.kept.sentence.text().startswith("A recording that comes with Convoscope: 250 steps in ")
    assert [each.name for each in page.scoreboard.standings] == ["Plain", "Residual"]
    assert not page.runs.rename.isEnabled()
    assert not page.runs.delete.isEnabled()
    assert page.runs.export.isEnabled()


def test_a_new_run_is_one_click_away(
    page: LabPage, keys: list[str], click: Callable[[str], None], client: Any, story: SimpleNamespace
) -> None:
    click(keys[1])
    QTest.mouseClick(page.transport.main_button, Qt.MouseButton.LeftButton)
    assert client.sent == [events.Start(page.wanted.spec, pace=FIRST)]
    assert page.kept.isHidden()
    client.say(*story.run_events(4))
    live = page.runs.list.rows.rows[1]
    assert (live.title, live.live, live.shown) == ("The run in progress", True, True)
    click(keys[1])
    assert page.recording is not page.session.recording
    assert not page.runs.list.rows.rows[1].shown
    click("")
    assert page.recording is page.session.recording
    client.say(story.finished(4))
    newest = page.runs.list.rows.rows[1]
    assert newest.shown
    assert newest.run is not None
    assert newest.run.label.steps == 4


def test_its_settings_are_those_of_the_next_run(
    page: LabPage, library: Library, story: SimpleNamespace, click: Callable[[str], None]
) -> None:
    spec = msgspec.structs.replace(story.SPEC, lr=0.03, seed=5, threads=4)
    library.keep(story.recording_of([story.started(spec), *map(story.tick, range(1, 6))]))
    click(library.runs[0].key)
    QTest.mouseClick(page.kept.settings, Qt.MouseButton.LeftButton)
    assert page.wanted.spec == msgspec.structs.replace(spec, threads=None)
    assert page.aside.page == 0


def test_ticked_runs_lie_over_the_charts(
    page: LabPage, keys: list[str], click: Callable[[str], None], tick: Callable[[str], None]
) -> None:
    click(keys[1])
    assert page.board.full == (0.0, 20.0)
    tick(keys[0])
    assert page.selection.key == keys[1]  # a tick opens nothing
    assert row_of(page, keys[0]).laid_over
    assert [line.look for line in page.board.loss.lines[:2]] == ["dashed", "dashed"]
    assert page.board.loss.lines[0].x[-1] == 30
    assert page.board.full == (0.0, 30.0)
    assert [line.look for line in page.board.accuracy.lines[:2]] == ["dashed", "dashed"]
    assert page.board.legend.isVisible()
    assert f"{PRESETS['race'].title} · 3" in page.board.legend.accessibleName()
    assert "CNN 80.0 %" in page.board.legend.accessibleName()
    tick(keys[0])
    assert page.board.loss.lines[0].look == "thin"
    assert not page.board.legend.isVisible()


def test_two_quick_ticks_change_nothing(page: LabPage, keys: list[str], click: Callable[[str], None]) -> None:
    click(keys[1])
    place = page.runs.list.box(keys[0]).center()
    QTest.mouseClick(page.runs.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(page.runs.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.selection.compared == set()
    assert page.runs.list.state() != page.runs.list.State.EditingState


def test_what_lies_over_can_be_read(
    page: LabPage, keys: list[str], click: Callable[[str], None], tick: Callable[[str], None]
) -> None:
    click(keys[1])
    tick(keys[0])
    tip = page.board._tip(page.board.accuracy, 25).splitlines()
    assert tip[-3:] == [
        f"{PRESETS['race'].title} · 3, step 25",
        "    Dense net: mean of 25 batches around it 50.0 %",
        "    CNN: mean of 25 batches around it 75.0 %",
    ]


def test_a_name_is_typed_in_place(page: LabPage, keys: list[str], click: Callable[[str], None], qtbot: QtBot) -> None:
    click(keys[2])
    QTest.keyClick(page.runs.list, Qt.Key.Key_F2)
    editor = page.runs.list.viewport().findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == f"{PRESETS['race'].title} · 1"
    editor.selectAll()
    QTest.keyClicks(editor, "Small steps")
    page.library.delete(keys[0])  # the list changes meanwhile
    assert editor.text() == "Small steps"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: row_of(page, keys[2]).title == "Small steps")
    assert keys[0] not in [row.key for row in page.runs.list.rows.rows]
    assert page.kept.headline.text() == "Small steps"


def test_the_rename_button_does_the_same(
    page: LabPage, keys: list[str], click: Callable[[str], None], qtbot: QtBot
) -> None:
    click(keys[0])
    QTest.mouseClick(page.runs.rename, Qt.MouseButton.LeftButton)
    editor = page.runs.list.viewport().findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "Best")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: row_of(page, keys[0]).title == "Best")


def test_deleting_and_both_ways_back(page: LabPage, keys: list[str], click: Callable[[str], None]) -> None:
    click(keys[0])
    assert not page.runs._undo_strip.isVisible()
    QTest.mouseClick(page.runs.delete, Qt.MouseButton.LeftButton)
    assert page.recording is None
    assert [run.key for run in page.library.runs][:2] == keys[1:]
    assert page.runs.list.key == keys[1], "the buttons act on the run that has moved up"
    assert page.runs.rename.isEnabled()
    assert page.runs._undo_strip.isVisible()
    assert page.runs.done.text() == f"Deleted “{PRESETS['race'].title} · 3”"
    QTest.mouseClick(page.runs.undo, Qt.MouseButton.LeftButton)
    assert [run.key for run in page.library.runs][:3] == keys
    assert not page.runs._undo_strip.isVisible()
    page.runs.list.choose(keys[1])
    QTest.mouseClick(page.runs.delete, Qt.MouseButton.LeftButton)
    assert keys[1] not in [row.key for row in page.runs.list.rows.rows]
    lab_actions(page)["undo"]()
    assert keys[1] in [row.key for row in page.runs.list.rows.rows]


def test_a_run_is_saved_as_a_table(
    page: LabPage,
    keys: list[str],
    click: Callable[[str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    asked: list[str] = []

    def ask(parent: object, title: str, place: str, kinds: str) -> tuple[str, str]:
        asked.append(Path(place).name)
        return str(tmp_path / "mine.csv"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    click(keys[0])
    with qtbot.waitSignal(page.message) as told:
        QTest.mouseClick(page.runs.export, Qt.MouseButton.LeftButton)
    assert told.args == [f"The table is saved as {tmp_path / 'mine.csv'}."]
    assert asked == ["Dense-net-against-CNN-animals-3.csv"]
    with (tmp_path / "mine.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["CNN: batch loss"]) for row in rows[1:]] == [2.0 / step for step in range(1, 31)]
    (tmp_path / "mine.csv").unlink()
    (tmp_path / "mine.csv").mkdir()
    with qtbot.waitSignal(page.message) as told:
        QTest.mouseClick(page.runs.export, Qt.MouseButton.LeftButton)
    assert told.args == ["The table mine.csv can't be written (Is a directory); choose another place."]


def test_a_damaged_run_says_so_and_can_be_deleted(
    page: LabPage, keys: list[str], click: Callable[[str], None], tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "home" / "runs" / (keys[0] + SUFFIX)
    path.write_bytes(b"damaged")
    page.library._memory.clear()
    with qtbot.waitSignal(page.message):
        click(keys[0])
    row = row_of(page, keys[0])
    assert row.warning == f"{path.name} is no recording of Convoscope; choose another file."
    assert not row.can_compare
    assert page.runs.delete.isEnabled()
    assert not page.runs.export.isEnabled()
    QTest.mouseClick(page.runs.delete, Qt.MouseButton.LeftButton)
    assert keys[0] not in [row.key for row in page.runs.list.rows.rows]


def test_keys_act_on_the_chosen_run(page: LabPage, keys: list[str], click: Callable[[str], None]) -> None:
    click(keys[0])
    view = page.runs.list
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.key == keys[1]
    for key, acted in (
        (Qt.Key.Key_C, lambda: page.selection.compared == {keys[1]}),
        (Qt.Key.Key_Delete, lambda: page.library.find(keys[1]) is None),
    ):
        assert view.take_key(pressed(key))
        assert acted()
    assert not view.take_key(pressed(Qt.Key.Key_Space))


def pressed(key: Qt.Key) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)


@pytest.mark.parametrize("theme", list(THEMES))
def test_dashes_can_be_seen_in_every_theme(
    page: LabPage, looks: Appearance, theme: str, click: Callable[[str], None], tick: Callable[[str], None]
) -> None:
    looks.theme = THEMES[theme]
    click("shipped:yellow")
    before = page.board.accuracy.grab().toImage()
    tick("shipped:twins-8")
    after = page.board.accuracy.grab().toImage()
    assert before != after
    assert page.board.legend.height() >= looks.px(18)


def test_a_run_without_pictures_says_so(page: LabPage, click: Callable[[str], None]) -> None:
    click("shipped:twins-8")
    assert page.probe.origin.text() == "None were recorded of this run."
