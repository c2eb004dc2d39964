"""The figures as a table on the terminal, and as plain data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tests.audit import aims
from tests.audit.aims import Steps, costs, is_cut, misses, stands
from tests.audit.figures import SceneFigures, StepFigures

NONE = "–"
NAME = 26


@dataclass(frozen=True)
class Column:
    """A heading, what it should be, how its figures are written, and what the figure is for some steps."""

    heading: str
    aim: str
    form: str
    figure: Callable[[Steps], float | None]

    def written(self, steps: Steps) -> str:
        """The figure as it stands in the table."""
        found = self.figure(steps)
        return NONE if found is None else format(found, self.form)


def _least(of: Callable[[StepFigures], float | None]) -> Callable[[Steps], float | None]:
    return lambda steps: min((found for step in steps if (found := of(step)) is not None), default=None)


def _most(of: Callable[[StepFigures], float | None]) -> Callable[[Steps], float | None]:
    return lambda steps: max((found for step in steps if (found := of(step)) is not None), default=None)


def _count(of: Callable[[StepFigures], bool]) -> Callable[[Steps], float]:
    return lambda steps: sum(of(step) for step in steps)


def _flashes(steps: Steps) -> float | None:
    found = [step.flashes for step in steps if step.flashes is not None]
    return sum(found) if found else None


def _seconds(steps: Steps) -> float:
    return sum(step.seconds for step in steps)


COLUMNS = (
    Column("steps", "", "d", len),
    Column("use", f"{aims.MEAN_USE:.0%}", ".0%", lambda steps: sum(step.use for step in steps) / len(steps)),
    Column("least", f"{aims.USE:.0%}", ".0%", _least(lambda step: step.use)),
    Column("words", f"{aims.WORDS:g}", "g", _least(lambda step: step.sizes.words)),
    Column("notes", f"{aims.NOTES:g}", "g", _least(lambda step: step.sizes.notes)),
    Column("numbers", f"{aims.NUMBERS:g}", "g", _least(lambda step: step.sizes.numbers)),
    Column("caption", f"{aims.CAPTION}", "d", _most(lambda step: step.words)),
    Column("over", "0", "d", _count(lambda step: step.words > aims.CAPTION)),
    Column("w/s", "", ".1f", lambda steps: sum(step.words for step in steps) / _seconds(steps)),
    Column("change", f"{aims.CUT:.0%}", ".0%", _most(lambda step: step.change)),
    Column("cuts", "0", "d", _count(lambda step: is_cut(step) and not step.declared)),
    Column("declared", f"{aims.CUTS:.0%}", "d", _count(lambda step: step.declared)),
    Column("flashes", "", "d", _flashes),
    Column("fade", f"{aims.OPACITY:g}", ".2f", _most(lambda step: step.jump.opacity if step.jump else None)),
    Column("place", f"{aims.PLACE:g}", ".0f", _most(lambda step: step.jump.place if step.jump else None)),
    Column("still", "", ".0%", lambda steps: sum(step.still * step.seconds for step in steps) / _seconds(steps)),
    Column("stand", "0", "d", _count(lambda step: stands(step) and not step.poster)),
    Column("posters", f"{aims.POSTERS:.1%}", "d", _count(lambda step: step.poster)),
    Column("tiles", f"{aims.CONTRAST:g}", ".1f", _least(lambda step: step.tiles)),
    Column("p50", f"{aims.MEDIAN:g}", ".1f", lambda steps: costs(steps)[0]),
    Column("p99", f"{aims.SLOWEST:g}", ".1f", lambda steps: costs(steps)[1]),
)
WIDTHS = [max(len(column.heading), len(column.aim), 5) for column in COLUMNS]


def head(of: str) -> str:
    """The headings, and the aims under them."""
    headings = _line(of, [column.heading for column in COLUMNS], "misses")
    return f"{headings}\n{_line('aim', [column.aim for column in COLUMNS])}"


def row(name: str, steps: Steps) -> str:
    """The line of a scene, of a step or of all together."""
    return _line(name, [column.written(steps) for column in COLUMNS], " ".join(misses(steps)))


def rows_by_step(scene: SceneFigures) -> list[str]:
    """A line for each step of a scene."""
    return [row(f"{number} {step.title}", (step,)) for number, step in enumerate(scene.steps, 1)]


def _line(name: str, figures: Sequence[str], last: str = "") -> str:
    short = name if len(name) <= NAME else name[: NAME - 1] + "…"
    cells = (f"{figure:>{width}}" for figure, width in zip(figures, WIDTHS, strict=True))
    return f"{short:{NAME}} {'  '.join(cells)}  {last}".rstrip()


def plain(scenes: Sequence[SceneFigures], found: Sequence[str]) -> dict[str, Any]:
    """All figures as JSON can hold them."""
    return {
        "aims": {aim.name: aim.wanted for aim in aims.AIMS},
        "scenes": [
            {**_plain(scene.steps), "name": scene.name, "steps": [_plain_step(step) for step in scene.steps]}
            for scene in scenes
        ],
        "all": _plain([step for scene in scenes for step in scene.steps]),
        "problems": list(found),
    }


def _plain(steps: Steps) -> dict[str, Any]:
    figures = {column.heading: column.figure(steps) for column in COLUMNS}
    return {"figures": figures, "misses": misses(steps)}


def _plain_step(step: StepFigures) -> dict[str, Any]:
    median, high = costs((step,))
    return {**asdict(step), "pace": step.pace, "costs": {"p50": median, "p99": high}}
