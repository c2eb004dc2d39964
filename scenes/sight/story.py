"""The story of the scene about real networks: its steps, their captions, and what more there is to say."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.sight.computed import Path, name_of, short_name
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: of each of two networks what its units see, and how that grows."""

    photos: tuple[Span, Span]
    growths: tuple[Span, Span]


def tell(stage: Stage, paths: tuple[Path, Path]) -> Steps:
    """Lay out the steps for two networks."""
    photos, growths = list[Span](), list[Span]()
    for path, knob in zip(paths, ("first", "second"), strict=True):
        title, knobs = path.network.title, (knob, "depth", "photo")
        photos.append(stage.step(title, _sees(path), 8.0, more=_sees_more(path), knobs=knobs))
        growths.append(
            stage.step(f"{title}, layer by layer", GROWS, 6.0, more=_grows_more(path), knobs=(knob, "depth"))
        )
    return Steps((photos[0], photos[1]), (growths[0], growths[1]))


GROWS = "Each stride makes all later layers add more."


def _sees(path: Path) -> str:
    title, layer = path.network.title, path.layer
    if (layer.r or 0) > path.side:
        return f"In {title} one unit sees {layer.r} × {layer.r} pixels, more than the photo."
    return f"In {title} one unit of {short_name(layer)} sees {layer.r} × {layer.r} pixels."


def _sees_more(path: Path) -> str:
    layer, last, side = path.layer, path.layers[-1], path.side
    assert last.r is not None
    part = "nearly the whole picture" if last.r > 0.9 * side else "a part of the picture"
    wide = "more than the whole picture" if last.r > side else part
    one = f"A unit of {layer.label} in {layer.stage} sees {layer.r} × {layer.r} pixels. " if layer is not last else ""
    return (
        f"{one}A unit of the last feature maps, {name_of(last)}, sees {last.r} × {last.r} pixels of {side} × {side}, "
        f"{wide}. Where a square leaves the photo, the unit sees padding. A click on the photo chooses another unit."
    )


def _grows_more(path: Path) -> str:
    last = path.layers[-1]
    return (
        f"A layer adds its kernel less one, times the jump j, the pixels from unit to unit. In {path.network.title} j "
        f"grows from 1 to {last.j}. Convolutions are pink, max pooling is grey. A click on a bar chooses its layer."
    )
