"""What the figures should be, and which scenes are let off which aims for now."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.audit.figures import CUT, SceneFigures, StepFigures

EXCEPTIONS = Path(__file__).with_name("exceptions.toml")

USE, MEAN_USE = 0.45, 0.65
WORDS, NOTES, NUMBERS = 32.0, 24.0, 26.0
CAPTION = 14
OPACITY, PLACE = 0.2, 60.0
STILL = 0.9
CONTRAST = 3.0
MEDIAN, SLOWEST = 4.0, 16.7
CUTS, POSTERS = 1 / 10, 1 / 8

Steps = Sequence[StepFigures]


@dataclass(frozen=True)
class Aim:
    """What the steps of a scene should come up to: `missed` says which of them don't, or by what; "" if they do.

    What goes by the clock differs from machine to machine: no test looks at it.
    """

    name: str
    wanted: str
    missed: Callable[[Steps], str]
    by_the_clock: bool = False


def is_cut(step: StepFigures) -> bool:
    """Whether so much changes at the beginning of a step that it is a cut."""
    return step.change is not None and step.change > CUT


def stands(step: StepFigures) -> bool:
    """Whether hardly anything moves in a step."""
    return step.still > STILL


def costs(steps: Steps) -> tuple[float, float]:
    """The median and the 99th percentile of the milliseconds that a painting takes."""
    median, high = np.percentile([cost for step in steps for cost in step.costs], [50, 99])
    return float(median), float(high)


def _by_step(wrong: Callable[[StepFigures], bool]) -> Callable[[Steps], str]:
    def missed(steps: Steps) -> str:
        titles = [step.title for step in steps if wrong(step)]
        return f"{len(titles)} of {len(steps)} steps, as in “{titles[0]}”" if titles else ""

    return missed


def _small(step: StepFigures) -> bool:
    return _under(step.sizes.words, WORDS) or _under(step.sizes.notes, NOTES)


def _under(found: float | None, least: float) -> bool:
    return found is not None and found < least


def _slow(steps: Steps) -> str:
    median, high = costs(steps)
    return f"p50 {median:.1f} ms, p99 {high:.1f} ms" if median > MEDIAN or high > SLOWEST else ""


AIMS = (
    Aim("use", f"{USE:.0%} of the stage in use", _by_step(lambda step: step.use < USE)),
    Aim("words", f"words of {WORDS:g} units, notes of {NOTES:g}", _by_step(_small)),
    Aim(
        "numbers", f"numbers in cells of {NUMBERS:g} units", _by_step(lambda step: _under(step.sizes.numbers, NUMBERS))
    ),
    Aim("caption", f"captions of {CAPTION} words", _by_step(lambda step: step.words > CAPTION)),
    Aim("cut", "no cuts that the steps don't declare", _by_step(lambda step: is_cut(step) and not step.declared)),
    Aim(
        "jump",
        f"in a transition opacities change by {OPACITY:g} a frame, places by {PLACE:g} units",
        _by_step(lambda step: step.jump is not None and (step.jump.opacity > OPACITY or step.jump.place > PLACE)),
    ),
    Aim("still", "motion in every step but posters", _by_step(lambda step: stands(step) and not step.poster)),
    Aim("tiles", f"a contrast of {CONTRAST:g} between signs", _by_step(lambda step: _under(step.tiles, CONTRAST))),
    Aim("paint", f"painting within {MEDIAN:g} ms, at most {SLOWEST:g}", _slow, by_the_clock=True),
)


def misses(steps: Steps) -> dict[str, str]:
    """The aims that steps miss, each with what is wrong."""
    return {aim.name: wrong for aim in AIMS if (wrong := aim.missed(steps))}


def exceptions() -> dict[str, list[str]]:
    """The aims that each scene may miss for now, by the scene's name."""
    return tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))


def problems(scenes: Iterable[SceneFigures], excepted: Mapping[str, Sequence[str]]) -> list[str]:
    """What is wrong with scenes, or with the list of exceptions for them, a sentence each."""
    found = []
    for scene in scenes:
        let_off, missed = excepted.get(scene.name, ()), misses(scene.steps)
        for aim in AIMS:
            if aim.name in missed and aim.name not in let_off:
                found.append(f"{scene.name} misses “{aim.name}” ({aim.wanted}): {missed[aim.name]}.")
            elif aim.name in let_off and aim.name not in missed and not aim.by_the_clock:
                found.append(f"{scene.name} comes up to “{aim.name}”: take it out of {EXCEPTIONS.name}.")
    return found


def problems_of_the_course(scenes: Sequence[SceneFigures], excepted: Mapping[str, Sequence[str]]) -> list[str]:
    """What is wrong with all scenes together: as far as they are let off nothing, their averages have aims too."""
    found = [
        f"{EXCEPTIONS.name} names {name!r}, and there is no such scene or aim."
        for name, aims in excepted.items()
        for name in ({name} - {scene.name for scene in scenes}) | (set(aims) - {aim.name for aim in AIMS})
    ]
    steps = [step for scene in held(scenes, excepted) for step in scene.steps]
    if not steps:
        return found
    use = sum(step.use for step in steps) / len(steps)
    if use < MEAN_USE:
        found.append(f"The steps use {use:.0%} of the stage on average instead of {MEAN_USE:.0%}.")
    for what, share, most in (
        ("cuts", sum(step.declared for step in steps) / len(steps), CUTS),
        ("posters", sum(step.poster for step in steps) / len(steps), POSTERS),
    ):
        if share > most:
            found.append(f"Of the steps {share:.0%} are {what}; at most {most:.0%} may be.")
    return found


def held(scenes: Iterable[SceneFigures], excepted: Mapping[str, Sequence[str]]) -> list[SceneFigures]:
    """The scenes that are let off nothing."""
    return [scene for scene in scenes if not excepted.get(scene.name)]
