"""Terms as places to go to: for whoever finds them by words, and for the page of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from desktop.home.index import Entries, Place
from engine.contract.spec import PRESETS
from scenes.glossary import TERMS, Page, Run, Term
from scenes.stage.core.catalogue import Catalogue

HERE = "This step"
"""The heading of the terms that stand in the present step's words."""


def where(term: Term, catalogue: Catalogue) -> str:
    """What shows a term, in words; "" where the catalogue has no such scene."""
    if isinstance(term.shown, Run):
        return f"the lab · {PRESETS[term.shown.preset].title}"
    if isinstance(term.shown, Page):
        return f"the page · {term.shown.title}"
    named = {scene.name: scene.short for scene in catalogue.scenes}
    return f"{named[term.shown.scene]} · {term.shown.at}" if term.shown.scene in named else ""


def term_places(catalogue: Catalogue) -> tuple[Place, ...]:
    """The terms that something here shows, by the alphabet."""
    shown = ((term, where(term, catalogue)) for term in TERMS)
    return tuple(
        Place(term.name, f"Show it: {at}", term=term.name, says=term.sentence, also=(*term.forms, "term glossary"))
        for term, at in shown
        if at
    )


class TermPage:
    """All terms, those that are `here` before all others; by typed words only those that have them."""

    def __init__(self, catalogue: Catalogue, here: Iterable[Term]) -> None:
        places = term_places(catalogue)
        first = {term.name for term in here}
        self._all = [
            *(replace(place, group=HERE) for place in places if place.term in first),
            *(replace(place, group=place.title[0].upper()) for place in places),
        ]
        self._entries = Entries(places)

    def find(self, typed: str) -> list[Place]:
        """All of them where nothing is typed."""
        return self._entries.find(typed) if typed.strip() else self._all
