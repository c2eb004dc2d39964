"""An item is a question as a function of a draw: its numbers, its key, and what each mistake would answer."""

from __future__ import annotations

import importlib
import math
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from scenes.questions.draws import ATTEMPTS, Draw, DrawError, Param
from scenes.questions.moments import Moment, Target


@dataclass(frozen=True)
class Option:
    """One answer: its value, how it is written (as the scenes write numbers), and why it is right or whose it is.

    `why` is for the key the way to it, for the others the slip, in one sentence. `slip` is the id of that slip in
    `misconceptions`. `shown` is a moment that shows the answer, and `target` is where in it.
    """

    value: float | str
    text: str
    why: str
    slip: str = ""
    shown: Moment | None = None
    target: Target | None = None


@dataclass(frozen=True)
class Made:
    """What an item's function returns.

    `before` is what the class sees while it thinks. `torch` is code whose last line leaves `answer`; "" where the key
    is quoted and nobody can compute it. The options stand in the order of their values where `in_order` is set, else
    in one that the draw decides.
    """

    stem: str
    key: Option
    wrong: tuple[Option, ...]
    before: Moment
    torch: str
    in_order: bool = False


@dataclass(frozen=True)
class Question:
    """An item with numbers. `params` are all that were drawn: with them the same question can be made again."""

    item: str
    version: int
    params: Mapping[str, Param]
    stem: str
    options: tuple[Option, ...]
    right: int
    before: Moment
    torch: str

    @property
    def key(self) -> Option:
        """The right answer."""
        return self.options[self.right]


@dataclass(frozen=True)
class Item:
    """A question of a concept ("C4"), shown in a scene. `version` is raised when its meaning changes."""

    name: str
    concept: str
    scene: str
    version: int
    make: Callable[[Draw], Made]

    def question(self, seed: int, params: Mapping[str, Param] | None = None) -> Question:
        """The question of a seed, with some numbers given.

        Raises DrawError where no numbers fit, or where a given number is none of this item's.
        """
        key, reason = f"{self.name}/{self.version}/{seed}", DrawError("no numbers fit")
        for attempt in range(ATTEMPTS):
            draw = Draw(key, attempt, params)
            try:
                made = self.make(draw)
                _check(made)
            except DrawError as error:
                reason = error
                continue
            unknown = sorted((params or {}).keys() - draw.taken.keys())
            if unknown:
                raise DrawError(f"{self.name} draws no number named {unknown[0]}; it draws {', '.join(draw.taken)}")
            return self._asked(made, draw)
        raise reason

    def _asked(self, made: Made, draw: Draw) -> Question:
        options = (made.key, *made.wrong)
        order = sorted(options, key=lambda option: float(option.value)) if made.in_order else draw.shuffled(options)
        params, right = dict(draw.taken), tuple(order).index(made.key)
        return Question(self.name, self.version, params, made.stem, tuple(order), right, made.before, made.torch)


def item(name: str, *, concept: str, scene: str, version: int = 1) -> Callable[[Callable[[Draw], Made]], Item]:
    """Make an item of a function of a draw."""
    return lambda make: Item(name, concept, scene, version, make)


@lru_cache(maxsize=1)
def items() -> Mapping[str, Item]:
    """All items by name, in the order of the course."""
    from scenes.questions import concepts

    found = []
    for module in pkgutil.iter_modules(concepts.__path__):
        content = vars(importlib.import_module(f"{concepts.__name__}.{module.name}"))
        found += [value for value in content.values() if isinstance(value, Item)]
    found.sort(key=lambda each: (int(each.concept[1:]), each.name))
    return {each.name: each for each in found}


def _check(made: Made) -> None:
    """Raise DrawError unless the options can be told apart as they are written, and the key is a number if one."""
    options = (made.key, *made.wrong)
    if len({option.text for option in options}) < len(options):
        raise DrawError("two options are written alike")
    if any(isinstance(option.value, float) and not math.isfinite(option.value) for option in options):
        raise DrawError("an option is no finite number")
