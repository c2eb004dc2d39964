from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from desktop.classroom.conducting.checking import faults_of, steps_of
from desktop.classroom.lessons.model import Ask, Lesson, Stop
from desktop.classroom.lessons.reading import Read, read
from desktop.classroom.lessons.shelf import shipped
from desktop.classroom.overlays.ink import Stroke
from desktop.classroom.overlays.places import over_stop
from desktop.classroom.record import reading
from desktop.classroom.record.entries import AnyEntry, Cued, Ended, Turned
from desktop.classroom.record.reading import ClassRecord
from desktop.classroom.stops.planned_ink import planned_ink
from desktop.classroom.stops.planned_ink import written as written_ink
from desktop.export.pages import Page
from desktop.export.still import ExportError
from desktop.publishing.carrying_out import carry_out, write_all
from desktop.publishing.order import OfClass, Order
from desktop.publishing.pages.class_lesson import class_lesson
from desktop.publishing.pages.lesson_document import lesson_document
from desktop.publishing.pages.pictures import Showing
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.knobs import to_plain
from scenes.stage.core.marks import AnyMark, Inked
from scenes.stage.core.placing import Box
from scenes.stage.data.pictures import from_array
from tests.desktop.classroom.record.class_logs import ENTRIES, LESSON, STROKE, began, written


def record(folder: Path, *entries: AnyEntry, lesson: Lesson = LESSON) -> ClassRecord:
    log = folder / "log"
    return reading.read(written(log, *entries, start=began(lesson=lesson, folder=str(folder))))


def checked(text: str, folder: Path) -> Read:
    return read(text, folder, steps_of=steps_of(folder), faults_of=faults_of(folder))


def made(folder: Path, *entries: AnyEntry, lesson: Lesson = LESSON) -> Lesson:
    text, files = class_lesson(record(folder, *entries, lesson=lesson), folder)
    for path, data in files.items():
        path.write_bytes(data)
    found = checked(text, folder)
    assert not found.faults
    assert found.lesson is not None
    return found.lesson


def cued(at: str, stop: str = "by-hand", kind: str = "step", seconds: float = 0.0, ask: int | None = None) -> Cued:
    return msgspec.convert({"what": "cued", "stop": stop, "kind": kind, "at": at, "seconds": seconds, "ask": ask}, Cued)


def test_it_has_the_numbers_of_the_class_and_the_questions_that_were_asked(tmp_path: Path) -> None:
    lesson = made(tmp_path, *ENTRIES)
    assert lesson.title == "Short · 29 November 2026"
    first, second = lesson.stop
    assert (first.id, first.knobs, first.first, first.last) == (
        "by-hand", {"bias": 3.5, "stride": 2}, "The input", "The input"
    )  # fmt: skip
    assert (second.id, second.title, second.first, second.last) == ("again", "Once more", "Multiply", "Add")
    assert [ask.stem for ask in second.ask] == ["What stays?"]
    assert (first.minutes, second.minutes) == (1, 2)


def test_steps_that_were_not_shown_are_passed_over(tmp_path: Path) -> None:
    (stop,) = made(tmp_path, cued("The input", kind="open"), cued("Multiply"), cued("Add"), Ended(seconds=9)).stop
    assert (stop.first, stop.last, stop.skip) == ("The input", "Add", ("One window",))


def test_other_numbers_in_the_middle_of_a_stop_make_another_stop(tmp_path: Path) -> None:
    turned = Turned(room="by-hand", scene="convolution", knobs={"bias": 4.0})
    stops = made(tmp_path, cued("The input", kind="open"), cued("One window"), cued("Multiply"), turned).stop
    assert [(stop.id, stop.knobs, stop.last) for stop in stops] == [
        ("by-hand", {"bias": 2.0}, "One window"), ("by-hand-2", {"bias": 4.0}, "Multiply")
    ]  # fmt: skip


def test_notes_of_steps_that_were_not_shown_are_left_out(tmp_path: Path) -> None:
    stop = msgspec.structs.replace(LESSON.stop[0], notes="Always.\n\n[The input]\nHere.\n\n[Multiply]\nNot here.")
    lesson = msgspec.structs.replace(LESSON, stop=(stop,))
    (found,) = made(tmp_path, cued("The input", kind="open"), cued("", stop="", kind="end"), lesson=lesson).stop
    assert "Here." in found.notes
    assert "Not here." not in found.notes


def test_a_question_that_the_new_numbers_refuse_is_left_out(tmp_path: Path) -> None:
    stop = Stop(id="by-hand", scene="convolution", ask=(Ask(mark="bias", at="Multiply"),))
    lesson = msgspec.structs.replace(LESSON, stop=(stop,))
    (found,) = made(tmp_path, cued("Multiply", kind="open"), cued("Multiply", kind="ask", ask=0), lesson=lesson).stop
    assert found.ask == ()


