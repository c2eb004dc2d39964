"""What a term of the glossary is."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.questions.moments import Moment


@dataclass(frozen=True)
class Run:
    """A run of the lab, by the name of its preset: what no scene shows is to be seen there."""

    preset: str


@dataclass(frozen=True)
class Page:
    """A page that takes the whole window, by what leads into it, and its title."""

    action: str
    title: str


@dataclass(frozen=True)
class Term:
    """A term of the course.

    `forms` are the other words by which it is found: plurals, other spellings, abbreviations. A form in small letters
    is found in any case, one with a capital only as it is written. `sentence` is one or two short sentences. `shown`
    is what shows it, and `seen` the words that stand there for it, or the name of the mark that is it, where that is
    none of its own words. `also` names terms that are explained together with this one. A `rare` term is a word of the
    field that stands nowhere in scenes, questions and lessons, but that is looked for all the same.
    """

    name: str
    forms: tuple[str, ...]
    sentence: str
    shown: Moment | Run | Page
    seen: str = ""
    also: tuple[str, ...] = ()
    rare: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """All words by which it is found, its name first."""
        return (self.name, *self.forms)
