from __future__ import annotations

import pytest

from desktop.home.index import Index, Place, words
from engine.contract.spec import PRESETS
from scenes.stage.core.catalogue import Catalogue, catalogue, plan
from scenes.stage.core.timeline import Step


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(catalogue(), lambda scene: plan(scene, scene.knobs()))


def test_words_are_small_and_without_accents() -> None:
    assert words("Glorot, Bengio: Était-ce 1×1?") == ("glorot", "bengio", "etait", "ce", "1", "1")


@pytest.mark.parametrize(
    ("typed", "scene"),
    [("softmax", "softmax"), ("SOFTM", "softmax"), ("resid", "residual"), ("squeeze exc", "gates"), ("vgg", "vgg")],
)
def test_a_scene_comes_first_where_its_title_has_the_words(index: Index, typed: str, scene: str) -> None:
    first = index.find(typed)[0]
    assert (first.scene, first.step) == (scene, None)


def test_every_scene_step_and_run_is_found_by_its_title(index: Index) -> None:
    for scene in catalogue().scenes:
        assert index.find(scene.title)[0].scene == scene.name
    for preset in PRESETS.values():
        assert preset.title in [place.title for place in index.find(preset.title)]
    for number, step in enumerate(plan(*_with_knobs("pooling"))):
        assert ("pooling", number) in [(place.scene, place.step) for place in index.find(f"{step.title}")]


def _with_knobs(name: str) -> tuple:
    scene = catalogue().find(name)
    return scene, scene.knobs()


def test_words_of_a_caption_find_its_step_after_those_that_have_them_in_the_title(small_catalogue: Catalogue) -> None:
    found = Index(small_catalogue, lambda scene: plan(scene, scene.knobs())).find("second")
    assert [(place.title, place.step) for place in found if place.scene] == [("Second", 1)]
    found = Index(small_catalogue, lambda scene: plan(scene, scene.knobs())).find("caption fir")
    assert [(place.scene, place.step, place.where) for place in found if place.scene] == [("mini", 0, "Step 1 of Mini")]


def test_all_words_are_needed_and_each_begins_a_word(index: Index) -> None:
    assert index.find("softmax zebra") == []
    assert index.find("oftmax") == []
    assert index.find("   ") == []


def test_a_title_that_begins_with_the_words_comes_before_others() -> None:
    steps = (Step("A pool of maps", "", 1.0), Step("Pool", "", 1.0), Step("Other", "pool", 1.0))
    scene = catalogue().find("convolution")
    found = Index(Catalogue((scene,)), lambda _: steps).find("pool")
    assert [place.title for place in found] == ["Pool", "A pool of maps", "Other"]


def test_a_place_is_equal_by_where_it_is_and_not_by_what_finds_it() -> None:
    assert Place("A", "here", "a", also=("x",)) == Place("A", "here", "a")


def test_a_step_is_found_by_the_words_of_its_scene_and_its_own(index: Index) -> None:
    assert any(
        (place.scene, place.title) == ("convolution", "Multiply") for place in index.find("convolution multiply")
    )
