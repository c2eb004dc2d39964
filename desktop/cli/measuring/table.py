"""The table of forms for people, and what is said below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.edge.measuring.words import Measurement
from desktop.edge.model.forms import figures, noted, size
from desktop.edge.model.layers import LEAST
from desktop.words.plain import counted, on_one_line

MOST_NAMES = 12
"""So many pictures that changed their answer are named in the table; JSON names all of them."""
MOST_LAYERS = 3
"""Of so many layers it is told how much of the time they take."""
HEAD = f"{'form':24}{'ms':>10}{'p95 ms':>10}{'file':>10}{'memory':>10}{'right':>19}{'changed':>15}"


def row(one: Measurement) -> str:
    """A form in one line."""
    memory = size(one.memory) if one.memory is not None else "not known"
    right = f"{one.right / one.judged:.2%} of {one.judged:,}" if one.right is not None else ""
    changed = f"{len(one.changed):,} of {one.answered:,}" if one.changed is not None else ""
    times = "".join(f"{figures(1000 * seconds):>10}" for seconds in (one.median, one.p95))
    return f"{one.title:24}{times}{size(one.file):>10}{memory:>10}{right:>19}{changed:>15}".rstrip()


def account(rows: Sequence[Measurement]) -> Iterator[str]:
    """Where the time goes, which answers changed, and by what and on what all was measured."""
    for one in rows:
        most, own = sorted(one.layers, key=lambda layer: -layer[1]), sum(seconds for _, seconds in one.own)
        total = own + sum(seconds for _, seconds in one.layers)
        told = (f"{on_one_line(name)} ({seconds / total:.0%})" for name, seconds in most[:MOST_LAYERS] if total)
        if total:
            yield f"{one.title}: the layers that take most of the time are {', '.join(told)}."
        if total and own >= LEAST * total:
            kinds = ", ".join(kind for kind, _ in one.own)
            yield f"{one.title}: what is no layer takes {own / total:.0%} of the time ({kinds})."
    for one in rows:
        if one.changed:
            more = f" and {len(one.changed) - MOST_NAMES:,} more" if len(one.changed) > MOST_NAMES else ""
            names = "; ".join(map(on_one_line, one.changed_names[:MOST_NAMES]))
            yield f"{one.title}: another first answer than in {rows[0].title} to {names}{more}."
        if one.tied:
            which = f"In {len(one.tied):,} of these {counted(len(one.changed or ()), 'answer')}"
            yield f"{one.title}: {which} the two classes have the same logit, so it can’t tell them apart."
    yield from noted(rows)
    if rows:
        programs = ", ".join(dict.fromkeys(one.runtime for one in rows))
        threads = counted(rows[0].threads, "thread")
        at_once = "one picture at a time" if rows[0].at_once == 1 else f"{rows[0].at_once:,} pictures at a time"
        yield f"Measured on this machine: {rows[0].processor}, {threads}, {programs}; {at_once}."
