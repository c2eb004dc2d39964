"""What the point map shows, as plain data: its maps, which pictures are chosen, and what is said of all that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop.lab.points.neighbours import NEIGHBOURS, Map
from desktop.lab.points.wanted import Place, heading
from desktop.runs.mistakes import Judged, probability
from scenes.stage.data.recording import Plan
from scenes.stage.numbers.series import percent_text

READING = {
    "t-sne": "Points are near where a layer gives nearly the same numbers. Distances between far groups mean nothing.",
    "components": "The two directions in which the pictures spread most. What lies in the others is not seen.",
}
"""What a map shows, and what it does not."""
RING = "A ring is a picture that the network mistakes, a disc one that it recognises."
LETTER = "A large letter marks a class that has gathered: most neighbours of its middle are of it."
ON_ITS_WAY, WAITS = "finding its neighbours…", "not there yet"


@dataclass(frozen=True, eq=False)
class ShownMap:
    """One map: what it is of, its points if there are any, and the line under it.

    `wrong` (pictures,) says whether its contestant mistakes a picture.
    """

    place: Place
    heading: str
    map: Map | None
    words: str
    wrong: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Shown:
    """What is seen: `labels` are the classes of the pictures, `chosen` those that were picked out."""

    plan: Plan
    method: str
    labels: npt.NDArray[np.int64]
    maps: tuple[ShownMap, ...]
    chosen: frozenset[int] = frozenset()

    @property
    def steps(self) -> tuple[int, ...]:
        """The steps that the maps of networks are of, in order."""
        found = {each.map.step for each in self.maps if each.map is not None and each.place.contestant is not None}
        return tuple(sorted(found))


def put_together(
    plan: Plan,
    method: str,
    places: Sequence[Place],
    maps: Mapping[Place, Map],
    judged: Judged | None,
    gone: Mapping[int, str],
    chosen: frozenset[int],
) -> Shown:
    """Say of each place what there is; `gone` tells of contestants that have left why there is nothing."""
    labels = next((each.labels for each in maps.values()), np.zeros(0, np.int64))
    found = tuple(_shown(plan, place, maps.get(place), judged, labels, gone) for place in places)
    return Shown(plan, method, labels, found, frozenset(index for index in chosen if index < len(labels)))


def _shown(
    plan: Plan,
    place: Place,
    found: Map | None,
    judged: Judged | None,
    labels: npt.NDArray[np.int64],
    gone: Mapping[int, str],
) -> ShownMap:
    wrong = np.zeros(len(labels), bool)
    said = judged.said[place.contestant] if judged is not None and place.contestant is not None else None
    if said is not None:
        known = min(len(said.classes), len(labels))
        wrong[:known] = said.classes[:known] != labels[:known]
    title = heading(place, plan)
    if found is None:
        words = gone.get(place.contestant, WAITS) if place.contestant is not None else WAITS
        return ShownMap(place, title, None, words, wrong)
    if found.done < 1.0:
        return ShownMap(place, title, found, ON_ITS_WAY, wrong)
    return ShownMap(place, title, found, words_of(found), wrong)


def words_of(found: Map) -> str:
    """The line under a map: its neighbours, and of principal components what they hold."""
    count = found.nearest.shape[1]
    near = f"{count * float(found.alike.mean()):.1f} of {count} neighbours alike"
    return near if found.share is None else f"{percent_text(found.share)} of the spread, {near}"


def said_of(index: int, shown: Shown, judged: Judged | None) -> list[str]:
    """What a picture is, and what every network says of it, each a line."""
    lines = [shown.plan.classes[shown.labels[index]]]
    for contestant, said in enumerate(judged.said if judged is not None else ()):
        if said is not None and index < len(said.classes):
            name = shown.plan.contestants[contestant].name
            lines.append(f"{name}: {shown.plan.classes[said.classes[index]]} ({probability(float(said.sure[index]))})")
    return lines


def reading(shown: Shown) -> str:
    """The sentences under the maps."""
    neighbours = f"Alike are neighbours of one class, counted among the {NEIGHBOURS} nearest points."
    mistaken = f" {RING}" if any(each.wrong.any() for each in shown.maps) else ""
    gathered = f" {LETTER}" if not shown.chosen and any(_lacks_letters(each, shown) for each in shown.maps) else ""
    return f"{READING[shown.method]} {neighbours}{mistaken}{gathered}"


def _lacks_letters(each: ShownMap, shown: Shown) -> bool:
    """Whether some classes of a map have no letter, and others have."""
    return each.map is not None and 0 < len(each.map.middles) < len(np.unique(shown.labels))


def table(shown: Shown) -> list[list[object]]:
    """All points as rows of a table."""
    rows: list[list[object]] = [["network", "layer", "step", "validation picture", "class", "mistaken", "x", "y"]]
    for each in shown.maps:
        if each.map is None:
            continue
        owner = each.place.contestant
        name = "" if owner is None else shown.plan.contestants[owner].name
        for index, (x, y) in enumerate(each.map.points.tolist()):
            mistaken = None if owner is None else int(each.wrong[index])
            kind = shown.plan.classes[shown.labels[index]]
            rows.append([name, each.place.layer or "pixels", each.map.step, index, kind, mistaken, x, y])
    return rows
