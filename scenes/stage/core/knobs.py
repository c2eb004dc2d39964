"""Knobs: what a scene can be asked. A frozen dataclass is the form, its fields' metadata the editor and the parser.

A scene's knobs derive from `Knobs` and are made of the field functions below:

    @dataclass(frozen=True)
    class Knobs(knobs.Knobs):
        stride: int = integer(1, 1, 3, label="Stride")
        relu: bool = toggle(False, label="ReLU")

The window builds its panel from them, the shell parses them, the state file stores them, and undo keeps old ones.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any, Literal, Self, TypeVar, cast, get_args

import numpy as np
import numpy.typing as npt

from scenes.stage.core.lattice import Cell
from scenes.stage.data import pictures
from scenes.stage.data.latencies import Latencies
from scenes.stage.data.pictures import Picture
from scenes.stage.numbers import full_grids
from scenes.stage.numbers.reading import echoed, number_in_words, read_number

Kind = Literal["choice", "integer", "real", "toggle", "picture", "hidden"]
Edits = tuple[tuple[tuple[int, ...], float], ...]
"""Numbers changed by hand: (index, value) pairs, sorted by index."""

MOST = 10**9
"""More places than any grid has."""
_TINY = 1e-9
"""What no picture can tell from 0."""
ON, OFF = ("on", "true", "yes", "1"), ("off", "false", "no", "0")


class KnobError(ValueError):
    """A knob can't be turned that way; the message says why in one sentence."""


