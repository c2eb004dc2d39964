"""A pool: some variants of each item, numbered, for a learning platform to draw from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop.homework.drawing import variants
from desktop.words.plain import on_one_line
from scenes.questions.items import Item, Option, Question
from scenes.questions.misconceptions import MISCONCEPTIONS
from scenes.questions.moments import Moment


@dataclass(frozen=True)
class Variant:
    """A question of a pool, and its number among those of its item, from 1."""

    item: Item
    number: int
    question: Question

    @property
    def id(self) -> str:
        """What names this question in every pool, "output-size@1#3": its item, the item's version, and its number."""
        return f"{self.item.name}@{self.item.version}#{self.number}"

    @property
    def title(self) -> str:
        """What a teacher sees in a list of questions; it says nothing that the question doesn't."""
        return f"{self.item.name} {self.number}"

    @property
    def shown(self) -> Moment:
        """The moment that shows the answer."""
        return self.question.key.shown or self.question.before

    @property
    def slips(self) -> tuple[str, ...]:
        """The misconceptions behind its wrong answers."""
        return tuple(dict.fromkeys(option.slip for option in self.question.options if option.slip))

    @property
    def shuffles(self) -> bool:
        """Whether its options may stand in any order; numbers that go up are to stay so."""
        values = [option.value for option in self.question.options if isinstance(option.value, float)]
        return len(values) < len(self.question.options) or values != sorted(values)

    def feedback(self, option: Option) -> tuple[str, ...]:
        """What somebody is told who has chosen an option: why it is right, or whose it is and what is true instead."""
        if option is self.question.key:
            return "That is right.", option.why
        truth = MISCONCEPTIONS[option.slip].truth if option.slip else ""
        return tuple(dict.fromkeys(filter(None, (option.why, truth))))

    @property
    def solution(self) -> tuple[str, ...]:
        """What everybody is told in the end, beside the picture."""
        return f"The answer is {self.question.key.text}.", self.question.key.why


@dataclass(frozen=True)
class Group:
    """The variants of an item."""

    item: Item
    variants: tuple[Variant, ...]


@dataclass(frozen=True)
class Pool:
    """The variants of some items; somebody who works on them gets `each` of every item."""

    title: str
    each: int
    groups: tuple[Group, ...]

    def __iter__(self) -> Iterator[Variant]:
        """All questions, by items."""
        for group in self.groups:
            yield from group.variants

    def __len__(self) -> int:
        """How many questions there are."""
        return sum(len(group.variants) for group in self.groups)


def pool_of(title: str, items: Iterable[Item], n: int, each: int = 1) -> Pool:
    """A pool of up to `n` variants of each item: fewer where an item can't be asked in so many ways."""
    return Pool(on_one_line(title), each, tuple(_group(item, n) for item in items))


def _group(item: Item, n: int) -> Group:
    return Group(item, tuple(Variant(item, number, each) for number, each in enumerate(variants(item, n), 1)))
