"""The same networks over the time that they take on this computer, and the line that a picture rate draws."""

from __future__ import annotations

from scenes.stage.charts.axes import Axes
from scenes.stage.core.lattice import midway
from scenes.stage.core.marks import AnyMark, Group, Path, Rect, Role, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.data.latencies import Latencies
from scenes.stage.draw.blocks import counted
from scenes.tradeoff.computed import best_within, spots, timed
from scenes.tradeoff.draw_map import BOX, DIM, TOP1, circle, crops_note, frame, large_first, macs_place, names
from scenes.tradeoff.knobs import Knobs
from scenes.tradeoff.story import Steps

ROOM = 1.8
"""The factor between the fastest or slowest network and the end of the axis."""
FREE = 64.5
"""No network has about this top-1, so there is room for words."""
MACHINE = 38
"""So many letters of the processor's name have room."""
TIME = "milliseconds for one picture here"


def plane(source: str, latencies: Latencies) -> Axes | None:
    """Milliseconds across, top-1 upwards; None where nothing was measured."""
    times = [1000 * seconds for _, seconds in timed(source, latencies)]
    if not times:
        return None
    return Axes(box=BOX, x=(min(times) / ROOM, max(times) * ROOM), y=TOP1, log_x=True)


def draw_here(stage: Stage, knobs: Knobs, steps: Steps) -> None:
    """Let the measured networks glide from their MACs to their times; the others stay behind, dimmed."""
    over = plane(knobs.source, knobs.latencies)
    if over is None:
        _nothing(stage, knobs, steps)
        return
    gone, come = 1.0 - ease(steps.here.t / 0.25), ease((steps.here.t - 0.3) / 0.25)
    stage.add(*frame(note=crops_note(knobs.source), opacity=gone), *frame(over, TIME, opacity=come))
    stage.add(*_conditions(knobs.latencies, come))
    share = ease((steps.here.t - 0.15) / 0.4)
    best = best_within(knobs.source, knobs.latencies, knobs.rate)
    placed = [
        (each, midway(macs_place(each), over.at(1000 * seconds, each.quoted.top1), share))
        for each, seconds in timed(knobs.source, knobs.latencies)
    ]
    stage.add(*_budget(over, knobs.rate, come))
    for each, place in large_first(placed):
        late = dict(timed(knobs.source, knobs.latencies))[each] * knobs.rate > 1
        stage.add(circle(each, place, knobs, 1.0 - (1.0 - DIM) * come if late else 1.0))
        if each is best:
            stage.add(_ring(place, each.radius, come))
    there = [
        (each, over.at(1000 * seconds, each.quoted.top1)) for each, seconds in timed(knobs.source, knobs.latencies)
    ]
    stage.add(*names(there, come).values())


def _budget(over: Axes, rate: int, opacity: float) -> list[AnyMark]:
    """The time that a picture may take, as a line."""
    left, top, width, height = BOX
    limit = 1000 / rate
    x = min(max(over.at(limit, TOP1[0])[0], left), left + width)
    words = f"{rate} pictures a second: {limit:.3g} ms each"
    side = x < left + width / 2
    line = Path(points=((x, top), (x, top + height)), line=3.0, dashed=True, role=Role.HIGHLIGHT, name="budget")
    text = lettering(x + (12 if side else -12), over.at(limit, FREE)[1], words, Role.HIGHLIGHT, size=22,
                     anchor="start" if side else "end", name="budget in words")  # fmt: skip
    return [Group(marks=(line, text), opacity=opacity)]


def _conditions(latencies: Latencies, opacity: float) -> list[AnyMark]:
    """What the times were measured on and with, above the map and at its foot."""
    left, top, width, height = BOX
    threads, machine = counted(latencies.threads, "thread"), latencies.machine
    above = machine if len(machine) <= MACHINE else f"{machine[: MACHINE - 1]}…"
    below = f"PyTorch, fp32, {threads}, {latencies.date}"
    return [
        lettering(left + width, top - 24, above, Role.PRODUCT, size=22, anchor="end", opacity=opacity,
                  name="machine"),
        lettering(left, top + height + 48, below, Role.PRODUCT, size=22, opacity=opacity,
                  name="conditions"),
    ]  # fmt: skip


def _ring(place: tuple[float, float], radius: float, opacity: float) -> Rect:
    """A ring around the most accurate network that keeps up."""
    (x, y), r = place, radius + 6
    return Rect(x=x - r, y=y - r, width=2 * r, height=2 * r, radius=r, line=4.0, role=Role.OUTPUT, opacity=opacity,
                name="the best that keeps up")  # fmt: skip


def _nothing(stage: Stage, knobs: Knobs, steps: Steps) -> None:
    """Say what to do where nothing was measured yet."""
    stage.add(*frame(note=crops_note(knobs.source)))
    for each, place in large_first((each, macs_place(each)) for each in spots(knobs.source)):
        stage.add(circle(each, place, knobs, 1.0 - (1.0 - DIM) * steps.here.motion))
    x, y = BOX[0] + BOX[2] / 2, BOX[1] + BOX[3] / 2
    lines = (("Nothing is measured here yet.", 34, y - 26), ("Click Measure on this computer.", 28, y + 30))
    for line, size, at in lines:
        stage.text(x, at, line, size=size, bold=size > 30, anchor="middle", opacity=steps.here.motion)
