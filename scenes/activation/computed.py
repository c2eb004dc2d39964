"""Every number of the activation scene, computed once for each setting of the knobs by the reference operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.activation.functions import FUNCTIONS, activation
from scenes.activation.knobs import Knobs
from scenes.reference import Floats
from scenes.stage.data import kernels
from scenes.stage.data.pictures import Picture, pixels
from scenes.stage.draw.blocks import edited
from scenes.stage.numbers.scales import Scales, nice, shared
from scenes.stage.numbers.values import Values

SIGNAL = (2.0, -1.0, 0.0, 3.0, -2.0, 1.0, 1.0)
"""What goes into the two layers at the end, until it is changed by hand."""
TAPS = {2: ((1.0, 2.0), (1.0, -1.0)), 3: ((1.0, 2.0, 1.0), (1.0, 0.0, -1.0))}
"""The weights of both layers: two each are the worked example of the course."""
FACTOR = -2.0
"""What the input is multiplied by to see whether the layers are linear: neither a ReLU nor tanh answers alike."""
POINTS = 241
FAINT = 0.005
"""A slope so small that it reads 0.00."""


@dataclass(frozen=True, eq=False)
class Curve:
    """A function and its derivative over the numbers from `low` to `high`; `y_range` holds both."""

    x: Floats
    y: Floats
    slope: Floats
    y_range: tuple[float, float]

    @property
    def x_range(self) -> tuple[float, float]:
        """From the first to the last number."""
        return float(self.x[0]), float(self.x[-1])

    @property
    def steepest(self) -> float:
        """The largest slope."""
        return float(self.slope.max())


@dataclass(frozen=True, eq=False)
class Applied:
    """An activation applied to a feature map: z, y = f(z) and slope = f'(z), all (rows, columns).

    The map comes from the picture x (height, width) and the kernel (3, 3), but for cells changed by hand.
    """

    knobs: Knobs
    x: Floats
    kernel: Floats
    z: Floats
    y: Floats
    slope: Floats

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the map."""
        return self.z.shape[0], self.z.shape[1]

    @property
    def below(self) -> int:
        """How many cells are below zero."""
        return int((self.z < 0).sum())

    @property
    def zeros(self) -> int:
        """How many cells of y are exactly zero."""
        return int((self.y == 0).sum())

    @property
    def blocked(self) -> int:
        """How many cells pass no gradient back, or nearly none."""
        return int((np.abs(self.slope) < FAINT).sum())

    @cached_property
    def before(self) -> Values:
        """The map before."""
        return Values(self.z)

    @cached_property
    def curve(self) -> Curve:
        """The function as far as the map's numbers reach."""
        reach = max(3.0, 1.15 * float(np.abs(self.z).max()))
        return curve(self.knobs.function, self.knobs.leak, reach)


@dataclass(frozen=True, eq=False)
class Track:
    """Two layers of one dimension on a signal, all (1, cells): with the activation between them and without.

    `h` comes out of the first, `a` is f(h); `bent` and `linear` come out of the second, fed with a and with h. `alone`
    is the one layer of the composed `kernel`. `answer` is what the layers with the activation make of FACTOR times the
    signal.
    """

    x: Floats
    first: Floats
    second: Floats
    kernel: Floats
    h: Floats
    a: Floats
    bent: Floats
    linear: Floats
    alone: Floats
    answer: Floats

    @property
    def shifted(self) -> tuple[Floats, ...]:
        """The first kernel, times each weight of the second and moved to its place: they add up to the composed one."""
        taps = self.second.shape[1]
        moved = [np.full(self.kernel.shape, np.nan) for _ in range(taps)]
        for place, row in enumerate(moved):
            row[0, place : place + self.first.shape[1]] = self.second[0, place] * self.first[0]
        return tuple(moved)

    @property
    def silenced(self) -> tuple[int, ...]:
        """The cells behind the first layer that the activation turns into exactly zero."""
        return tuple(np.flatnonzero((self.a[0] == 0.0) & (self.h[0] != 0.0)).tolist())

    @property
    def told(self) -> int:
        """The output's cell whose sum is told: the largest of those that the activation changes."""
        changed = ~np.isclose(self.bent[0], self.linear[0], rtol=1e-9, atol=1e-9)
        return int(np.argmax(np.where(changed, self.bent[0], -np.inf) if changed.any() else self.bent[0]))

    @property
    def expected(self) -> Floats:
        """What they would answer if they were linear."""
        return FACTOR * self.bent


def differ(one: Floats, other: Floats) -> int:
    """How many cells are not alike; the last digits of sums in another order don't count."""
    return int((~np.isclose(one, other, rtol=1e-9, atol=1e-9)).sum())


@lru_cache(maxsize=16)
def scales(picture: Picture, kernel: str, taps: int) -> Scales:
    """The scales of the colours, before anything is changed by hand: of the map, its slopes, and the two layers."""
    knobs = Knobs(picture=picture, kernel=kernel, taps=taps)
    one, two = applied(knobs), track(knobs)
    maps = shared(one.kernel, one.z, one.x)
    signals = np.concatenate([strip.ravel() for strip in (two.x, two.h, two.linear)])
    weights = np.concatenate([layer.ravel() for layer in (two.first, two.second, two.kernel)])
    more = ("slopes", 1.0), ("signals", nice(signals)), ("layer weights", nice(weights))
    return Scales(maps.limit, (*maps.named, *more))


@lru_cache(maxsize=32)
def applied(knobs: Knobs) -> Applied:
    """Convolve the picture and apply the activation to the map."""
    x, kernel = pixels(knobs.picture), kernels.hand_made(knobs.kernel, 3, 1).weights
    z = edited(reference.convolve(x, kernel[None])[0], knobs.cells)
    f = activation(knobs.function, knobs.leak)
    return Applied(knobs, x[0], kernel[0], z, f.function(z), f.derivative(z))


@lru_cache(maxsize=32)
def track(knobs: Knobs) -> Track:
    """Run the signal through both layers."""
    x = edited(np.array([SIGNAL]), knobs.signal)
    first, second = (np.array([weights]) for weights in TAPS[knobs.taps])
    first, second = edited(first, knobs.first), edited(second, knobs.second)
    f = activation(knobs.function, knobs.leak).function
    kernel = reference.composed(first, second)
    h = _layer(x, first)
    answer = _layer(f(_layer(FACTOR * x, first)), second)
    return Track(
        x=x,
        first=first,
        second=second,
        kernel=kernel,
        h=h,
        a=f(h),
        bent=_layer(f(h), second),
        linear=_layer(h, second),
        alone=_layer(x, kernel),
        answer=answer,
    )


@lru_cache(maxsize=32)
def curve(name: str, leak: float, reach: float) -> Curve:
    """A function from -reach to reach, with a little room around the curve and its derivative."""
    x = np.linspace(-reach, reach, POINTS)
    f = activation(name, leak)
    y, slope = f.function(x), f.derivative(x)
    low, high = min(y.min(), slope.min()), max(y.max(), slope.max())
    room = 0.08 * (high - low)
    return Curve(x, y, slope, (min(float(low), 0.0) - room, float(high) + room))


def compared(leak: float) -> tuple[tuple[str, Curve], ...]:
    """All functions, to be drawn side by side; ReLU6 is shown over twice the range, where its cut can be seen."""
    return tuple((name, curve(name, leak, 8.0 if name == "ReLU6" else 4.0)) for name in FUNCTIONS)


def _layer(x: Floats, kernel: Floats) -> Floats:
    """A convolution of one dimension, (1, n) with (1, k)."""
    (made,) = reference.convolve(x[None], kernel[None, None])
    return np.asarray(made)