@dataclass(frozen=True)
class Knobs:
    """The base of every scene's knobs."""

    def problem(self) -> str | None:
        """Why this combination can't be shown, in one sentence; None if it can."""
        return None

    def follow(self, changed: str) -> Self:
        """Return these knobs with what must follow a change of the knob named `changed`."""
        return self

    def formed(self, form: Knob) -> Knob:
        """Return the form of a knob as these stand: how far it goes may depend on knobs before it."""
        return form

    def of_the_course(self) -> Self:
        """Return the knobs with which the course tells the scene: without what was brought to it from elsewhere."""
        return self

    @classmethod
    def readable(cls, plain: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what of stored knobs still holds: what they were about may be gone since."""
        return plain


K = TypeVar("K", bound=Knobs)


@dataclass(frozen=True)
class Knob:
    """One knob's form. `choices` are the values of a choice; `low`, `high` and `step` belong to numbers.

    `over` pairs knobs that lie over what this one chooses, as numbers changed by hand do, with a word for that.
    A `given` one chooses what is looked at (a picture, ready-made weights, a digit, a run), not what is done with it.
    Of a `square` picture of one's own the middle is taken, in colour, as large as a picture can be.
    """

    name: str
    kind: Kind
    label: str
    default: Any
    help: str = ""
    choices: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0
    over: tuple[tuple[str, str], ...] = ()
    given: bool = False
    to_plain: Callable[[Any], Any] | None = None
    from_plain: Callable[[Any], Any] | None = None
    square: bool = False

    @property
    def decimals(self) -> int:
        """How many decimals its steps have."""
        return max(0, len(f"{self.step:g}".partition(".")[2]))

    def changed(self, knobs: Knobs) -> str:
        """What has become of what this knob has chosen, "edited" say; "" where it is as it was chosen."""
        return next((word for name, word in self.over if getattr(knobs, name)), "")


def choice(
    default: str,
    *choices: str,
    label: str,
    help: str = "",  # noqa: A002 - as argparse names it
    over: Mapping[str, str] | None = None,
    given: bool = False,
) -> str:
    """Make a knob that is one of a few words. `over` names edits that lie over what it chooses, and a word for each.

    It is `given` where it chooses what is looked at: which weights, which digit, which run.
    """
    if default not in choices:
        raise ValueError(f"{label}: {default!r} is none of the choices {', '.join(choices)}")
    return cast(str, _field("choice", default, label, help, choices=choices, over=_pairs(over), given=given))


def integer(
    default: int,
    low: int,
    high: int,
    *,
    label: str,
    help: str = "",  # noqa: A002
    given: bool = False,
) -> int:
    """Make a knob that is a whole number from `low` to `high`; `given` is as with a choice."""
    _check_range(label, default, low, high)
    return cast(int, _field("integer", default, label, help, low=low, high=high, given=given))


def real(
    default: float,
    low: float,
    high: float,
    step: float,
    *,
    label: str,
    help: str = "",  # noqa: A002
    over: Mapping[str, str] | None = None,
) -> float:
    """Make a knob that is a number from `low` to `high`, turned in steps of `step`; `over` is as with a choice."""
    _check_range(label, default, low, high)
    return cast(float, _field("real", default, label, help, low=low, high=high, step=step, over=_pairs(over)))


def toggle(default: bool, *, label: str, help: str = "") -> bool:  # noqa: A002
    """Make a knob that is on or off."""
    return cast(bool, _field("toggle", default, label, help))


def hidden(
    default: Any,
    *,
    to_plain: Callable[[Any], Any] | None = None,
    from_plain: Callable[[Any], Any] | None = None,
) -> Any:
    """Make a knob without an editor of its own: grips on the stage change it. Saved by the two functions."""
    return _field("hidden", default, "", "", to_plain=to_plain, from_plain=from_plain)


def latencies() -> Latencies:
    """Make a field for how long real networks take here: the window measures, and puts the times into it."""
    return cast(Latencies, hidden(Latencies(), to_plain=Latencies.to_plain, from_plain=Latencies.from_plain))


def index(default: int, count: int) -> int:
    """Make a hidden knob that is one of `count` things, counted from 0: the one looked at."""
    return cast(int, hidden(default, from_plain=lambda plain: _place(plain, count)))


def cell(default: Cell = (0, 0), rows: int = MOST, columns: int = MOST) -> Cell:
    """Make a hidden knob that is a cell, (row, column): the one looked at, which `PickCell` changes.

    A stored one before the grid's first cell is the first. Where a scene can't do with one behind the last, `rows` and
    `columns` say how many there are at least.
    """

    def read(plain: Any) -> tuple[int, ...]:
        return _places([max(0, int(place)) for place in plain], (rows, columns))

    return cast(Cell, hidden(default, from_plain=read))


def picture(
    default: str,
    *names: str,
    label: str,
    help: str = "",  # noqa: A002
    over: Mapping[str, str] | None = None,
    square: bool = False,
) -> Picture:
    """Make a knob that is one of the bundled pictures, or the user's own; `over` is as with a choice.

    With `square`, of the user's own the centred square is taken, in colour and of `pictures.LARGEST_SIDE` pixels.
    """
    return cast(
        Picture,
        _field(
            "picture",
            Picture(default),
            label,
            help,
            choices=tuple(Picture(name) for name in names),
            over=_pairs(over),
            given=True,
            to_plain=pictures.to_plain,
            from_plain=pictures.from_plain,
            square=square,
        ),
    )


def edits(shape: tuple[int, ...] | None = None, limit: float = 3.4e38) -> Edits:
    """Make a hidden knob for numbers changed by hand.

    A stored state may hold anything. Where a scene can't do with an edit beside its grid, `shape` says which there can
    be; no number is larger than `limit`, which is what fits into a weight.
    """
    return cast(
        Edits,
        hidden(
            (),
            to_plain=lambda value: full_grids.to_plain(value) or [[list(index), number] for index, number in value],
            from_plain=lambda plain: _edits(plain, shape, limit),
        ),
    )


def as_edits(array: npt.ArrayLike) -> Edits:
    """Edits that set every number of a grid, as an array of its shape has them."""
    grid = np.asarray(array, dtype=float)
    return tuple(zip(product(*map(range, grid.shape)), grid.ravel().tolist(), strict=True))


def with_edit(old: Edits, index: tuple[int, ...], value: float) -> Edits:
    """Return edits with one number set."""
    return tuple(sorted({**dict(old), index: float(value)}.items()))


def _pairs(over: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    return tuple((over or {}).items())


def _check_range(label: str, default: float, low: float, high: float) -> None:
    if not low <= default <= high:
        raise ValueError(f"{label}: the default {default:g} does not lie between {low:g} and {high:g}")


def _place(plain: Any, count: int) -> int:
    place = int(plain)
    if not 0 <= place < count:
        raise ValueError("a place that there is not")
    return place


def _edits(plain: Any, shape: tuple[int, ...] | None, limit: float) -> Edits:
    if not isinstance(plain, dict):
        return tuple(sorted((_places(index, shape), _number(number, limit)) for index, number in plain))
    grid = full_grids.from_plain(plain)
    _places([side - 1 for side in grid.shape], shape)
    _number(np.abs(grid).max(), limit)
    return as_edits(grid)


def _places(plain: Any, shape: tuple[int, ...] | None) -> tuple[int, ...]:
    counts = (MOST,) * max(1, len(plain)) if shape is None else shape
    return tuple(_place(place, count) for place, count in zip(plain, counts, strict=True))


def _number(plain: Any, limit: float) -> float:
    number = float(plain)
    if not abs(number) <= limit:
        raise ValueError("a number that there can't be")
    return number


def _field(kind: Kind, default: Any, label: str, help_text: str, **more: Any) -> Any:
    return dataclasses.field(default=default, metadata={"kind": kind, "label": label, "help": help_text, **more})


def knobs_of(kind: type[Knobs] | Knobs) -> tuple[Knob, ...]:
    """The form of a knobs class, in the order of its fields; of knobs, as they stand."""
    if isinstance(kind, type) or type(kind).formed is Knobs.formed:
        return _every(kind)
    return tuple(kind.formed(each) for each in _every(kind))


def _every(kind: type[Knobs] | Knobs) -> tuple[Knob, ...]:
    """The form of a knobs class, whatever its knobs stand at."""
    found: Any = kind if isinstance(kind, type) else type(kind)
    return _form(found)


@lru_cache(maxsize=64)
def _form(kind: type[Any]) -> tuple[Knob, ...]:
    if any(isinstance(value, dataclasses.Field) for value in vars(kind).values()):
        raise TypeError(f"{kind.__name__} needs the line @dataclass(frozen=True) above it")
    fields = dataclasses.fields(kind)
    for field in fields:
        if "kind" not in field.metadata:
            makers = ", ".join(get_args(Kind))
            raise TypeError(f"{kind.__name__}.{field.name} is no knob yet: make it by one of {makers}")
    return tuple(Knob(name=field.name, default=field.default, **field.metadata) for field in fields)


def knob(kind: type[Knobs] | Knobs, name: str) -> Knob:
    """One knob of a class by name; raises KnobError with the names there are."""
    found = {each.name: each for each in knobs_of(kind)}
    if name not in found:
        names = ", ".join(each.name for each in found.values() if each.kind != "hidden")
        raise KnobError(f"There is no knob named {echoed(name)!r}; the knobs are {names or 'none'}.")
    return found[name]


def with_defaults(knobs: K, *names: str) -> K:
    """Return knobs with some at their defaults: those that make no difference to what is computed and cached."""
    return dataclasses.replace(knobs, **{name: knob(knobs, name).default for name in names})


def following(
    knobs: K,
    changed: str,
    clears: Mapping[str, Sequence[str]],
    worked: Mapping[Picture, Mapping[str, Any]] | None = None,
) -> K:
    """Return knobs with what follows a change in most scenes about a picture and a layer.

    Args:
        knobs: the knobs after the change.
        changed: the name of the knob that has been turned.
        clears: for each knob the names of those that go back to their defaults with it, as numbers changed by hand do.
        worked: pictures of worked examples; who chooses one gets the settings that it is worked with.
    """
    new = with_defaults(knobs, *clears.get(changed, ()))
    return dataclasses.replace(new, **(worked or {}).get(getattr(new, changed), {}))


def change(old: K, name: str, value: Any) -> K:
    """Return knobs with one changed and what must follow; raises KnobError where that can't be shown."""
    checked = _turned(knob(old, name), value)
    new = dataclasses.replace(old, **{name: checked}).follow(name)
    problem = new.problem()
    if problem is not None:
        raise KnobError(problem)
    return new


def refusal(old: Knobs, name: str, value: Any) -> str | None:
    """Why a knob can't be turned to a value just now; None if it can."""
    try:
        change(old, name, value)
    except KnobError as error:
        return str(error)
    return None


def parse(kind: type[K], words: Mapping[str, str], convert: Mapping[str, Callable[[str], Any]] | None = None) -> K:
    """Read knobs from words, as the shell gives them.

    All are set together, so that their order doesn't matter; `convert` reads the kinds that the kit can't (a picture
    from a file, which takes a library to decode). Raises KnobError with one sentence.
    """
    new = kind()
    values: dict[str, Any] = {}
    for name, word in words.items():
        form = knob(kind, name)
        if form.kind == "hidden":
            raise KnobError(f"The knob {name!r} is set on the stage, not by a word.")
        reader = (convert or {}).get(form.kind)
        values[name] = _turned(form, reader(word) if reader else _read(form, word), echoed(word))
    for form in knobs_of(kind):  # one after the other as the form has them: what follows a picture precedes the rest
        if form.name in values:
            new = dataclasses.replace(new, **{form.name: values[form.name]}).follow(form.name)
    new = dataclasses.replace(new, **values)
    problem = new.problem()
    if problem is not None:
        raise KnobError(problem)
    return new


def to_plain(knobs: Knobs) -> dict[str, Any]:
    """Write knobs as plain data that JSON can hold; only what differs from the defaults."""
    plain = {}
    for form in knobs_of(knobs):
        value = getattr(knobs, form.name)
        if value != form.default:
            plain[form.name] = form.to_plain(value) if form.to_plain else value
    return plain


def from_plain(kind: type[K], plain: Mapping[str, Any]) -> K:
    """Read knobs from plain data; raises KnobError where they don't fit this version of the scene."""
    new = kind()
    for form, value in _stored(kind, plain):
        new = dataclasses.replace(new, **{form.name: value_from_plain(new.formed(form), value)})
    problem = new.problem()
    if problem is not None:
        raise KnobError(problem)
    return new


def forms_for(kind: type[Knobs], plain: Mapping[str, Any]) -> tuple[Knob, ...]:
    """The form of a class for what is stored: as those of the stored knobs have it that can be read."""
    new, known = kind(), {form.name for form in knobs_of(kind)}
    for form, value in _stored(kind, {name: value for name, value in plain.items() if name in known}):
        with suppress(KnobError):
            new = dataclasses.replace(new, **{form.name: value_from_plain(new.formed(form), value)})
    return knobs_of(new)


def _stored(kind: type[Knobs], plain: Mapping[str, Any]) -> list[tuple[Knob, Any]]:
    """What is stored, in the order of the form: what a knob can be depends on those before it only."""
    for name in plain:
        knob(kind, name)
    readable = kind.readable(plain)
    return [(form, readable[form.name]) for form in knobs_of(kind) if form.name in readable]


def value_from_plain(form: Knob, plain: Any) -> Any:
    """Read what one knob is turned to from plain data; raises KnobError where it can't be turned to that."""
    try:
        value = form.from_plain(plain) if form.from_plain else plain
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise KnobError(f"The stored value of {form.name!r} can't be read.") from error
    return _checked(form, value)


def _read(form: Knob, word: str) -> Any:
    if form.kind == "toggle":
        if word.lower() not in (*ON, *OFF):
            raise KnobError(f"{form.name} is on or off, not {echoed(word)!r}.")
        return word.lower() in ON
    if form.kind == "picture":
        if word not in pictures.BUNDLED:
            raise KnobError(f"{form.name} is one of {', '.join(pictures.BUNDLED)}, not {echoed(word)!r}.")
        return Picture(word)
    if form.kind in ("integer", "real"):
        number = read_number(word, whole=form.kind == "integer")
        if number is None:
            what = "a whole number" if form.kind == "integer" else "a number"
            raise KnobError(f"{form.name} is {what}, not {echoed(word)!r}.")
        return number
    return word


def _checked(form: Knob, value: Any, written: str = "") -> Any:
    """The value that a knob takes for what is wanted; `written` is how somebody wrote a number."""
    if form.kind == "choice" and value not in form.choices:
        raise KnobError(f"{form.name} is one of {', '.join(form.choices)}, not {echoed(repr(value))}.")
    if form.kind == "picture" and not isinstance(value, Picture):
        raise KnobError(f"{form.name} is a picture, not {echoed(repr(value))}.")
    if form.kind == "picture" and value.bundled and value not in form.choices:
        names = ", ".join(each.name for each in form.choices)
        raise KnobError(f"{form.name} is one of {names} here, or a picture of your own, not {echoed(value.name)!r}.")
    if form.kind == "toggle" and not isinstance(value, bool):
        raise KnobError(f"{form.name} is on or off, not {echoed(repr(value))}.")
    if form.kind in ("integer", "real"):
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            raise KnobError(f"{form.name} is a number, not {echoed(repr(value))}.")
        if not form.low <= value <= form.high:
            low, high = number_in_words(form.low), number_in_words(form.high)
            raise KnobError(f"{form.name} goes from {low} to {high}, not {written or number_in_words(value)}.")
        if form.kind == "integer" and value != int(value):
            raise KnobError(f"{form.name} is a whole number, not {repr(written) if written else f'{value:g}'}.")
        return int(value) if form.kind == "integer" else float(value) if abs(value) > _TINY else 0.0
    return value


def _turned(form: Knob, value: Any, written: str = "") -> Any:
    """The value that a knob takes when it is turned: with three more decimals than its steps have."""
    checked = _checked(form, value, written)
    return round(checked, 3 + form.decimals) if form.kind == "real" else checked
