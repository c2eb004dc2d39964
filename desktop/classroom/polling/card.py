"""What the class sees of a question at each point of its way."""

from __future__ import annotations

from desktop.classroom.conducting.cues import Kind
from desktop.classroom.conducting.posed import Posed
from desktop.classroom.conducting.tallies import Tally
from desktop.classroom.overlays.card import CardAnswer, QuestionCard
from desktop.classroom.overlays.histogram import Histogram
from desktop.words.letters import LETTERS

DISCUSSION = 120
"""Seconds to talk about a question with the neighbours."""

DO: dict[Kind, str] = {
    "count": "Vote now.",
    "discuss": "Talk with your neighbours.",
    "recount": "Vote again.",
}
"""What the class is to do, before the question."""


def card_of(question: Posed, kind: Kind, mistake: int | None = None) -> QuestionCard | None:
    """The card of a question; None while the class looks at the scene again.

    When the answer is told, `mistake` is the wrong option that most have chosen: whose mistake it is, is told too.
    """
    if kind == "back":
        return None
    told = kind == "reveal"
    why = question.answers[question.right].why if question.answers else ""
    if mistake is not None and question.answers[mistake].why:
        why = f"{why} {LETTERS[mistake]}: {question.answers[mistake].why}".strip()
    answers = tuple(
        CardAnswer(answer.text, right=index == question.right, why=why if index == question.right else "")
        for index, answer in enumerate(question.answers)
    )
    stem = f"{DO.get(kind, '')} {question.stem}".strip()
    if not answers:
        stem = f"{stem} It is {question.key}." if told else f"{stem} Say a number."
    return QuestionCard(stem, answers, told, avoid=question.ghost.box if question.ghost is not None else None)


def world_card(question: Posed, mistake: int) -> QuestionCard:
    """What is said where the scene shows the world in which a wrong option is right, or one that refutes it."""
    answer, letter = question.answers[mistake], LETTERS[mistake]
    said = f"{letter}: “{answer.text}”" if answer.refutes else f"Here {letter} is right: {answer.text}."
    return QuestionCard(f"{said} {answer.why}".strip(), ())


def histogram_of(question: Posed, kind: Kind, votes: tuple[Tally | None, Tally | None]) -> Histogram | None:
    """The hands that were counted, one vote beside the other; None where none were."""
    counted = tuple(tally.counts for tally in votes if tally is not None and tally.total)
    return Histogram(counted, question.right if kind == "reveal" else None) if counted else None


def thinking(question: Posed, kind: Kind) -> int:
    """The seconds that the class has at this point; 0 where nothing is to be thought about."""
    if kind == "discuss":
        return DISCUSSION
    return question.seconds if kind == "ask" else 0