def test_pictures_of_one_s_own_are_files_beside_it(tmp_path: Path) -> None:
    kind = catalogue().find("convolution").knobs
    own = from_array("cat.png", np.arange(3 * 64, dtype=np.uint8).reshape(3, 8, 8))
    knobs = to_plain(kind(picture=own))
    turned = Turned(room="by-hand", scene="convolution", knobs=knobs)
    (stop,) = made(tmp_path, cued("The input", kind="open"), turned).stop
    assert stop.knobs["picture"] == "file:cat.png"
    assert (tmp_path / "cat.png").is_file()


def test_pictures_beside_the_lesson_that_was_given_come_along(tmp_path: Path) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    for folder in (there, here):
        folder.mkdir()
    Image.new("RGB", (8, 8), "red").save(there / "slide.png")
    lesson = msgspec.structs.replace(LESSON, stop=(Stop(id="slide", picture="file:slide.png"),))
    found = record(there, cued("slide.png", stop="slide", kind="open"), cued("", stop="", kind="end"), lesson=lesson)
    text, files = class_lesson(found, here)
    assert files == {here / "slide.png": (there / "slide.png").read_bytes()}
    (here / "slide.png").write_bytes(b"another one")
    with pytest.raises(ExportError, match="another picture called slide"):
        class_lesson(found, here)
    assert 'picture = "file:slide.png"' in text


def test_pictures_in_folders_beside_the_lesson_come_along_with_their_folders(tmp_path: Path) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    (there / "slides").mkdir(parents=True)
    here.mkdir()
    Image.new("RGB", (8, 8), "red").save(there / "slides" / "one.png")
    lesson = msgspec.structs.replace(LESSON, stop=(Stop(id="slide", picture="file:slides/one.png"),))
    found = record(there, cued("slides/one.png", stop="slide", kind="open"), Ended(seconds=60), lesson=lesson)
    order = Order(what=OfClass(log=str(found.path)), path=str(here / "again.lesson.toml"))
    assert write_all(carry_out(order)) == [here / "again.lesson.toml", here / "slides" / "one.png"]
    assert not checked((here / "again.lesson.toml").read_text(), here).faults


def test_a_log_from_elsewhere_reads_and_writes_nothing_outside_the_lesson_s_folder(tmp_path: Path) -> None:
    there, here = tmp_path / "there", tmp_path / "deeper" / "here"
    for folder in (there, here):
        folder.mkdir(parents=True)
    Image.new("RGB", (8, 8), "red").save(tmp_path / "secret.png")
    slide = Stop(id="slide", picture="file:../secret.png")
    lesson = msgspec.structs.replace(LESSON, stop=(*LESSON.stop, slide))
    found = record(there, *ENTRIES, cued("", stop="slide", kind="open"), cued("", stop="", kind="end"), lesson=lesson)
    text, files = class_lesson(found, here)
    assert files == {}
    assert "secret" not in text


def test_a_class_that_was_shown_nothing_makes_no_lesson(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="broken off before it was shown anything"):
        class_lesson(record(tmp_path, Ended(seconds=1)), tmp_path)


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.name)
def test_a_lesson_that_ships_comes_back_as_it_was_shown(path: Path, tmp_path: Path) -> None:
    lesson = read(path.read_text(encoding="utf-8"), path.parent).lesson
    assert lesson is not None
    from desktop.classroom.conducting.cues import cues

    find = steps_of(path.parent)
    shown = cues(lesson, lambda stop: [step.title for step in find(stop)], {})
    entries = [cued(cue.at, cue.stop, cue.kind, 10.0 * at, cue.ask) for at, cue in enumerate(shown)]
    again = made(tmp_path, *entries, lesson=lesson)
    assert [stop.id for stop in again.stop] == [stop.id for stop in lesson.stop]
    assert [len(stop.ask) for stop in again.stop] == [len(stop.ask) for stop in lesson.stop]


def test_the_ink_of_the_class_is_in_it_and_comes_back_in_its_pictures(tmp_path: Path) -> None:
    lesson = made(tmp_path, *ENTRIES)
    first, second = lesson.stop
    assert first.ink == ()
    assert [(each.at, each.points) for each in second.ink] == [("Multiply", (100.0, 200.0, 130.0, 240.0))]
    assert planned_ink(lesson) == {over_stop("again", "Multiply"): (STROKE,)}
    document = lesson_document(lesson, tmp_path, Showing(lambda preset: None))
    inked = [page.title for page in document.pages if any(isinstance(mark, Inked) for mark in drawn(page))]
    assert inked == ["Once more · Multiply"]


def test_ink_of_a_stop_that_a_camera_moves_keeps_what_was_seen(tmp_path: Path) -> None:
    stroke = Stroke(((3.25, 4.5), (5.0, 6.0)), Box(10.0, 20.0, 400.0), width=1.75)
    (drawn_line,) = written_ink("Multiply", [stroke])
    stop = msgspec.structs.replace(LESSON.stop[2], ink=(drawn_line,))
    assert planned_ink(msgspec.structs.replace(LESSON, stop=(stop,))) == {
        over_stop("again", "Multiply"): (replace(stroke, points=((3.2, 4.5), (5.0, 6.0))),)
    }


def drawn(page: Page) -> list[AnyMark]:
    return [each.mark for each in page.draw().placed()]
