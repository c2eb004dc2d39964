from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer, qCritical
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application, StartOptions
from desktop.panels.outline import LAB
from desktop.window.dialogs import FaultDialog
from desktop.window.placement import SMALLEST
from scenes.stage.core.catalogue import Catalogue, catalogue
from scenes.stage.core.marks import Formula

Open = Callable[..., Application]
Press = Callable[..., None]


def dialogs(application: Application) -> list[FaultDialog]:
    QApplication.processEvents()
    return application.workspace.findChildren(FaultDialog)


# --- What there is to see -------------------------------------------------------------------------------------------


def test_the_outline_lists_chapters_scenes_and_broken_files(application: Application) -> None:
    outline = application.workspace.outline
    assert list(outline.buttons) == ["mini", "other", "broken"]
    words = [label.text() for label in outline.findChildren(QLabel)]
    assert [word for word in words if word.isupper()] == [
        "1  SEEING WITH FILTERS",
        "2  GOING DEEPER",
        "3  GOING SMALL",
        "COULD NOT BE READ",
    ]
    assert "halves: SyntaxError: invalid syntax (halves.py, line 3)" in words
    assert outline.buttons["mini"].isChecked()


def test_a_click_in_the_outline_opens_a_scene(application: Application) -> None:
    application.workspace.panels.pin("left")
    QTest.mouseClick(application.workspace.outline.buttons["other"], Qt.MouseButton.LeftButton)
    assert application.session.scene.name == "other"
    assert application.workspace.window().windowTitle() == "Other · 1 step · Convoscope", "its poster is of no step yet"
    assert application.workspace.outline.buttons["other"].isChecked()


def test_title_and_counter_follow_the_step(application: Application) -> None:
    strip = application.workspace.step_title
    application.session.jump(3.0)
    assert application.workspace.window().windowTitle() == "Mini · step 2/3 · Convoscope"
    assert (strip.counter.text(), strip.title.text()) == ("2 / 3", "Second")
    assert strip.accessibleDescription() == "The second caption, for size 3."
    application.session.turn("n", 2)
    assert strip.accessibleDescription() == "The second caption, for size 2."


def test_the_line_below_keeps_its_height_from_step_to_step(application: Application) -> None:
    heights = set()
    for index in range(3):
        application.session.show_step(index)
        QApplication.processEvents()
        heights.add(application.workspace.step_title.height())
    assert len(heights) == 1


def test_the_notes_are_the_scenes(application: Application) -> None:
    cards = application.workspace.aside.notes.cards
    assert [label.text() for label in cards["try"].sentences] == ["Turn the knobs."]
    assert [label.text() for label in cards["mistaken"].sentences] == ["It is not real."]
    assert [label.text() for label in cards["sources"].sentences] == ["Nowhere."]
    application.session.open("other")
    assert all(card.isHidden() for card in cards.values())


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1024, 768)])
def test_the_stage_gets_its_room_at_every_size(open_application: Open, size: tuple[int, int]) -> None:
    application = open_application(size=size)
    window = application.workspace
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    assert window.canvas.width() >= 0.6 * size[0]
    assert window.canvas.height() >= 0.5 * size[1]
    transport = window.transport
    for button in (transport.start, transport.play, transport.end, transport.loop, transport.speed, transport.time):
        assert transport.rect().contains(button.geometry()), button
        assert button.width() >= button.minimumSizeHint().width()
    assert window.outline.isVisible() == window.aside.isVisible() == (size[0] >= 1500)


def test_a_window_is_not_made_smaller_than_its_panels_need(application: Application) -> None:
    application.workspace.window().resize(200, 200)
    QApplication.processEvents()
    assert (application.workspace.width(), application.workspace.height()) == SMALLEST


def test_letters_grow_with_the_window_and_the_setting(open_application: Open) -> None:
    small, large = open_application(size=(1280, 720)).appearance, open_application(size=(1920, 1080)).appearance
    assert large.px(14) > small.px(14)
    before = small.px(14)
    small.text = "large"
    assert small.px(14) > before


def test_all_words_are_set_in_the_bundled_font_and_grow_together(application: Application, press: Press) -> None:
    def labels() -> dict[str, list[int]]:
        found = application.workspace.findChildren(QLabel)
        return {
            family: [each.font().pixelSize() for each in found] for family in {each.font().family() for each in found}
        }

    before = labels()
    assert list(before) == ["Inter"]
    press(Qt.Key.Key_Plus, modifiers=Qt.KeyboardModifier.ControlModifier)
    after = labels()
    assert list(after) == ["Inter"]
    assert all(new > old for new, old in zip(after["Inter"], before["Inter"], strict=True))


