"""Where the milliseconds go: the layers that take longest, in all forms that were timed layer by layer."""

from __future__ import annotations

from typing import NamedTuple

from desktop.edge.measuring.words import Form
from desktop.edge.model.forms import Forms


class LayerTimes(NamedTuple):
    """A layer with the seconds that it takes by form; a form that has no layer of that name is not there."""

    name: str
    seconds: tuple[tuple[Form, float], ...]


class Slowest(NamedTuple):
    """The layers that take longest, the slowest first, how many there are, and what share of each form's time is here.

    That share is of the sum over the layers: they were timed in passes of their own, which take longer than whole ones.
    """

    layers: tuple[LayerTimes, ...]
    total: int
    shares: tuple[tuple[Form, float], ...]


def slowest(forms: Forms, most: int) -> Slowest:
    """The layers that take longest in any form, so many at most."""
    by_form = {each.form: dict(each.layers) for each in forms.measurements if each.layers}
    names = dict.fromkeys(name for times in by_form.values() for name in times)
    ranked = sorted(names, key=lambda name: -max(times.get(name, 0.0) for times in by_form.values()))
    chosen = ranked[:most]
    layers = tuple(
        LayerTimes(name, tuple((form, times[name]) for form, times in by_form.items() if name in times))
        for name in chosen
    )
    shares = tuple(
        (form, sum(times.get(name, 0.0) for name in chosen) / total)
        for form, times in by_form.items()
        if (total := sum(times.values())) > 0
    )
    return Slowest(layers, len(names), shares)
