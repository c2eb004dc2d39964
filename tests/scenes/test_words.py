"""What is true of the words of all scenes: grammar, one form for sources, and nothing that our own catalogue denies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from scenes.stage.core.catalogue import Scene, catalogue, plan, render
from scenes.stage.core.knobs import Knob, KnobError, Knobs, change, knobs_of
from scenes.stage.core.marks import Text
from scenes.stage.core.timeline import boundaries

SCENES = catalogue().scenes
ONE_OF_MANY = re.compile(r"(?<![\d.,×·=–−-])(?<!× )(?<!stage )\b1 ([a-z]+s)\b")
NO_PLURALS = {"is", "has", "goes", "leaves", "keeps", "passes", "lets", "weakens", "times", "gives", "needs", "does"}
"""Words that may follow a 1 though they end like a plural."""


def extremes(form: Knob) -> tuple[object, ...]:
    if form.kind in ("integer", "real"):
        return form.low, form.high
    return form.choices if form.kind == "choice" else ()


@cache
def settings(scene: Scene) -> tuple[Knobs, ...]:
    """The scene as it begins, and with each knob by itself at its ends."""
    start = scene.knobs()
    found = [start]
    for form in knobs_of(start):
        for value in extremes(form):
            try:
                found.append(change(start, form.name, value))
            except KnobError:
                continue
    return tuple(found)


def said(scene: Scene) -> Iterator[str]:
    """All captions, and what stands on the stage at the ends of steps."""
    for knobs in settings(scene):
        steps = plan(scene, knobs)
        for step, end in zip(steps, boundaries(steps), strict=True):
            yield step.title
            yield step.caption
            yield from (each.mark.text for each in render(scene, knobs, end).placed() if isinstance(each.mark, Text))


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_one_thing_is_never_told_in_the_plural(scene: Scene) -> None:
    found = {text for text in said(scene) for match in ONE_OF_MANY.finditer(text) if match[1] not in NO_PLURALS}
    assert not found


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_what_lies_over_a_choice_is_cleared_with_it(scene: Scene) -> None:
    """A knob is "edited" as long as numbers changed by hand lie over what it chose: choosing again takes them away."""
    start = scene.knobs()
    names = {form.name for form in knobs_of(start)}
    for form in knobs_of(start):
        for name, word in form.over:
            assert name in names
            changed = replace(start, **{name: (((0, 0, 0, 0), 1.0),)})
            assert form.changed(start) == ""
            assert form.changed(changed) == word
            assert form.changed(changed.follow(form.name)) == ""
