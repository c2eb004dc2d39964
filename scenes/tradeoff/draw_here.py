"""The same networks over the time that they take on this computer, and the line that a picture rate draws."""

from __future__ import annotations

from scenes.stage.charts.axes import Axes
from scenes.stage.core.lattice import Point, midway
from scenes.stage.core.marks import AnyMark, Group, Path, Rect, Role, lettering
from scenes.stage.core.timeline import Span, ease
from scenes.stage.data.latencies import Latencies
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.series import number_text
from scenes.tradeoff.computed import best_within, spot, spots, timed
from scenes.tradeoff.draw_card import BOX as CARD
from scenes.tradeoff.draw_card import card
from scenes.tradeoff.draw_map import BOX, DIM, LANDMARKS, TOP1, circle, frame, large_first, macs_place, names
from scenes.tradeoff.knobs import Knobs

ROOM = 1.8
"""The factor between the fastest or slowest network and the end of the axis."""
FREE = 90.0
"""No network has this top-1, so there is room for words."""
WORDS = 54.0
"""The room for words about it, at the top of the map."""
MACHINE = 60
"""So many letters of the processor's name have room."""
TIME = "milliseconds for one picture here"


def here(span: Span, knobs: Knobs) -> list[AnyMark]:
    """Let the measured networks glide from their MACs to their times."""
    over = plane(knobs.source, knobs.latencies)
    if over is None:
        return _nothing(span, knobs)
    come, share = ease(span.t / 0.25), ease((span.t - 0.15) / 0.4)
    best = best_within(knobs.source, knobs.latencies, knobs.rate)
    seconds = dict(timed(knobs.source, knobs.latencies))
    there = {each: over.at(1000 * took, each.quoted.top1) for each, took in seconds.items()}
    placed = [(each, midway(macs_place(each), place, share)) for each, place in there.items()]
    marks: list[AnyMark] = [*frame(over, TIME), *_conditions(knobs.latencies)]
    for each, place in large_first(placed):
        late = seconds[each] * knobs.rate > 1
        marks.append(circle(each, place, knobs, 1.0 - (1.0 - DIM) * come if late else 1.0))
        if each is best:
            marks.append(_ring(place, each.radius, come))
    if share >= 1:
        keep = ({*LANDMARKS} | ({best.label} if best else set())) - {knobs.picked}
        words = (BOX[0], BOX[1], BOX[0] + BOX[2], BOX[1] + WORDS)
        marks += names(there.items(), keep, blocked=(CARD, words)).values()
    picked = spot(knobs.source, knobs.picked)
    return [*marks, _budget(over, knobs.rate, come), card(picked, knobs.latencies.of(picked.network.name))]


def plane(source: str, latencies: Latencies) -> Axes | None:
    """Milliseconds across, top-1 upwards; None where nothing was measured."""
    times = [1000 * seconds for _, seconds in timed(source, latencies)]
    if not times:
        return None
    return Axes(box=BOX, x=(min(times) / ROOM, max(times) * ROOM), y=TOP1, log_x=True)


def _budget(over: Axes, rate: int, opacity: float) -> AnyMark:
    """The time that a picture may take, as a line."""
    left, top, width, height = BOX
    x = min(max(over.at(1000 / rate, TOP1[0])[0], left), left + width)
    words = f"{number_text(1000 / rate)} ms for each picture"
    side = x < left + width / 2
    line = Path(points=((x, top), (x, top + height)), line=6.0, dashed=True, role=Role.HIGHLIGHT, name="budget")
    text = lettering(x + (16 if side else -16), over.at(1000 / rate, FREE)[1], words, Role.HIGHLIGHT, size=36,
                     anchor="start" if side else "end", name="budget in words")  # fmt: skip
    return Group(marks=(line, text), opacity=opacity, name="the budget")


def _conditions(latencies: Latencies) -> list[AnyMark]:
    """What the times were measured on and with, beside the title."""
    machine, right = latencies.machine, BOX[0] + BOX[2]
    name = machine if len(machine) <= MACHINE else f"{machine[: MACHINE - 1]}…"
    how = f"PyTorch, fp32, {counted(latencies.threads, 'thread')}, {latencies.date}"
    return [
        lettering(right, y, words, Role.MUTED, size=24, anchor="end", name=called, note=True)
        for called, words, y in (("machine", name, 88.0), ("conditions", how, 124.0))
    ]


def _ring(place: Point, radius: float, opacity: float) -> Rect:
    """A ring around the most accurate network that keeps up."""
    (x, y), r = place, radius + 9
    return Rect(x=x - r, y=y - r, width=2 * r, height=2 * r, radius=r, line=7.0, role=Role.OUTPUT, opacity=opacity,
                name="the best that keeps up")  # fmt: skip


def _nothing(span: Span, knobs: Knobs) -> list[AnyMark]:
    """Say what to do where nothing was measured yet."""
    marks: list[AnyMark] = [*frame()]
    for each, place in large_first((each, macs_place(each)) for each in spots(knobs.source)):
        marks.append(circle(each, place, knobs, 1.0 - (1.0 - DIM) * span.motion))
    x, y = BOX[0] + BOX[2] / 2, BOX[1] + BOX[3] / 2 + 20
    lines = (("Nothing is measured here yet.", 76, y - 30), ("Press N to measure this computer.", 56, y + 70))
    ground = Rect(x=x - 700, y=y - 130, width=1400, height=270, radius=24, fill=1.0, role=Role.SURFACE,
                  opacity=span.motion, name="ground")  # fmt: skip
    return [*marks, ground] + [
        lettering(x, at, line, size=size, bold=size > 50, anchor="middle", opacity=span.motion, name=line)
        for line, size, at in lines
    ]
