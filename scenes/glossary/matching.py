"""Finding terms in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from scenes.glossary.all_terms import TERMS
from scenes.glossary.term import Term

NO_TERMS = ("trade-off map", "networks on the map", "number on the map")
"""Words that have a term's word in them and mean something else."""


@dataclass(frozen=True)
class Span:
    """Where a term stands in a text: from `start` up to `end`, without `end`."""

    start: int
    end: int
    term: Term


def terms_in(text: str) -> tuple[Span, ...]:
    """Where terms stand in a text, in its order. Of words that begin at one place the longest are taken.

    A form in small letters is found in any case, one with a capital only as it is written. Words count as whole words:
    what is joined to them by a hyphen in front makes another word of them.
    """
    by_form = _by_form()
    spans = []
    for found in _pattern().finditer(text):
        words = " ".join(found.group().split())
        term = by_form.get(words) or by_form.get(words.casefold())
        if term is not None:
            spans.append(Span(found.start(), found.end(), term))
    return tuple(spans)


def used_in(texts: Iterable[str]) -> tuple[Term, ...]:
    """The terms that stand anywhere in some texts, each once, by the alphabet."""
    used = {span.term.name for text in texts for span in terms_in(text)}
    return tuple(term for term in TERMS if term.name in used)


@cache
def _by_form() -> dict[str, Term]:
    return {form: term for term in TERMS for form in term.words}


@cache
def _pattern() -> re.Pattern[str]:
    forms = sorted((*_by_form(), *NO_TERMS), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_form, forms))})(?!\w)")


def _form(words: str) -> str:
    pattern = r"\s+".join(map(re.escape, words.split()))
    return f"(?i:{pattern})" if words == words.casefold() else pattern
