"""The steps of the padding scene, and how far the windows in them have come."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.padding.computed import Layer
from scenes.padding.words import ORDINALS, Words
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story
from scenes.stage.draw.walk import Walk, walk

FOLLOWED = 49
"""The number of each of up to so many positions is seen on its way to the map."""


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: positions counted along a row, all of them, the rules for padding, and pictures of other sizes."""

    picture: Span
    ghosts: Span
    room: Span
    stride: Span
    misfit: Span
    first: Span
    formula: Span
    slide: Span
    thinned: Span | None
    rules: tuple[Span, ...]
    compare: Span
    libraries: Span
    maps: Span | None
    stairs: Span
    out: int
    """Positions along a row."""

    @cached_property
    def along(self) -> Walk:
        """The window's way along one row, while its steps are counted or its positions."""
        return walk(self.first if self.first.begun else self.stride, 1, self.out, (0, 0), rest=0.2)

    @cached_property
    def over(self) -> Walk:
        """The window's way over all positions."""
        return walk(self.slide, self.out, self.out, (0, 0))


def tell(stage: Stage, layer: Layer) -> Steps:
    """Lay out the steps."""
    words, knobs = Words(layer), layer.knobs
    s, row = knobs.stride, ("n", "k", "padding", "stride")

    def step(title: str, said: tuple[str, str], seconds: float, about: tuple[str, ...], was: str = "") -> Span:
        caption, more = said
        return stage.step(title, caption, seconds, more=more, knobs=about, was=(was,) if was else ())

    return Steps(
        picture=step("The picture", words.picture(), 5.0, ("n", "k", "kernel")),
        ghosts=step("Ghost zeros" if knobs.padding else "No padding", words.ghosts(), 5.0, ("padding", "n")),
        room=step("Room to move", words.room(), 5.0, ("k", "dilation", "n", "padding")),
        stride=step(f"Steps of {s}", words.stride(), min(4.0 + layer.out, 9.0), ("stride", "n", "padding", "k")),
        misfit=step("The next does not fit", words.misfit(), 5.0, row),
        first=step("And the first position", words.first(), min(3.5 + layer.out, 9.0), row),
        formula=step("The formula", words.formula(), 7.0, row),
        slide=step("Every position", words.slide(), min(2.5 + layer.out**2, 11.0), ("kernel", *row[1:])),
        thinned=step(f"Every {ORDINALS[s]} cell", words.thinned(), 6.0, ("stride", "kernel")) if s > 1 else None,
        rules=tuple(
            step(f"{rule.name.title()} padding", words.rule(rule), 7.0, ("n", "k", "dilation", "kernel"))
            for rule in layer.rules
            if knobs.span > 1
        ),
        compare=step("Three rules", words.compare(), 6.0, ("n", "k", "dilation", "kernel"), "Valid, same, full"),
        libraries=step("“Same” in two libraries", words.libraries(), 8.0, ("n", "k", "stride", "dilation")),
        maps=step("Two maps", words.maps(), 4.5, ("n", "k", "stride", "kernel")) if layer.parted else None,
        stairs=step("Other pictures", words.stairs(), 5.5, ("k", "padding", "stride", "dilation")),
        out=layer.out,
    )
