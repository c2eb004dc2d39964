"""What can be found by words: scenes, their steps, lessons, terms, and the runs of the lab. Knows no widget."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from engine.contract.spec import PRESETS
from scenes.stage.core.catalogue import Catalogue, Scene
from scenes.stage.core.timeline import Step

MOST = 40
"""How many places are listed at most."""


@dataclass(frozen=True)
class Place:
    """Somewhere to go: a scene, one of its steps (`step` counts from 0), a run of the lab, a lesson by its file.

    A run goes by the name of its `preset`, what can be done to the open scene by that of its `action`, a page that has
    the whole window by that of its `room`, and what shows a `term` of the glossary by the name of that; `says` is the
    term's sentence. Places of one `group` that follow each other in a list stand under it. Where it `practises`, that
    is the scene's questions, or without one the course's.
    """

    title: str
    where: str
    scene: str = ""
    step: int | None = None
    preset: str = ""
    lesson: Path | None = None
    action: str = ""
    practises: bool = False
    room: str = ""
    term: str = ""
    says: str = ""
    group: str = ""
    also: tuple[str, ...] = field(default=(), compare=False)
    """What else it is found by, the better known first."""


class Index:
    """All places of a catalogue, in the order of the course, and `others`.

    `steps` finds the steps of a scene as its knobs stand.
    """

    def __init__(
        self, catalogue: Catalogue, steps: Callable[[Scene], tuple[Step, ...]], others: Iterable[Place] = ()
    ) -> None:
        self._entries = Entries((*_places(catalogue, steps), *others))

    def find(self, typed: str) -> list[Place]:
        """The places that have all the words typed, or words that begin so; titles come before other words.

        Of what has the words in its title scenes come first, and then terms.
        """
        return self._entries.find(typed)[:MOST]


class Entries:
    """Places with the words that they are found by."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._entries = [(place, _fields(place)) for place in places]

    def find(self, typed: str) -> list[Place]:
        """All that have the words typed, the best first; none where nothing is typed."""
        wanted = words(typed)
        if not wanted:
            return []
        ranked = [(rank, place) for place, fields in self._entries if (rank := _rank(wanted, fields)) is not None]
        ranked.sort(key=lambda each: (each[0][0], _kind(each[1]), each[0]))  # stable: the course's order among equals
        return [place for _, place in ranked]


def words(text: str) -> tuple[str, ...]:
    """The words of a text, small and without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return tuple(re.findall(r"\w+", "".join(each for each in plain if not unicodedata.combining(each))))


def _places(catalogue: Catalogue, steps: Callable[[Scene], tuple[Step, ...]]) -> Iterator[Place]:
    for scene in catalogue.scenes:
        yield Place(scene.title, scene.chapter, scene.name, also=(scene.name, scene.short, scene.subtitle))
    for scene in catalogue.scenes:
        for index, step in enumerate(steps(scene)):
            where = f"Step {index + 1} of {scene.short}"
            yield Place(step.title, where, scene.name, index, also=(*step.was, step.caption, step.more, _named(scene)))
    for name, preset in PRESETS.items():
        yield Place(preset.title, "A run of the lab", preset=name, also=(name, preset.what_to_look_for))


def _named(scene: Scene) -> str:
    """The words by which a step's scene is meant beside its own: "convolution multiply"."""
    return f"{scene.title} {scene.short} {scene.name}"


def _kind(place: Place) -> int:
    """What comes before what: scenes, terms, all else."""
    if place.term:
        return 1
    return 0 if place.scene and place.step is None else 2


def _fields(place: Place) -> list[tuple[str, ...]]:
    return [words(place.title), *(words(text) for text in place.also)]


def _rank(wanted: tuple[str, ...], fields: Iterable[tuple[str, ...]]) -> tuple[int, bool, int] | None:
    """How well fields fit what is wanted, least is best; None where a word is in none of them."""
    seen: set[str] = set()
    whole = False
    for rank, field_words in enumerate(fields):
        hits = {each for each in wanted if any(word.startswith(each) for word in field_words)}
        whole = whole or field_words[: len(wanted)] == wanted
        seen |= hits
        if len(seen) == len(set(wanted)):
            return rank, not whole, len(field_words)
    return None
