"""What can be asked: the items of the course, and predictions of a scene's next steps where it has few items."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from scenes.questions.draws import DrawError
from scenes.questions.items import items
from scenes.questions.predicting.news import News, news
from scenes.questions.predicting.prediction import prediction
from scenes.stage.core.catalogue import Scene, plan
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.recording import Recorded, Recording

FEW, ENOUGH = 3, 5
"""A scene with fewer items than these is also asked about by predictions, until there are enough subjects."""
CHOSEN = 6
"""So many numbers of a step are tried until there is one with answers to choose among."""
_PROBES = 12
"""So many draws of an item are looked at to know its wrong answers."""


@dataclass(frozen=True)
class Subject:
    """Something to ask again and again, each time with other numbers. `key` is kept in files.

    It is an item, by its name; or, where there is a `step`, the number that the step of that title writes in a scene.
    `concept` is "" for a prediction.
    """

    key: str
    scene: str
    concept: str = ""
    step: str = ""


def of_the_course() -> tuple[Subject, ...]:
    """The items, in the order of the course."""
    return tuple(Subject(each.name, each.scene, each.concept) for each in items().values())


def of_concept(concept: str) -> tuple[Subject, ...]:
    """The items of a concept ("C4")."""
    return tuple(each for each in of_the_course() if each.concept == concept)


def of_scene(scene: Scene, recorded: Recorded) -> tuple[Subject, ...]:
    """The items of a scene, and where these are few, predictions of its steps; empty where nothing can be asked."""
    found = tuple(each for each in of_the_course() if each.scene in scene.names)
    return found if len(found) >= FEW else (*found, *_predictions(scene, recorded, ENOUGH - len(found)))


def _predictions(scene: Scene, recorded: Recorded, most: int) -> tuple[Subject, ...]:
    knobs = scene.knobs()
    recording = scene.run(knobs, recorded)
    try:
        ends = boundaries(plan(scene, knobs, recording))
        coming = (told for t, _ in pairwise(ends) if (told := to_choose(scene, knobs, t, recording)))
        titles = dict.fromkeys(told.title for told in islice(coming, most))
    except Exception:  # a scene that breaks is told of where it is shown
        return ()
    return tuple(Subject(f"{scene.name}: {title}", scene.name, step=title) for title in titles)


def to_choose(scene: Scene, knobs: Knobs, t: float, recording: Recording | None, first: int = 0) -> News | None:
    """A number that the next step writes, with wrong answers beside it to choose among; None where there is none.

    The search begins with the number of index `first`, so that not always the same is asked.
    """
    found = news(scene, knobs, t, recording)[:CHOSEN]
    turned = first % len(found) if found else 0
    numbers = (*found[turned:], *found[:turned])
    return next((each for each in numbers if not prediction(scene, knobs, t, each, recording).open), None)


@lru_cache(maxsize=128)
def slips_of(key: str) -> frozenset[str]:
    """The slips that an item's wrong answers may come from; empty for a prediction."""
    item = items().get(key)
    found: set[str] = set()
    for seed in range(_PROBES if item is not None else 0):
        try:
            assert item is not None
            found |= {option.slip for option in item.question(seed).options if option.slip}
        except DrawError:
            continue
    return frozenset(found)
