"""A lesson for next time: the misconceptions that affect most, each with a question and the moment that refutes it."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.classroom.lessons.model import FORMAT, Ask, Stop
from desktop.classroom.lessons.shelf import id_of
from desktop.classroom.lessons.writing import line, stop_block
from desktop.homework.checking.slips import SlipRow
from desktop.homework.key import Key
from scenes.questions.items import items
from scenes.stage.core.catalogue import catalogue, plan
from scenes.stage.core.timeline import step_titled

WORST = 3
MINUTES = 5.0
SEEDS = 200
"""So many seeds are tried for a question that offers the mistake."""
NAME = "next-time.lesson.toml"


def next_time(key: Key, rows: Sequence[SlipRow]) -> str:
    """The text of a lesson of the worst misconceptions; "" where there are none."""
    worst = [row for row in rows if row.affected][:WORST]
    if not worst:
        return ""
    title = f"Next time, after {key.title}"[:120]
    head = {"convoscope": FORMAT, "id": id_of(f"next-time-{key.homework}"), "title": title}
    head["objectives"] = [row.slip.truth for row in worst]
    card = Stop(id="title", card=f"# Once more\n\nWhat many of us answered in *{_plain(key.title)}*", minutes=1)
    blocks = [stop_block(each) for each in (card, *map(_stop, worst))]
    comment = (
        "# Made of a homework: what most students got wrong, a question about it, and the moment that refutes it.\n"
    )
    return comment + "".join(line(name, value) for name, value in head.items()) + "\n" + "\n".join(blocks)


def _stop(row: SlipRow) -> Stop:
    """The stop of a misconception: it opens a step before the moment, asks, and then plays the moment."""
    moment = row.slip.shown
    steps = plan(catalogue().find(moment.scene), moment.turned)
    at = step_titled(steps, moment.at)
    first = steps[max(0, at - 1)].title
    return Stop(
        id=id_of(row.slip.name),
        scene=moment.scene,
        knobs=dict(moment.knobs),
        first=first,
        last=steps[at].title,
        minutes=MINUTES,
        notes=f"**They believe:** {row.slip.belief}\n\n**True is:** {row.slip.truth}\n\n**How many:** {row.counts}.\n",
        ask=_ask(row, first),
    )


def _ask(row: SlipRow, at: str) -> tuple[Ask, ...]:
    """The question in which most made the mistake, with new numbers that allow it."""
    for name in row.items:
        for seed in range(SEEDS):
            if any(option.slip == row.slip.name for option in items()[name].question(seed).options):
                return (Ask(item=name, at=at, mode="peer", seed=seed),)
    return ()


def _plain(title: str) -> str:
    """A title without signs that CommonMark or a formula would read."""
    return "".join(letter for letter in title if letter not in "*_`$[]<>\\")
