"""Where the milliseconds go: the layers that take longest, in all forms that were timed layer by layer."""

from __future__ import annotations

from typing import NamedTuple

from desktop.edge.measuring.words import Form
from desktop.edge.model.forms import Forms

LEAST = 0.005
"""A smaller share of the time is not worth a word."""


class LayerTimes(NamedTuple):
    """A layer with the seconds that it takes by form; a form that has no layer of that name is not there."""

    name: str
    seconds: tuple[tuple[Form, float], ...]


class Slowest(NamedTuple):
    """The layers that take longest, the slowest first, how many there are, and what share of each form's time is here.

    That share is of the sum over all that was timed: in passes of their own, which take longer than whole ones. `own`
    is the share of what belongs to no layer, in the forms that have some, with what it is.
    """

    layers: tuple[LayerTimes, ...]
    total: int
    shares: tuple[tuple[Form, float], ...]
    own: tuple[tuple[Form, float, tuple[str, ...]], ...] = ()


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
    beside = {each.form: dict(each.own) for each in forms.measurements}
    whole = {form: sum(times.values()) + sum(beside[form].values()) for form, times in by_form.items()}
    shares = tuple(
        (form, sum(times.get(name, 0.0) for name in chosen) / whole[form])
        for form, times in by_form.items()
        if whole[form] > 0
    )
    own = tuple(
        (form, share, tuple(beside[form]))
        for form, _ in shares
        if (share := sum(beside[form].values()) / whole[form]) >= LEAST
    )
    depth = max((each.depth for each in forms.measurements), default=0)
    return Slowest(layers, max(depth, len(names)), shares, own)
