"""What is being built: contestants whose parts are changed one at a time. Values and pure functions, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.contract.spec import MAX_CONTESTANTS, MAX_NAME, Built, Contestant, Data, Network, about, opened
from engine.contract.spec.built.parts import Lanes, Part, Parts, Residual, leaves, with_within, within
from engine.contract.spec.built.survey import Place, Survey, survey
from engine.contract.spec.choices import Initialisation


@dataclass(frozen=True)
class Row:
    """One contestant: its name, its parts, and the network that they were opened from, if any."""

    name: str
    built: Built
    source: Network | None = None

    @property
    def parts(self) -> Parts:
        """The parts, from the picture to the classes."""
        return self.built.parts

    def with_parts(self, parts: Parts) -> Row:
        """The same contestant of other parts."""
        return replace(self, built=Built(parts, self.built.init))


@dataclass(frozen=True)
class Draft:
    """The rows, and the pictures that they are built for."""

    rows: tuple[Row, ...]
    data: Data

    def survey(self, index: int) -> Survey:
        """What follows from the parts of a row."""
        data = about(self.data)
        return survey(self.rows[index].parts, data.shape, len(data.classes))

    def contestants(self) -> tuple[Contestant, ...]:
        """The race: what was opened and not changed is what it was before."""
        shape = about(self.data).shape
        return tuple(
            Contestant(row.name, row.source)
            if row.source is not None and opened(row.source, shape) == row.built
            else Contestant(row.name, row.built)
            for row in self.rows
        )

    def with_row(self, index: int, row: Row) -> Draft:
        """The draft with another row in place of one."""
        return replace(self, rows=(*self.rows[:index], row, *self.rows[index + 1 :]))

    def with_parts(self, index: int, parts: Parts) -> Draft:
        """The draft with other parts in a row."""
        return self.with_row(index, self.rows[index].with_parts(parts))

    def with_init(self, index: int, init: Initialisation) -> Draft:
        """The draft with weights of a row that start in another way."""
        row = self.rows[index]
        return self.with_row(index, replace(row, built=Built(row.parts, init)))

    def twin(self, index: int) -> Draft:
        """The draft with a copy of a row under it; as it is where there is no room for one more."""
        if len(self.rows) >= MAX_CONTESTANTS:
            return self
        row = self.rows[index]
        copy = replace(row, name=self.fresh_name(f"{row.name}, twin"))
        return replace(self, rows=(*self.rows[: index + 1], copy, *self.rows[index + 1 :]))

    def without(self, index: int) -> Draft:
        """The draft without a row; as it is where that is the only one."""
        if len(self.rows) == 1:
            return self
        return replace(self, rows=self.rows[:index] + self.rows[index + 1 :])

    def fresh_name(self, wanted: str) -> str:
        """A name as much like the wanted one as there can be, that no row has."""
        taken, count, name = {row.name for row in self.rows}, 1, wanted[:MAX_NAME]
        while name in taken:
            count += 1
            tail = f" {count}"
            name = wanted[: MAX_NAME - len(tail)] + tail
        return name


def drafted(contestants: tuple[Contestant, ...], data: Data) -> Draft:
    """Contestants as a draft, every network opened."""
    shape = about(data).shape
    return Draft(tuple(Row(each.name, opened(each.network, shape), each.network) for each in contestants), data)


# --- Parts by their places ------------------------------------------------------------------------------------------


def row_at(parts: Parts, around: Place) -> Parts:
    """The row of parts inside the brackets that `around` leads through; () is the whole."""
    if not around:
        return parts
    index, inside, *rest = around
    return row_at(within(parts[index])[inside], tuple(rest))


def part_at(parts: Parts, place: Place) -> Part | None:
    """The part at a place; None behind the last of a row."""
    row = row_at(parts, place[:-1])
    return row[place[-1]] if place[-1] < len(row) else None


def spliced(parts: Parts, place: Place, count: int, instead: Parts) -> Parts:
    """The parts with others in place of so many from a place on."""
    index, *rest = place
    if not rest:
        return (*parts[:index], *instead, *parts[index + count :])
    inside, *deeper = rest
    rows = list(within(parts[index]))
    rows[inside] = spliced(rows[inside], tuple(deeper), count, instead)
    return (*parts[:index], with_within(parts[index], tuple(rows)), *parts[index + 1 :])


def moved(parts: Parts, place: Place, count: int, to: Place) -> tuple[Parts, Place]:
    """The parts with so many from a place on standing before `to` instead, and where they then stand.

    Nothing changes where `to` lies inside of what is moved.
    """
    depth = len(place) - 1
    first, last = place[-1], place[-1] + count
    inside = to[:depth] == place[:-1] and len(to) > len(place) and first <= to[depth] < last
    if inside or (to[:-1] == place[:-1] and first <= to[-1] <= last):
        return parts, place
    taken = row_at(parts, place[:-1])[first:last]
    left = spliced(parts, place, count, ())
    if to[:depth] == place[:-1] and to[depth] >= last:
        to = (*to[:depth], to[depth] - count, *to[depth + 1 :])
    return spliced(left, to, 0, taken), to


def wrapped(parts: Parts, place: Place, count: int, bracket: Residual | Lanes) -> Parts:
    """The parts with a bracket around so many from a place on; of lanes they are the first, the second is empty."""
    inside = row_at(parts, place[:-1])[place[-1] : place[-1] + count]
    around = Residual(inside, bracket.shortcut) if isinstance(bracket, Residual) else Lanes((inside, ()))
    return spliced(parts, place, count, (around,))


def unwrapped(parts: Parts, place: Place) -> Parts:
    """The parts with what is inside of a bracket in its place; of lanes the first that holds anything."""
    part = part_at(parts, place)
    assert isinstance(part, Residual | Lanes)
    rows = within(part)
    return spliced(parts, place, 1, next((row for row in rows if row), ()))


def places(parts: Parts, around: Place = ()) -> list[Place]:
    """All places in reading order: parts, what is inside of brackets, and the end of each row."""
    found: list[Place] = []
    for index, part in enumerate(parts):
        place = (*around, index)
        found.append(place)
        for number, row in enumerate(within(part)):
            found += places(row, (*place, number))
    return [*found, (*around, len(parts))]


def leaf_count(parts: Parts) -> int:
    """How many leaves there are."""
    return sum(1 for _ in leaves(parts))
