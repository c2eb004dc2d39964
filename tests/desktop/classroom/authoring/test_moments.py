from __future__ import annotations

import pytest

from desktop.classroom.authoring.moments import ShownNow, addition, asked, run_of, set_to, stop_of
from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.reading import Read, read
from scenes.stage.core.catalogue import catalogue, plan

TEXT = """\
convoscope = 1
id = "short"
title = "Short"

[[stop]]
id = "convolution"
scene = "convolution"
knobs = { stride = 2 }
from = "One window"
to = "Multiply"
shows = ["stride"]
skip = ["One window"]
"""
SCENE = catalogue().find("convolution")
TITLES = tuple(step.title for step in plan(SCENE, SCENE.knobs(stride=2)))


def shown(at: str, **knobs: object) -> ShownNow:
    return ShownNow("convolution", dict(knobs), at, TITLES)


def last(text: str) -> Read:
    found = read(text)
    assert not found.faults, found.faults
    return found


def test_the_same_scene_at_a_later_step_moves_the_end() -> None:
    added = addition(read(TEXT), shown("Add", stride=2), catalogue())
    stop = last(added.edit(TEXT)).entries[-1].stop
    assert stop is not None
    assert (stop.first, stop.last, stop.id) == ("One window", "Add", "convolution")
    assert added.sentence.format(lesson="Short") == "Stop 1 of Short now ends with “Add”. Ctrl+Z takes it back."


@pytest.mark.parametrize(
    "what",
    [shown("The input", stride=2), shown("Add", stride=1), shown("Add"), ShownNow("pooling", {}, "x", ("x",))],
    ids=["an earlier step", "other knobs", "no knobs", "another scene"],
)
def test_anything_else_is_a_stop_of_its_own(what: ShownNow) -> None:
    assert len(read(addition(read(TEXT), what, catalogue()).edit(TEXT)).entries) == 2


def test_the_same_moment_is_not_added_twice() -> None:
    with pytest.raises(LessonError, match="Stop 1 ends with this moment already"):
        addition(read(TEXT), shown("Multiply", stride=2), catalogue())


def test_a_stop_gets_an_id_that_is_free() -> None:
    assert stop_of(shown("Add"), ["convolution", "convolution-2"]).id == "convolution-3"
    assert stop_of(ShownNow(lab="twins-20"), []).lab == "twins-20"


def test_setting_a_stop_keeps_its_later_end_and_what_belongs_to_its_scene() -> None:
    entry = read(TEXT).entries[0]
    stop = last(set_to(entry, shown("The input", bias=1.0))(TEXT)).entries[0].stop
    assert stop is not None
    assert (stop.first, stop.last, stop.knobs, stop.shows) == ("The input", "Multiply", {"bias": 1.0}, ("stride",))
    stop = last(set_to(entry, shown("Add"))(TEXT)).entries[0].stop
    assert stop is not None
    assert (stop.first, stop.last, stop.knobs) == ("Add", "Add", {})


def test_setting_a_stop_to_another_scene_or_a_run_leaves_nothing_of_the_old_one() -> None:
    entry = read(TEXT).entries[0]
    scene = catalogue().find("pooling")
    titles = tuple(step.title for step in plan(scene, scene.knobs()))
    stop = last(set_to(entry, ShownNow("pooling", {}, titles[1], titles))(TEXT)).entries[0].stop
    assert stop is not None
    assert (stop.scene, stop.first, stop.shows, stop.skip, stop.knobs) == ("pooling", titles[1], None, (), {})
    stop = last(set_to(entry, ShownNow(lab="twins-20"))(TEXT)).entries[0].stop
    assert stop is not None
    assert (stop.lab, stop.scene, stop.first, stop.knobs) == ("twins-20", "", "", {})


def test_a_question_belongs_to_a_stop_that_shows_its_step() -> None:
    entry = read(TEXT).entries[0]
    text = asked(entry, shown("Multiply"), "sum", None)(TEXT)
    assert '[[stop.ask]]\nmark = "sum"\nat = "Multiply"\nmode = "predict"' in text
    with pytest.raises(LessonError, match="doesn't show “Slide”"):
        asked(entry, shown("Slide"), "sum", None)
    with pytest.raises(LessonError, match="Choose a stop of this scene"):
        asked(entry, ShownNow("pooling", {}, "x", ("x",)), "sum", None)


def test_a_lab_stop_is_known_by_its_scene() -> None:
    assert run_of("lab twins-20") == "twins-20"
    assert run_of("lab nothing") == run_of("convolution") == ""
