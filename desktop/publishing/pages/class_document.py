"""A class as a document: what it was really shown, with its own numbers, its ink, and the hands that were counted."""

from __future__ import annotations

from dataclasses import replace

from desktop.classroom.record.reading import ClassRecord
from desktop.classroom.record.report import FEW
from desktop.classroom.stops.foreign import Ready
from desktop.classroom.stops.scene_of import NOTHING_READ
from desktop.export.pages import Document, Page, PageQuestion
from desktop.export.still import ExportError
from desktop.publishing.pages.lesson_pages import Key, LessonPages, document
from desktop.publishing.pages.pictures import Showing
from desktop.publishing.pages.visits import Shown, Votes
from desktop.words.letters import LETTERS
from desktop.words.plain import counted, day

NOTHING = "This class was broken off before it was shown anything, so there is nothing to export."


def class_document(record: ClassRecord, showing: Showing, ready: Ready = NOTHING_READ) -> Document:
    """What was shown in a class, each picture once, as the class left it.

    A step with other numbers is another picture. Raises ExportError where nothing was shown.
    """
    shown = Shown(record, showing.recorded, ready)
    made = LessonPages(shown.programme, showing, shown.ink)
    pages: dict[Key, Page] = {}
    for visit in shown.visits():
        page = made.page(visit.cue)
        if page is None:
            continue
        counted = shown.votes(visit.cue) if visit.cue.kind == "ask" else {}
        pages[made.key(visit.cue)] = with_outcome(page, counted)
        for number, votes in enumerate(visit.votes):
            pages[visit.cue, number] = with_outcome(_asked_by_hand(page), votes)
    if not pages:
        raise ExportError(NOTHING)
    told = (replace(page, asks=False) for page in pages.values())  # the class is over, and each says what was right
    return document(record.lesson, told, day(record.at))


def with_outcome(page: Page, votes: Votes) -> Page:
    """A question's page with the words as they were counted, the hands for each answer, and which was right."""
    question = page.question
    latest = votes[max(votes)] if votes else None
    if latest is not None and latest.answers and 0 <= latest.right < len(latest.answers):
        same = question is not None and question.options == latest.answers
        whys = question.whys if question is not None and same else ()
        question = PageQuestion(latest.stem or "A question", latest.answers, latest.right, whys)
    lines = tuple(_counted(vote, votes[vote].counts) for vote in sorted(votes))
    if question is None:
        return replace(page, notes="\n\n".join(filter(None, (page.notes, *lines))))
    right = f"Right: {LETTERS[question.right]}. {question.options[question.right]}"
    return replace(page, question=replace(question, outcome=(*lines, right)))


def _counted(vote: int, counts: tuple[int, ...]) -> str:
    total = sum(counts)
    if total < FEW:
        return f"Vote {vote}: {counted(total, 'hand')}."
    each = ", ".join(f"{letter} {count}" for letter, count in zip(LETTERS, counts, strict=False))
    return f"Vote {vote}, {total} hands: {each}."


def _asked_by_hand(page: Page) -> Page:
    """The page of a question that no lesson had planned, over the picture that it was put over."""
    return replace(page, title=f"{page.part} · Question", notes="", question=None)
