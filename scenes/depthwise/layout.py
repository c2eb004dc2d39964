"""Where things stand in the depthwise scene: a row for each sheet from left to right, the output maps at the right."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.depthwise.computed import Layer
from scenes.stage.core.lattice import Point
from scenes.stage.core.stage import BOTTOM, LEFT
from scenes.stage.draw.blocks import fitted

TOP = 182.0
HEADING = 158.0
HEIGHT = BOTTOM - TOP
SHEET = 240.0
WINDOW_X = 350.0
KERNEL_X = 540.0
BLOCK = 146.0
SUM_X = 760.0
MAP_X = 834.0
MAP = 200.0
WEIGHT_X = 1104.0
WEIGHT = 64.0
PRODUCT_X = 1182.0
LINES_X = 1304.0
OUTPUT_X = 1336.0
FILTER_X = 560.0
LARGEST_CELL = 100.0


@dataclass(frozen=True)
class Layout:
    """The geometry of one layer's picture; all in stage units."""

    pitch: float
    row: float
    sheet_cell: float
    sheet_rows: int
    block_cell: float
    size: int
    map_cell: float
    output_pitch: float
    output_cell: float
    filter_cell: float
    out: tuple[int, int]

    def center(self, channel: int) -> float:
        """The middle of a sheet's row."""
        return TOP + channel * self.pitch + self.row / 2

    def sheet(self, channel: int) -> Point:
        """The corner of a sheet."""
        return LEFT, self.center(channel) - self.sheet_rows * self.sheet_cell / 2

    def under(self, channel: int) -> Point:
        """The corner of the values under a sheet's window."""
        return WINDOW_X, self.center(channel) - self.block / 2

    def kernel(self, channel: int) -> Point:
        """The corner of a sheet's kernel."""
        return KERNEL_X, self.center(channel) - self.block / 2

    @property
    def block(self) -> float:
        """The side of a kernel."""
        return self.size * self.block_cell

    def map(self, channel: int) -> Point:
        """The corner of the map that a sheet's kernel makes."""
        return MAP_X, self.center(channel) - self.out[0] * self.map_cell / 2

    def weight(self, channel: int) -> Point:
        """The corner of a sheet's pointwise weight."""
        return WEIGHT_X, self.center(channel) - WEIGHT / 2

    def output_center(self, index: int) -> float:
        """The middle of an output map's row."""
        return TOP + index * self.output_pitch + min(self.output_pitch - 24, MAP) / 2

    def output(self, index: int) -> Point:
        """The corner of an output map."""
        return OUTPUT_X, self.output_center(index) - self.out[0] * self.output_cell / 2

    def filter_kernel(self, index: int, channel: int) -> Point:
        """The corner of a standard filter's kernel for a sheet."""
        side = self.size * self.filter_cell
        return FILTER_X + channel * (side + 44), self.output_center(index) - side / 2


def layout(layer: Layer) -> Layout:
    """Place everything for a layer."""
    pitch = HEIGHT / layer.channels
    row = min(pitch - 24, SHEET)
    height, width = layer.x.shape[1:]
    size = layer.knobs.size
    sheet_cell = fitted(SHEET, row, height, width, LARGEST_CELL)
    map_cell = min(sheet_cell, fitted(MAP, row, *layer.out, LARGEST_CELL))
    output_pitch = HEIGHT / layer.maps
    output_cell = min(sheet_cell, fitted(MAP, min(output_pitch - 24, MAP), *layer.out, LARGEST_CELL))
    filter_side = min(BLOCK, output_pitch - 30)
    return Layout(
        pitch=pitch,
        row=row,
        sheet_cell=sheet_cell,
        sheet_rows=height,
        block_cell=min(BLOCK, row - 10) / size,
        size=size,
        map_cell=map_cell,
        output_pitch=output_pitch,
        output_cell=output_cell,
        filter_cell=filter_side / size,
        out=layer.out,
    )
