"""The figures as a table on the terminal, and as plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from tests.audit import aims
from tests.audit.aims import Steps, costs, is_cut, misses, stands
from tests.audit.figures import SceneFigures, StepFigures

NONE = "–"
NAME = 26


def _least(found: Iterable[float | None], form: str = "g") -> str:
    return format(min((each for each in found if each is not None), default=float("nan")), form).replace("nan", NONE)


def _jumps(steps: Steps) -> str:
    jumps = [step.jump for step in steps if step.jump is not None]
    return f"{max(j.opacity for j in jumps):.2f} {max(j.place for j in jumps):3.0f}" if jumps else NONE


COLUMNS: tuple[tuple[str, str, Callable[[Steps], str]], ...] = (
    ("steps", "", lambda steps: str(len(steps))),
    ("use", f"{aims.MEAN_USE:.0%}", lambda steps: f"{sum(step.use for step in steps) / len(steps):.0%}"),
    ("least", f"{aims.USE:.0%}", lambda steps: f"{min(step.use for step in steps):.0%}"),
    ("words", f"{aims.WORDS:g}", lambda steps: _least(step.sizes.words for step in steps)),
    ("notes", f"{aims.NOTES:g}", lambda steps: _least(step.sizes.notes for step in steps)),
    ("numbers", f"{aims.NUMBERS:g}", lambda steps: _least(step.sizes.numbers for step in steps)),
    ("caption", f"{aims.CAPTION}", lambda steps: str(max(step.words for step in steps))),
    ("over", "0", lambda steps: str(sum(step.words > aims.CAPTION for step in steps))),
    ("w/s", "", lambda steps: f"{sum(step.words for step in steps) / sum(step.seconds for step in steps):.1f}"),
    ("change", f"{aims.CUT:.0%}", lambda steps: f"{max((step.change or 0.0) for step in steps):.0%}"),
    ("cuts", "0", lambda steps: str(sum(is_cut(step) and not step.declared for step in steps))),
    ("declared", f"{aims.CUTS:.0%}", lambda steps: str(sum(step.declared for step in steps))),
    ("flashes", "", lambda steps: NONE if steps[0].flashes is None else str(sum(step.flashes or 0 for step in steps))),
    ("jump", f"{aims.OPACITY:g} {aims.PLACE:3.0f}", _jumps),
    (
        "still",
        "",
        lambda steps: f"{sum(step.still * step.seconds for step in steps) / sum(s.seconds for s in steps):.0%}",
    ),
    ("stand", "0", lambda steps: str(sum(stands(step) and not step.poster for step in steps))),
    ("posters", f"{aims.POSTERS:.1%}", lambda steps: str(sum(step.poster for step in steps))),
    ("tiles", f"{aims.CONTRAST:g}", lambda steps: _least((step.tiles for step in steps), ".2f")),
    ("p50", f"{aims.MEDIAN:g}", lambda steps: f"{costs(steps)[0]:.1f}"),
    ("p99", f"{aims.SLOWEST:g}", lambda steps: f"{costs(steps)[1]:.1f}"),
)
"""The heading of each column, what it should be, and what it is for some steps."""
WIDTHS = [max(len(heading), len(aim), 5) for heading, aim, _ in COLUMNS]


def head(of: str) -> str:
    """The headings, and the aims under them."""
    headings = _line(of, [heading for heading, _, _ in COLUMNS], "misses")
    return f"{headings}\n{_line('aim', [aim for _, aim, _ in COLUMNS])}"


def row(name: str, steps: Steps) -> str:
    """The line of a scene, of a step or of all together."""
    return _line(name, [figure(steps) for _, _, figure in COLUMNS], " ".join(misses(steps)))


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
    figures = {heading: figure(steps) for heading, _, figure in COLUMNS}
    return {"figures": figures, "misses": misses(steps)}


def _plain_step(step: StepFigures) -> dict[str, Any]:
    median, high = costs((step,))
    return {**asdict(step), "pace": step.pace, "costs": {"p50": median, "p99": high}}
