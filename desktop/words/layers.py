"""The layers of a network as rows of a table, the same wherever one is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenes.stage.data.networks import Layer

Row = tuple[str | int, ...]
LAYERS = ("layer", "kind", "window", "output", "parameters", "MACs", "r", "j", "reads")
"""What stands above the rows."""
THERE = "in the file"
"""What stands above the names that a file has for layers that are called otherwise here."""
NOT_COUNTED = "not counted"


def layer_table(
    layers: Iterable[Layer],
    counted: bool = True,
    uncounted: Collection[str] = (),
    there: Mapping[str, str] | None = None,
) -> tuple[tuple[str, ...], list[Row]]:
    """What stands above the rows, and a row for each layer.

    The multiply-accumulates of those named in `uncounted` aren't known though others are. `there` has the names of
    layers in their file; where there are some, they are the last column.
    """
    rows = [layer_row(layer, counted, layer.name not in uncounted) for layer in layers]
    if not there:
        return LAYERS, rows
    return (*LAYERS, THERE), [(*row, there.get(str(row[0]), "")) for row in rows]


def layer_row(layer: Layer, counted: bool = True, work_counted: bool = True) -> Row:
    """A layer as the cells of a row, with "" for what isn't known."""
    return (
        layer.name,
        f"{layer.kind}, training only" if layer.auxiliary else layer.kind,
        _window(layer, counted),
        by(layer.shape),
        layer.parameters,
        (layer.macs if work_counted else NOT_COUNTED) if counted else "",
        "" if layer.r is None else str(layer.r),
        "" if layer.j is None else str(layer.j),
        ", ".join(layer.inputs),
    )


def _window(layer: Layer, counted: bool) -> str:
    """A window in the field's short form: kernel/stride/padding, and the groups if there are several.

    Of weights alone the kernel is known, and no more.
    """
    if layer.kernel is None:
        return ""
    if not counted and not layer.inputs:
        return by(layer.kernel)
    padding = str(layer.padding[0]) if layer.padding[0] == layer.padding[1] else by(layer.padding)
    if layer.behind is not None:
        padding += f" and {layer.behind[0]} behind"
    groups = f", {layer.groups} groups" if layer.groups > 1 else ""
    return f"{by(layer.kernel)}/{layer.stride[0]}/{padding}{groups}"


def by(sizes: Iterable[int]) -> str:
    """Sizes as they are typed: 3x224x224."""
    return "x".join(map(str, sizes))