# --- The transport --------------------------------------------------------------------------------------------------


def test_the_buttons_do_what_they_show(application: Application) -> None:
    transport, session = application.workspace.transport, application.session

    def click(button: object) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    click(transport.play)
    assert session.player.playing
    assert transport.play.accessibleName() == "Pause"
    click(transport.play)
    click(transport.end)
    assert session.player.t == 8.0
    click(transport.backwards)
    assert session.player.playing
    assert session.player.speed == -1.0
    click(transport.start)
    click(transport.forward)
    click(transport.forward)
    assert session.player.t == 2.0
    click(transport.back)
    assert session.player.t == 0.0
    click(transport.loop)
    assert session.player.loop


def test_the_time_line_scrubs_and_snaps_to_marks(application: Application) -> None:
    line, session = application.workspace.transport.timeline, application.session
    middle = line.height() // 2

    def x(t: float) -> QPoint:
        return QPoint(round(line._x_of(t)), middle)

    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=x(6.0) + QPoint(3, 0))
    assert session.player.t == 6.0
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=x(1.0))
    assert session.player.t == pytest.approx(1.0, abs=0.05)
    QTest.mouseMove(line, x(4.5))
    assert session.player.t == pytest.approx(4.5, abs=0.05)
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=x(4.5))
    assert not session.held
    assert application.workspace.transport.time.text() == "0:04 / 0:08"


def test_the_time_line_is_dragged_from_a_mark_too(application: Application) -> None:
    """Between steps the handle always rests on a mark."""
    line, session = application.workspace.transport.timeline, application.session
    session.to_end()
    end, aside = (QPoint(round(line._x_of(t)), line.height() // 2) for t in (session.seconds, 4.5))
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=end)
    QTest.mouseMove(line, end - QPoint(3, 0))
    assert session.player.t == session.seconds, "a hand that trembles stays on the mark"
    QTest.mouseMove(line, aside)
    assert session.player.t == pytest.approx(4.5, abs=0.05)
    QTest.mouseMove(line, end - QPoint(3, 0))
    assert session.player.t < session.seconds
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=end - QPoint(3, 0))
    assert not session.held


def test_time_passes_while_it_plays(application: Application, qtbot: QtBot) -> None:
    application.session.toggle()
    qtbot.waitUntil(lambda: application.session.player.t > 0.1, timeout=5000)
    application.session.toggle()
    assert not application.workspace.clock._timer.isActive()


