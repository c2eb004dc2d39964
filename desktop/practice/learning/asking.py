"""Asking about a subject, each time with other numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from desktop.classroom.conducting.posed import Now, Posed, World, of_news, of_question
from desktop.practice.learning.progress import Known
from desktop.practice.learning.subjects import Subject, to_choose
from scenes.questions.draws import DrawError
from scenes.questions.items import items
from scenes.stage.core.catalogue import Catalogue, Scene, plan
from scenes.stage.core.knobs import Knob, KnobError, Knobs, change, knobs_of
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.recording import Recorded

DRAWS = 20
"""So many draws are tried for numbers that are not those of the last time, and that show a slip to be cleared up."""
WORLDS = 6
"""So many turns of knobs are tried for a prediction, which costs more."""
FEW = 4
"""Knobs with more choices than these are those of pictures and of networks, and stay as they are."""


@dataclass(frozen=True)
class Asked:
    """A subject with numbers: the seed that they were drawn by, and the question."""

    subject: Subject
    seed: int
    posed: Posed

    @property
    def slips(self) -> tuple[str, ...]:
        """The slips that its wrong answers come from."""
        return tuple(dict.fromkeys(each.slip for each in self.posed.answers if each.slip))


def ask(
    subject: Subject, known: Known, session: int, number: int, catalogue: Catalogue, recorded: Recorded
) -> Asked | None:
    """The question of that number in a session; None where the subject can't be asked any more.

    Its numbers are not those with which the subject was asked last, as far as there are others; and if it can show a
    slip that is to be cleared up, it does.
    """
    standing = known.standings.get(subject.key)
    last = posed_by(subject, standing.seed, catalogue, recorded) if standing is not None else None
    wanted, best, most = set(known.open_slips), None, -1
    for attempt in range(WORLDS if subject.step else DRAWS):
        seed = seed_of(subject.key, session, number, attempt)
        posed = posed_by(subject, seed, catalogue, recorded)
        if posed is None:
            continue
        asked = Asked(subject, seed, posed)
        worth = 2 * (last is None or not alike(posed, last)) + bool(not wanted or wanted & set(asked.slips))
        if worth > most:
            best, most = asked, worth
        if worth == 3:
            break
    return best


def seed_of(key: str, session: int, number: int, attempt: int) -> int:
    """The seed of a draw."""
    return int.from_bytes(blake2b(f"{key}/{session}/{number}/{attempt}".encode(), digest_size=6).digest(), "big")


def alike(one: Posed, other: Posed) -> bool:
    """Whether two questions are asked with the same numbers."""
    return one.stem == other.stem and {each.text for each in one.answers} == {each.text for each in other.answers}


def posed_by(subject: Subject, seed: int, catalogue: Catalogue, recorded: Recorded) -> Posed | None:
    """The question of a seed; None where there is none, or where it can't be asked."""
    try:
        if subject.step:
            return _prediction(subject, seed, catalogue.find(subject.scene), recorded)
        return of_question(items()[subject.key].question(seed))
    except (KeyError, KnobError, DrawError):
        return None


def _prediction(subject: Subject, seed: int, scene: Scene, recorded: Recorded) -> Posed | None:
    """What the step will write with a knob turned, or with all as at first where that asks nothing."""
    for knobs in (_turned(scene.knobs(), seed), scene.knobs()):
        recording = scene.run(knobs, recorded)
        steps = plan(scene, knobs, recording)
        titles = [step.title for step in steps]
        at = titles.index(subject.step) - 1 if subject.step in titles else -1
        if at < 0:
            continue
        t = boundaries(steps)[at]
        number = to_choose(scene, knobs, t, recording, seed)
        if number is not None and number.title == subject.step:
            posed = of_news(Now(scene, knobs, t, recording), number)
            return replace(posed, before=World(scene, knobs, titles[at]), shown=World(scene, knobs, subject.step))
    return None


def _turned(knobs: Knobs, seed: int) -> Knobs:
    """Knobs with one of them turned, as the seed says."""
    turns = tuple(_turns(knobs))
    for by in range(len(turns)):
        name, value = turns[(seed + by) % len(turns)]
        try:
            return change(knobs, name, value)
        except KnobError:
            continue
    return knobs


def _turns(knobs: Knobs) -> Iterator[tuple[str, Any]]:
    for form in knobs_of(knobs):
        now = getattr(knobs, form.name)
        yield from ((form.name, value) for value in _others(form, now) if value != now)


def _others(form: Knob, now: Any) -> tuple[Any, ...]:
    if form.given:
        return ()
    if form.kind == "toggle":
        return (not now,)
    if form.kind == "integer":
        return now + 1, now - 1
    return tuple(form.choices) if form.kind == "choice" and len(form.choices) <= FEW else ()
