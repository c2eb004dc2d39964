"""How the concepts of the course sit, in plain words: computed from what was answered, and no grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from desktop.practice.learning.progress import BOXES, Known
from desktop.practice.learning.subjects import Subject, of_the_course, slips_of
from scenes.questions.concept_titles import CONCEPTS
from scenes.stage.core.catalogue import Catalogue

NEW, LOOK_AGAIN, ON_THE_WAY, SITS = "not practised yet", "look at it again", "on the way", "sits well"
FIRM = 3
"""From this box on a question has been answered at once in two sessions or more."""


@dataclass(frozen=True)
class ConceptStanding:
    """A concept: its id, title and chapter, one of the words above, and how full its bar is, in fifths.

    The bar is the mean of its questions' boxes: empty where all lie in the first one, full where all lie in the last.
    """

    id: str
    title: str
    chapter: str
    words: str
    fifths: int


def overview(known: Known, catalogue: Catalogue) -> tuple[ConceptStanding, ...]:
    """All concepts in the order of the course. Their chapters are those of the scenes that show them."""
    course = of_the_course()
    chapters = {name: scene.chapter for scene in catalogue.scenes for name in scene.names}
    found = []
    for concept, title in CONCEPTS.items():
        subjects = [each for each in course if each.concept == concept]
        chapter = next((chapters[each.scene] for each in subjects if each.scene in chapters), "")
        if chapter:
            words, fifths = _standing(subjects, known)
            found.append(ConceptStanding(concept, title, chapter, words, fifths))
    return tuple(found)


def _standing(subjects: Sequence[Subject], known: Known) -> tuple[str, int]:
    boxes = [known.box(each.key) for each in subjects]
    fifths = ceil(5 * sum(max(0, box - 1) for box in boxes) / (len(boxes) * (BOXES - 1)))
    slips = {slip for each in subjects for slip in slips_of(each.key)}
    if not any(boxes):
        return NEW, 0
    if 1 in boxes or slips & set(known.open_slips):
        return LOOK_AGAIN, fifths
    return (SITS if min(boxes) >= FIRM else ON_THE_WAY), fifths