def test_formulas_are_prepared_for_every_step(
    open_application: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = open_application(catalogue=catalogue())
    asked: set[str] = set()
    monkeypatch.setattr(application.typesetter, "prepare", lambda formulas: asked.update(each.tex for each in formulas))
    application.workspace.prefetch.begin()
    session = application.session
    ends = [sum(step.seconds for step in session.steps[: index + 1]) for index in range(len(session.steps))]
    wanted = {each.mark.tex for t in ends for each in session.picture(t).placed() if isinstance(each.mark, Formula)}
    assert wanted
    qtbot.waitUntil(lambda: wanted <= asked, timeout=10_000)


# --- What goes wrong ------------------------------------------------------------------------------------------------


def test_an_unexpected_exception_is_told_once_with_details_to_copy(
    application: Application, faults: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise LookupError("no such thing")

    for _ in range(3):
        application.faults.report(_raised(fail))
    (dialog,) = dialogs(application)
    assert "LookupError: no such thing" in dialog.sentence.text()
    assert not dialog.details.isVisible()
    dialog.more.click()
    assert dialog.details.isVisible()
    dialog.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "Traceback" in copied
    assert "no such thing" in copied
    dialog.close_button.click()
    application.session.next_step()
    assert application.session.player.playing
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("CONVOSCOPE_DEBUG", "1")
    application.faults.report(ValueError("seen"))
    assert "ValueError: seen" in capsys.readouterr().err
    assert len(faults) == 2
    faults.clear()


def _raised(act: Callable[[], None]) -> BaseException:
    try:
        act()
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


def test_exceptions_in_threads_and_in_slots_are_told(application: Application, faults: list[str]) -> None:
    def fail_in_thread() -> None:
        raise OSError("thread")

    thread = threading.Thread(target=fail_in_thread)
    application._uninstall()  # pytest and pytest-qt put hooks of their own over ours
    application._uninstall = application.faults.install()
    thread.start()
    thread.join()
    QTimer.singleShot(0, lambda: [][1])
    QApplication.processEvents()
    assert {dialog.sentence.text().partition("(")[2][:8] for dialog in dialogs(application)} == {"OSError:", "IndexErr"}
    faults.clear()


def test_what_qt_finds_critical_is_told(application: Application, faults: list[str]) -> None:
    application._uninstall()
    application._uninstall = application.faults.install()
    qCritical("a serious matter")
    (dialog,) = dialogs(application)
    assert "a serious matter" in dialog.sentence.text()
    faults.clear()


def test_a_fault_in_leaving_is_printed_when_the_window_is_gone(
    application: Application, faults: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    application.faults.report(ValueError("too late"))
    application.workspace.window().close()
    assert "ValueError: too late" in capsys.readouterr().err
    assert dialogs(application) == []
    faults.clear()


def test_a_scene_that_raises_leaves_the_window_alive(application: Application, faults: list[str]) -> None:
    application.session.open("broken")
    application.session.turn("works", False)
    (dialog,) = dialogs(application)
    assert "a lesson divides by zero" in dialog.sentence.text()
    application.workspace.canvas.grab()
    application.session.undo()
    assert application.session.steps[0].title == "Fine"
    faults.clear()


def test_a_canvas_that_can_not_be_painted_is_told_of_once_and_the_window_lives(
    application: Application, faults: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    painters: list[QPainter] = []

    def fail(painter: QPainter, *_: object, **__: object) -> None:
        painter.save()
        painters.append(painter)
        raise ValueError("no such mark")

    application._uninstall()  # pytest and pytest-qt put hooks of their own over ours
    application._uninstall = application.faults.install()
    canvas = application.workspace.canvas
    with monkeypatch.context() as broken:
        broken.setattr("desktop.canvas.canvas.paint", fail)
        for _ in range(5):
            canvas.update()
            QApplication.processEvents()
    assert len(painters) >= 5
    assert not any(painter.isActive() for painter in painters)  # Qt crashes where one goes on beyond its paint event
    (dialog,) = dialogs(application)
    assert "ValueError: no such mark" in dialog.sentence.text()
    dialog.close_button.click()
    faults.clear()
    application.session.next_step()
    canvas.grab()
    assert application.session.player.playing


def test_a_window_opens_without_any_scene(open_application: Open) -> None:
    application = open_application(catalogue=Catalogue((), (("convolution", "SyntaxError: oops"),)))
    application.workspace.canvas.grab()
    assert "convolution: SyntaxError: oops" in [
        label.text() for label in application.workspace.outline.findChildren(QLabel)
    ]


def test_messages_are_not_repeated_and_can_be_closed(application: Application) -> None:
    for sentence in ("One.", "Two.", "One."):
        application.workspace.say(sentence)
    assert application.workspace.banner.label.text() == "One.\nTwo."
    application.workspace.banner.close_button.click()
    assert not application.workspace.banner.isVisible()
    application.workspace.say("")
    assert not application.workspace.banner.isVisible()


def test_a_message_lies_over_what_is_shown_and_moves_nothing(application: Application) -> None:
    workspace = application.workspace
    for show in (workspace.places.show_lab, workspace.places.show_scene, workspace.places.show_home):
        show()
        QApplication.processEvents()
        page = workspace.places.geometry()
        workspace.say("A message\nof two lines.")
        QApplication.processEvents()
        assert workspace.places.geometry() == page
        assert page.contains(workspace.banner.geometry())
        middle = workspace.childAt(workspace.banner.geometry().center())
        assert workspace.banner.isAncestorOf(middle), "nothing lies over it"
        at_home = workspace.places.at_home
        assert (workspace.banner.geometry().center().y() > page.center().y()) == at_home, (
            "there the top is to be clicked"
        )
        workspace.escape()
        assert workspace.banner.isHidden()


# --- Files and the lab ----------------------------------------------------------------------------------------------


def test_the_present_picture_can_be_saved(application: Application, tmp_path: Path) -> None:
    application.session.jump(3.0)
    application.workspace.files.save(tmp_path / "mini.svg")
    assert "<svg" in (tmp_path / "mini.svg").read_text()
    assert application.workspace.banner.label.text() == f"The picture is saved as {tmp_path / 'mini.svg'}."
    application.workspace.files.save(tmp_path / "mini.xyz")
    assert ".png" in application.workspace.banner.label.text()


def test_a_name_without_an_ending_gets_that_of_its_kind(
    application: Application, press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *asked: (str(tmp_path / "mini"), "SVG (*.svg)"))
    press("s", modifiers=Qt.KeyboardModifier.ControlModifier)
    before = (tmp_path / "mini.svg").read_text()
    application.session.to_end()
    press("s", modifiers=Qt.KeyboardModifier.ControlModifier)
    assert (tmp_path / "mini.svg").read_text() == before, "nobody was asked whether to replace it"
    assert "give it a name that ends in" in application.workspace.banner.label.text()


def test_files_are_asked_for_where_the_last_one_was(
    application: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *given: (asked.append(Path(given[2])), ("", ""))[1])
    for use in (
        lambda path: application.workspace.files.use_picture("picture", path),
        lambda path: application.workspace.files.save(path),
    ):
        folder = tmp_path / str(len(asked))
        folder.mkdir()
        use(folder / "mini.svg")
        application.workspace.files.ask_for_picture("picture")
        assert asked[-1] == folder


def test_the_lab_is_a_page_and_takes_the_keys(
    application: Application, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.lab.page import LabPage

    done: list[object] = []
    monkeypatch.setattr(LabPage, "start_engine", lambda lab: done.append("engine"))
    monkeypatch.setattr(LabPage, "toggle", lambda lab: done.append("toggle"))
    monkeypatch.setattr(LabPage, "scrub", lambda lab, step: done.append(step))
    application.session.toggle()
    press(Qt.Key.Key_L)
    assert application.workspace.places.in_lab
    assert application.workspace.window().windowTitle() == "Lab · Convoscope"
    assert application.workspace.outline.lab.isChecked()
    assert not application.session.player.playing
    press(Qt.Key.Key_Space, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Right)
    assert done == ["engine", "toggle", 0, None]
    assert application.workspace.state().lab
    assert not application.session.player.playing
    press(Qt.Key.Key_L)
    assert not application.workspace.places.in_lab
    assert application.workspace.state().lab_state == application.workspace.places.lab.state()
    application.workspace.outline.mark(LAB)


def test_a_filter_from_the_lab_opens_in_its_scene(application: Application) -> None:
    application.workspace.places.open_from_lab("nowhere", {})
    assert "no scene named 'nowhere'" in application.workspace.banner.label.text()
    application.workspace.places.open_from_lab("mini", {"n": 5, "mode": "wide"})
    assert application.session.scene.name == "mini"
    assert (application.session.knobs.n, application.session.knobs.mode) == (5, "wide")
    session = application.session
    assert (session.at_poster, session.player.t) == (False, session.seconds), "at the end of the key picture's step"
    application.session.undo()
    assert application.session.knobs.n == 3


def test_from_a_scene_that_the_lab_opened_one_way_leads_back(application: Application) -> None:
    places = application.workspace.places
    lab = places.load_lab()
    places.show_lab()
    assert not places.way_back.isVisible()
    back: list[bool] = []
    lab.come_back = lambda: back.append(True)  # type: ignore[method-assign]
    lab.open_in_scene.emit("mini", {"n": 5})
    assert not places.in_lab
    assert places.way_back.isVisible()
    places.present(True)
    assert not places.way_back.isVisible(), "a full screen is the stage's"
    places.present(False)
    places.way_back.back.click()
    assert places.in_lab
    assert back == [True]
    lab.open_in_scene.emit("mini", {"n": 4})
    places.toggle_lab()
    assert back == [True, True]
    lab.open_in_scene.emit("mini", {"n": 3})
    places.way_back.close_button.click()
    assert not places.way_back.isVisible()
    places.toggle_lab()
    assert back == [True, True]


def test_the_outline_scrolls_to_the_open_scene(open_application: Callable[..., Application], qtbot: QtBot) -> None:
    application = open_application(catalogue=catalogue(), size=(1280, 720))
    last = application.session.catalogue.scenes[-1].name
    application.workspace.panels.pin("left")
    application.workspace.places.open_scene(last)
    button = application.workspace.outline.buttons[last]
    qtbot.waitUntil(lambda: button.visibleRegion().boundingRect().height() == button.height())


@pytest.mark.parametrize("step", ["Second", "2"])
def test_the_window_opens_at_the_end_of_a_step(open_application: Callable[..., Application], step: str) -> None:
    session = open_application(StartOptions(scene="mini", step=step)).session
    assert (session.scene.name, session.step, session.player.t) == ("mini", 1, 6.0)
