"""Where things stand in the channels scene: a row for each plane, then a row for each filter."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.channels.computed import Layer
from scenes.stage.core.lattice import Point
from scenes.stage.core.stage import BOTTOM, LEFT, RIGHT, TOP
from scenes.stage.draw.blocks import fitted

HEIGHT = BOTTOM - TOP
MIDDLE = TOP + HEIGHT / 2
PLANE = 250.0
KERNEL_X, KERNEL = 382.0, 186.0
PARTIAL_X, PARTIAL = 652.0, 196.0
SUM_X, MAP_X, MAP = 966.0, 1312.0, 232.0
LARGEST_CELL = 104.0
STEP = (40.0, -30.0)
"""From one sheet of a volume to the next behind it."""
APART_TOP, APART_GAP = 186.0, 56.0
"""Where the planes stand side by side, and the room between two."""
INPUT = 236.0
FILTER_X, FILTER = 440.0, 370.0
BIAS_X, BIAS = 836.0, 128.0
OWN_X, OWN = 1016.0, 170.0
VOLUME_X = 1250.0


@dataclass(frozen=True)
class Layout:
    """The geometry of one layer's picture; all in stage units."""

    layer: Layer
    pitch: float
    plane_cell: float
    kernel_cell: float
    partial_cell: float
    map_cell: float
    input_cell: float
    filter_pitch: float
    filter_cell: float
    own_cell: float
    volume_cell: float

    def center(self, channel: int) -> float:
        """The middle of a plane's row."""
        return TOP + (channel + 0.5) * self.pitch

    def plane(self, channel: int) -> Point:
        """The corner of a plane in its row."""
        return LEFT, self.center(channel) - self.layer.x.shape[1] * self.plane_cell / 2

    def stacked(self, channel: int) -> Point:
        """The corner of a plane in the volume that the planes come out of."""
        rows, height = self.layer.x.shape[1], (self.layer.channels - 1) * -STEP[1]
        bottom = MIDDLE + (rows * self.start_cell - height) / 2
        return LEFT + channel * STEP[0], bottom - rows * self.start_cell + height + channel * STEP[1]

    def apart(self, channel: int) -> Point:
        """The corner of a plane beside the others."""
        _, _, width = self.layer.x.shape
        return LEFT + channel * (width * self.apart_cell + APART_GAP), APART_TOP

    @property
    def apart_cell(self) -> float:
        """The side of the planes' cells while they stand side by side."""
        channels, height, width = self.layer.x.shape
        room = RIGHT - LEFT - (channels - 1) * APART_GAP
        return fitted(room / channels, 500.0, height, width, 150.0)

    @property
    def start_cell(self) -> float:
        """The side of the planes' cells while they lie over each other."""
        _, height, width = self.layer.x.shape
        return fitted(500.0, 500.0, height, width, 150.0)

    def kernel(self, channel: int) -> Point:
        """The corner of a plane's kernel."""
        return KERNEL_X, self.center(channel) - self.layer.size * self.kernel_cell / 2

    def partial(self, channel: int) -> Point:
        """The corner of a partial map."""
        return PARTIAL_X, self.center(channel) - self.layer.out[0] * self.partial_cell / 2

    @property
    def sum(self) -> Point:
        """The corner of the sum of the partial maps."""
        return SUM_X, MIDDLE - self.layer.out[0] * self.map_cell / 2

    @property
    def map(self) -> Point:
        """The corner of the finished map."""
        return MAP_X, self.sum[1]

    def filter_center(self, index: int) -> float:
        """The middle of a filter's row."""
        return TOP + (index + 0.5) * self.filter_pitch

    def filter_kernel(self, index: int, channel: int) -> Point:
        """The corner of one kernel of a filter; the kernels lie behind each other, far enough to be seen."""
        side = self.layer.size * self.filter_cell
        along = (FILTER - side) / max(self.layer.channels - 1, 1)
        rise = 10.0
        y = self.filter_center(index) - side / 2 + rise * (self.layer.channels - 1) / 2
        return FILTER_X + channel * min(along, side + 16.0), y - channel * rise

    @property
    def filter_end(self) -> float:
        """Where the kernels of a filter end at the right."""
        return self.filter_kernel(0, self.layer.channels - 1)[0] + self.layer.size * self.filter_cell

    def own(self, index: int) -> Point:
        """The corner of a filter's map beside it."""
        return OWN_X, self.filter_center(index) - self.layer.out[0] * self.own_cell / 2

    def sheet(self, index: int) -> Point:
        """The corner of a filter's map in the output volume."""
        behind, rows = self.layer.filters - 1, self.layer.out[0]
        bottom = MIDDLE + (rows * self.volume_cell - behind * STEP[1]) / 2
        return VOLUME_X + index * STEP[0], bottom - rows * self.volume_cell + index * STEP[1]


def layout(layer: Layer) -> Layout:
    """Place everything for a layer."""
    pitch, filter_pitch = HEIGHT / layer.channels, HEIGHT / layer.filters
    row, filter_row = pitch - 22, min(filter_pitch - 26, OWN)
    behind = layer.filters - 1
    height, width = layer.x.shape[1:]
    plane_cell = fitted(PLANE, row, height, width, LARGEST_CELL)
    filter_side = min((FILTER - 16.0 * (layer.channels - 1)) / layer.channels, filter_row - 10 * (layer.channels - 1))
    partial_cell = fitted(PARTIAL, row, *layer.out, plane_cell)
    room = RIGHT - VOLUME_X - behind * STEP[0], HEIGHT - 120 + behind * STEP[1]
    return Layout(
        layer=layer,
        pitch=pitch,
        plane_cell=plane_cell,
        kernel_cell=min(KERNEL, row) / layer.size if layer.size > 1 else 96.0,
        partial_cell=partial_cell,
        map_cell=fitted(MAP, MAP, *layer.out, LARGEST_CELL),
        input_cell=fitted(INPUT, INPUT, height, width, LARGEST_CELL),
        filter_pitch=filter_pitch,
        filter_cell=min(filter_side / layer.size, 72.0),
        own_cell=fitted(OWN, filter_row, *layer.out, 72.0),
        volume_cell=fitted(*room, *layer.out, 84.0),
    )
