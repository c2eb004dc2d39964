from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.classroom.lessons.model import Stop
from desktop.export.still import ExportError
from desktop.publishing.order import OfScene
from desktop.publishing.pages.pictures import Showing
from desktop.publishing.pages.runs import Runs
from desktop.publishing.pages.scene_document import scene_document
from scenes.stage.core.catalogue import catalogue, plan, render
from scenes.stage.core.knobs import from_plain
from scenes.stage.core.timeline import boundaries
from tests.desktop.classroom.record.class_logs import STROKE

RUNS = Runs({})
SHOWING = Showing(RUNS)
SCENE = catalogue().find("convolution")


def test_all_steps_of_a_scene_are_pages_with_its_own_knobs() -> None:
    document = scene_document(OfScene(scene="convolution", knobs={"stride": 2}), SHOWING)
    knobs = from_plain(SCENE.knobs, {"stride": 2})
    steps = plan(SCENE, knobs)
    assert document.title == SCENE.title
    assert [page.title for page in document.pages] == [step.title for step in steps]
    assert {page.part for page in document.pages} == {SCENE.title}
    pictures = [page.draw() for page in document.pages]
    assert pictures == [render(SCENE, knobs, t) for t in boundaries(steps)]


def test_ink_lies_over_its_step_alone() -> None:
    bare = scene_document(OfScene(scene="convolution"), SHOWING)
    inked = scene_document(OfScene(scene="convolution", ink={"Add": (STROKE,)}), SHOWING)
    more = [
        page.title
        for page, other in zip(inked.pages, bare.pages, strict=True)
        if len(page.draw().marks) > len(other.draw().marks)
    ]
    assert more == ["Add"]


def test_a_card_of_a_lesson_is_a_scene_as_well() -> None:
    what = OfScene(stop=Stop(id="card", card="# To take home\n\nA kernel slides."))
    assert scene_document(what, SHOWING).title == "To take home"


def test_a_scene_shows_the_run_that_ships() -> None:
    what = OfScene(scene="degradation", steps=(2,))
    (page,) = scene_document(what, SHOWING).pages
    with_run = page.draw()
    (page,) = scene_document(what, Showing(lambda preset: None)).pages
    assert replace(page.draw(), t=0.0) != replace(with_run, t=0.0)


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        (OfScene(scene="nowhere"), "no scene named 'nowhere'"),
        (OfScene(scene="convolution", knobs={"stride": 99}), "stride goes from"),
        (OfScene(scene="convolution", steps=(99,)), "has steps 1 to .* not 100"),
        (OfScene(stop=Stop(id="x", lab="nothing")), "no run of the lab"),
    ],
)
def test_what_is_not_there_is_said_in_one_sentence(what: OfScene, sentence: str) -> None:
    with pytest.raises(ExportError, match=sentence):
        scene_document(what, SHOWING)
