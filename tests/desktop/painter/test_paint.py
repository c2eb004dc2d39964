"""The painter draws what the marks say, and the same as the SVG file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QPdfWriter

from desktop.painter import lettering, shapes
from desktop.painter.paint import LAYERS, fit, paint
from desktop.painter.typesetter import Typesetter
from desktop.theme import fonts
from scenes.stage.core.marks import (
    HEIGHT,
    WIDTH,
    AnyMark,
    Arrow,
    Formula,
    Grid,
    Group,
    Image,
    Inked,
    Path,
    Rect,
    Role,
    Text,
    TextRun,
)
from scenes.stage.core.stage import PANE
from scenes.stage.numbers.values import Values
from scenes.stage.output import styling as look
from scenes.stage.output.ramps import ramps
from scenes.stage.output.shading import hexed, mixed
from scenes.stage.output.theme import DARK, LIGHT, PROJECTOR, THEMES, Theme
from tests.desktop.painted import STEP, at, coarse, frame_of, near, painted, pixels, rendered

RANDOM = np.random.default_rng(3)
MATRIX = Values(np.array([[3.0, -3.0, 0.0], [1.5, -1.5, 3.0]]))
CORNER = Values(np.array([[True, True, False], [True, False, False]]))
COLOURS = Values(RANDOM.integers(0, 256, (6, 8, 3), dtype=np.uint8))
FLAT = {"origin": (200.0, 150.0), "u": (100.0, 0.0), "v": (0.0, 100.0)}
SLANTED = {"origin": (400.0, 300.0), "u": (100.0, 0.0), "v": (-60.0, 80.0)}
MANY = tuple((100.0 + 8 * i, 450.0 + 200 * float(np.sin(i / 3))) for i in range(170))

MARKS: dict[str, AnyMark] = {
    "rect": Rect(x=200, y=150, width=600, height=300, fill=1, role=Role.KERNEL),
    "rect, rounded": Rect(x=200, y=150, width=600, height=300, radius=60, fill=0.5, line=12, role=Role.OUTPUT),
    "rect, dashed": Rect(x=200, y=150, width=600, height=300, radius=30, line=10, dashed=True, role=Role.BIAS),
    "path": Path(points=((100, 100), (700, 500), (900, 200), (1500, 800)), line=16, role=Role.GRADIENT),
    "path, closed": Path(points=((100, 100), (700, 800), (1500, 200)), closed=True, fill=0.6, line=8),
    "path, dashed": Path(points=((100, 100), (700, 500), (1500, 200)), line=8, dashed=True),
    "path, many points": Path(points=MANY, line=5, role=Role.INPUT),
    "path, many points closed": Path(points=MANY, closed=True, fill=0.3, line=5, role=Role.INPUT),
    "inked": Inked(points=MANY, line=9, role=Role.RED),
    "inked, far and wide": Inked(points=MANY[::40], line=9, role=Role.RED),
    "arrow": Arrow(start=(200, 200), end=(1200, 600), line=14, head=70, role=Role.PRODUCT),
    "arrow, bent": Arrow(start=(200, 600), end=(1300, 500), bend=-300, line=10, head=60, role=Role.PRODUCT),
    "text": Text(x=200, y=300, runs=(TextRun("Filters see edges"),), size=100),
    "text, several runs": Text(
        x=800,
        y=300,
        runs=(TextRun("w", Role.KERNEL, bold=True), TextRun(" · x = "), TextRun("y", Role.OUTPUT)),
        size=75,
        anchor="middle",
    ),
    "text, at its end": Text(x=1400, y=450, runs=(TextRun("feature map", bold=True),), size=75, anchor="end"),
    "formula": Formula(tex=r"y = \textcolor{bias}{b} + \frac{w}{2}", plain="y", x=300, y=400, size=160),
    "formula, middle": Formula(tex=r"\sum_i w_i x_i", plain="y", x=800, y=400, size=140, anchor="middle"),
    "grid": Grid(values=MATRIX, **FLAT),
    "grid, pixels": Grid(values=MATRIX, shade="pixel", role=Role.KERNEL, **FLAT),
    "grid, tinted": Grid(values=MATRIX, shade="tint", role=Role.KERNEL, **FLAT),
    "grid, beyond the scale": Grid(values=Values([[9.0, -9.0, 0.0, 3.0, -3.0]]), role=Role.OUTPUT, **FLAT),
    "grid, not framed": Grid(values=MATRIX, framed=False, **FLAT),
    "grid, glowing": Grid(values=MATRIX, shade="glow", role=Role.GREEN, **FLAT),
    "grid, grey": Grid(values=MATRIX, shade="grey", numbers=False, **FLAT),
    "grid, uncoloured": Grid(values=MATRIX, shade="none", decimals=1, **FLAT),
    "grid, partly written": Grid(values=MATRIX, shown=4, **FLAT),
    "grid, padded": Grid(values=MATRIX, padding=CORNER, **FLAT),
    "grid, faded": Grid(values=MATRIX, faded=CORNER, **FLAT),
    "grid, highlighted": Grid(values=MATRIX, highlighted=((0, 1), (1, 2)), **FLAT),
    "grid, slanted": Grid(values=MATRIX, padding=CORNER, highlighted=((1, 1),), **SLANTED),
    "grid, slanted partly": Grid(values=MATRIX, shown=4, **SLANTED),
    "grid, without gaps": Grid(values=MATRIX, gap=0, **FLAT),
    "grid, large": Grid(values=Values(RANDOM.normal(size=(90, 120))), origin=(100, 100), u=(8, 0), v=(0, 8)),
    "image": Image(pixels=COLOURS, origin=(200, 100), u=(100, 0), v=(0, 100)),
    "image, slanted": Image(pixels=COLOURS, origin=(500, 100), u=(100, 0), v=(-50, 100)),
    "image, small": Image(pixels=Values(COLOURS.array.repeat(90, 0).repeat(90, 1)), origin=(9, 9), u=(1, 0), v=(0, 1)),
    "image, smooth": Image(pixels=COLOURS, origin=(200, 100), u=(100, 0), v=(0, 100), smooth=True),
    "group": Group(
        marks=(MARK := Rect(x=0, y=0, width=400, height=200, fill=1), Grid(values=MATRIX, opacity=0.5, **FLAT)),
        dx=300,
        dy=200,
        opacity=0.7,
    ),
}


SMALL = (800, 450)


@pytest.fixture(autouse=True)
def _ready(request: pytest.FixtureRequest) -> None:
    """Have the typeface and no layers. Asked for by name, `qapp` would make every test look for leaked windows."""
    request.getfixturevalue("qapp")
    fonts.load()
    LAYERS.clear()


# The two painters -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", [DARK, PROJECTOR], ids=lambda theme: theme.name)
@pytest.mark.parametrize("name", MARKS)
def test_qt_and_svg_draw_the_same(name: str, theme: Theme) -> None:
    frame = frame_of(MARKS[name])
    mine, theirs, nothing = (
        coarse(draw(each, theme, SMALL)) for draw, each in ((painted, frame), (rendered, frame), (painted, frame_of()))
    )
    difference, visible = np.abs(mine - theirs), np.abs(mine - nothing)
    assert visible.mean() > 0.2, "the mark can't be seen"
    assert difference.mean() < 0.06 * visible.mean() + 0.15
    assert np.percentile(difference, 99.5) < 30


# What is drawn --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("draw", [painted, rendered])
def test_a_box_has_the_colour_of_its_role(draw) -> None:
    found = draw(frame_of(MARKS["rect"]), LIGHT)
    assert at(found, (500, 300)) == LIGHT.colour(Role.KERNEL)
    assert at(found, (100, 300)) == LIGHT.background


@pytest.mark.parametrize("draw", [painted, rendered])
def test_fill_and_opacity_let_the_ground_through(draw) -> None:
    mark = Rect(x=0, y=0, width=400, height=400, fill=0.5, role=Role.GRADIENT)
    found = draw(frame_of(Group(marks=(mark,), dx=100, opacity=0.5)), LIGHT)
    assert near(at(found, (300, 200)), mixed(LIGHT.colour(Role.GRADIENT), LIGHT.background, 0.25))
    assert at(found, (50, 200)) == LIGHT.background


@pytest.mark.parametrize("draw", [painted, rendered])
@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("place", [FLAT, SLANTED], ids=["flat", "slanted"])
def test_cells_have_the_colours_of_their_values(draw, theme: Theme, place: dict[str, tuple[float, float]]) -> None:
    grid = Grid(values=MATRIX, numbers=False, shown=5, faded=CORNER, **place)
    found, wanted = draw(frame_of(grid), theme), look.tiles(grid, 1.0, theme).fill
    for row, column in np.ndindex(2, 3):
        assert at(found, grid.lattice.center(row, column)) == "#" + bytes(wanted[row, column]).hex()
    assert at(found, grid.lattice.at(1, 1)) == theme.background


@pytest.mark.parametrize("draw", [painted, rendered])
def test_between_the_tiles_of_a_loose_grid_one_sees_what_lies_below(draw) -> None:
    below = Rect(x=0, y=0, width=WIDTH, height=HEIGHT, fill=1.0, role=Role.BIAS)
    for shade in ("value", "pixel", "tint"):
        loose = Grid(values=MATRIX, shade=shade, numbers=False, gap=0.5, framed=False, **FLAT)
        found, tight = (draw(frame_of(below, each), LIGHT) for each in (loose, replace(loose, gap=0.08)))
        for row, column in np.ndindex(2, 3):
            assert at(found, loose.lattice.at(row + 0.1, column + 0.1)) == LIGHT.colour(Role.BIAS)
            assert at(found, loose.lattice.at(row + 0.26, column + 0.26)) == LIGHT.colour(Role.BIAS), (
                "beside round corners"
            )
            assert at(found, loose.lattice.center(row, column)) == at(tight, loose.lattice.center(row, column))
        assert at(tight, loose.lattice.at(1, 1)) == LIGHT.background


@pytest.mark.parametrize("draw", [painted, rendered])
def test_a_picture_that_takes_the_whole_stage_is_cut_nowhere(draw) -> None:
    wide = Rect(x=0, y=0, width=WIDTH, height=HEIGHT, fill=1.0, role=Role.BIAS)
    found = draw(replace(frame_of(wide, steps=(STEP,)), whole=True), LIGHT)
    assert [at(found, (800, y)) for y in (4, 450, HEIGHT - 4)] == [LIGHT.colour(Role.BIAS)] * 3


def test_a_camera_shows_a_step_between_its_title_and_its_caption() -> None:
    wide = Rect(x=0, y=0, width=WIDTH, height=HEIGHT, fill=1.0, role=Role.BIAS)
    title, ground = replace(wide, height=50.0, role=Role.OUTPUT, pinned=True), LIGHT.background
    heights = (25, PANE[0] - 2, PANE[0] + 2, PANE[1] - 2, PANE[1] + 2)
    for frame, wanted in (
        (frame_of(wide, title), (Role.OUTPUT, Role.BIAS, Role.BIAS, Role.BIAS, Role.BIAS)),
        (frame_of(wide, title, steps=(STEP,)), (Role.OUTPUT, None, Role.BIAS, Role.BIAS, None)),
    ):
        found = painted(frame, LIGHT)
        assert [at(found, (800, y)) for y in heights] == [LIGHT.colour(role) if role else ground for role in wanted]


@pytest.mark.parametrize("draw", [painted, rendered])
def test_pixels_are_sharp(draw) -> None:
    mark = MARKS["image"]
    assert isinstance(mark, Image)
    found = draw(frame_of(mark))
    for row, column in np.ndindex(6, 8):
        for part in (0.03, 0.5, 0.97):
            assert (
                at(found, mark.lattice.at(row + part, column + part)) == "#" + bytes(COLOURS.array[row, column]).hex()
            )


def test_letters_that_no_typeface_has_are_boxes() -> None:
    """Qt ended the process over some of them on machines without a typeface for their script."""
    lacking = [letter for letter in "नܐ한ᠠ" if not lettering._metrics().inFontUcs4(ord(letter))]
    for word in ("नमस्ते", *lacking):
        frame = frame_of(Text(x=100, y=300, runs=(TextRun(word),), size=75))
        assert (painted(frame, LIGHT) != painted(frame_of(), LIGHT)).any()
    assert all(lettering.shaped(letter, False).width == lettering.shaped("□", False).width for letter in lacking)


@pytest.mark.parametrize("draw", [painted, rendered])
def test_nobody_sees_the_pixels_of_a_smooth_picture(draw) -> None:
    """Between the middles of a black pixel and of a white one every shade is met."""
    halves = Values(np.repeat(np.array([[0, 255]], dtype=np.uint8)[..., None], 3, axis=2))
    sharp = Image(pixels=halves, origin=(200, 100), u=(400, 0), v=(0, 400))
    across = [draw(frame_of(each), LIGHT)[300, 200:1000, 0] for each in (sharp, replace(sharp, smooth=True))]
    assert [len(np.unique(row)) > 50 for row in across] == [False, True]


@pytest.mark.parametrize("place", [((0.5, 0.0), (0.0, 0.5)), ((0.5, 0.0), (0.1, 0.5))], ids=["flat", "slanted"])
def test_pixels_too_small_to_see_are_blended(place: tuple[tuple[float, float], tuple[float, float]]) -> None:
    board = (np.indices((200, 200)).sum(axis=0) % 2 * 200).astype(np.uint8)
    mark = Image(pixels=Values(np.repeat(board[..., None], 3, axis=2)), origin=(100, 100), u=place[0], v=place[1])
    found = painted(frame_of(mark))[120:180, 130:190]
    assert abs(found.astype(float) - 100).max() <= 2


@pytest.mark.parametrize("draw", [painted, rendered])
@pytest.mark.parametrize("place", [FLAT, SLANTED], ids=["flat", "slanted"])
def test_a_negative_number_has_a_ring_within_its_tile(draw, place: dict[str, tuple[float, float]]) -> None:
    grid = Grid(values=Values([[-1.0]]), **place)
    found, tile = draw(frame_of(grid)), look.tiles(grid, 1.0, DARK)
    ring, core = (hexed(colours[0, 0]) for colours in (tile.ring, tile.fill))
    for along in (0.3, 0.7):
        for row, column in ((along, 0.09), (along, 0.91), (0.09, along), (0.91, along)):
            assert near(at(found, grid.lattice.at(row, column)), ring)
        assert near(at(found, grid.lattice.at(along, 0.2)), core)


@pytest.mark.parametrize("draw", [painted, rendered])
def test_padding_is_a_zero_with_a_dashed_outline(draw) -> None:
    grid = Grid(values=MATRIX, padding=CORNER, **FLAT)
    found = draw(frame_of(grid))
    left, top = (int(part) for part in grid.lattice.at(0, 0))
    edge = found[top + 20 : top + 80, left + 5]
    dashes = {"#" + bytes(colour).hex() for colour in edge}
    assert any(near(colour, DARK.values.edge, 8) for colour in dashes)
    assert any(near(colour, hexed(ramps(DARK).zero), 8) for colour in dashes)
    assert near(at(found, grid.lattice.at(0.15, 0.5)), hexed(ramps(DARK).zero))


@pytest.mark.parametrize("draw", [painted, rendered])
def test_a_number_beyond_the_scale_has_a_corner(draw) -> None:
    grid = Grid(values=Values([[9.0, 1.0]]), **FLAT)
    found = draw(frame_of(grid))
    assert at(found, grid.lattice.at(0.14, 0.86)) == DARK.colour(Role.HIGHLIGHT)
    assert at(found, grid.lattice.at(0.14, 1.86)) == hexed(ramps(DARK).plate[-1])


@pytest.mark.parametrize("draw", [painted, rendered])
def test_a_grid_has_a_frame_in_the_colour_of_its_role(draw) -> None:
    grid = Grid(values=MATRIX, role=Role.KERNEL, **FLAT)
    beside = grid.lattice.at(0, 1.5)[0], grid.origin[1] - look.FRAME_OFF
    assert at(draw(frame_of(grid)), beside) == DARK.colour(Role.KERNEL)
    for bare in (replace(grid, framed=False), replace(grid, values=Values([[1.0, 2.0]]))):
        assert at(draw(frame_of(bare)), beside) != DARK.colour(Role.KERNEL)


@pytest.mark.parametrize("draw", [painted, rendered])
def test_the_dark_stage_glows_in_its_middle(draw) -> None:
    found = draw(frame_of())
    assert near(at(found, (800, 450)), DARK.glow)
    assert near(at(found, (5, 5)), DARK.background)
    assert at(draw(frame_of(), LIGHT), (800, 450)) == LIGHT.background


@pytest.mark.parametrize("draw", [painted, rendered])
def test_highlighted_cells_have_a_frame(draw) -> None:
    grid = Grid(values=MATRIX, highlighted=((0, 1),), **FLAT)
    found = draw(frame_of(grid))
    for point in (grid.lattice.at(0.5, 1), grid.lattice.at(0.5, 2), grid.lattice.at(0, 1.5), grid.lattice.at(1, 1.5)):
        assert at(found, point) == DARK.colour(Role.HIGHLIGHT)


@pytest.mark.parametrize("draw", [painted, rendered])
def test_the_window_lies_over_the_cells(draw) -> None:
    cover = Rect(x=200, y=150, width=100, height=100, fill=1, role=Role.HIGHLIGHT)
    assert at(draw(frame_of(MARKS["grid"], cover)), (250, 200)) == DARK.colour(Role.HIGHLIGHT)
    assert at(draw(frame_of(cover, MARKS["grid"])), (215, 165)) != DARK.colour(Role.HIGHLIGHT)


def test_runs_have_their_own_colours_and_bold_is_wider() -> None:
    found = painted(frame_of(Text(x=100, y=200, runs=(TextRun("H", Role.KERNEL), TextRun("H", Role.OUTPUT)), size=150)))
    for role in (Role.KERNEL, Role.OUTPUT):
        colour = np.frombuffer(bytes.fromhex(DARK.colour(role)[1:]), np.uint8)
        assert (found == colour).all(axis=2).any()
    assert lettering.width((TextRun("edge", bold=True),), 100) > lettering.width((TextRun("edge"),), 100)


def test_figures_are_equally_wide() -> None:
    assert len({lettering.width((TextRun(str(figure)),), 100) for figure in range(10)}) == 1


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
@pytest.mark.parametrize("size", [30.0, 90.0])
def test_text_stands_at_its_anchor(anchor: str, size: float) -> None:
    found = painted(frame_of(Text(x=800, y=450, runs=(TextRun("HEH"),), size=size, anchor=anchor)), LIGHT)
    rows, columns = np.nonzero((found != found[0, 0]).any(axis=2))
    width = lettering.width((TextRun("HEH"),), size)
    left = {"start": 800, "middle": 800 - width / 2, "end": 800 - width}[anchor]
    assert columns.min() == pytest.approx(left, abs=0.12 * size)
    assert columns.max() == pytest.approx(left + width, abs=0.12 * size)
    assert (rows.min() + rows.max()) / 2 == pytest.approx(450, abs=2)


@pytest.mark.parametrize("pixels_of_type", [20, 50, 59, 61, 64, 100, 300])
def test_text_of_every_size_is_drawn(pixels_of_type: int) -> None:
    """Qt draws nothing of a resized raw font from 64 pixels on."""
    found = painted(frame_of(Text(x=100, y=450, runs=(TextRun("HHHH"),), size=pixels_of_type)), LIGHT)
    dark, bright = (int(colour[1:3], 16) for colour in (LIGHT.background, LIGHT.colour(Role.TEXT)))
    ink = (found[..., 0].astype(float) - dark).sum() / (bright - dark)
    assert ink / pixels_of_type**2 == pytest.approx(0.65, rel=0.25)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("side", [36.0, 48.0, 60.0, 97.0])
@pytest.mark.parametrize("text", [(0, 0), (-8, 0), (-88, 0), (0.25, 2), (-1.25, 2), (-10.5, 1), (-888, 0)], ids=str)
def test_numbers_fit_their_cells(theme: Theme, side: float, text: tuple[float, int]) -> None:
    value, decimals = text
    grid = Grid(values=Values([[value]]), origin=(0, 0), u=(side, 0), v=(0, side), decimals=decimals)
    size = look.number_size(grid, theme)
    assert lettering.width((TextRun(grid.labels[0][0], bold=True),), size) <= side * (1 - grid.gap / 2)
    assert size <= 0.7 * side


# Formulas -------------------------------------------------------------------------------------------------------------


def test_a_formula_that_is_not_set_stands_in_plain_text() -> None:
    broken = Formula(tex=r"\frac{1", plain="one half", x=200, y=300, size=60)
    plain = Text(x=200, y=300, runs=(TextRun("one half"),), size=60)
    assert np.array_equal(painted(frame_of(broken)), painted(frame_of(plain)))


def test_an_interactive_typesetter_never_makes_a_frame_wait() -> None:
    class Waiting(Typesetter):
        def picture(self, tex: str) -> None:
            return None

    formula = Formula(tex="x^2", plain="x squared", x=200, y=300, size=60)
    plain = Text(x=200, y=300, runs=(TextRun("x squared"),), size=60)
    assert np.array_equal(painted(frame_of(formula), typesetter=Waiting()), painted(frame_of(plain)))


# Where it is drawn ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1024, 768), (700, 900)])
def test_a_frame_is_as_large_as_it_fits_and_keeps_its_proportions(size: tuple[int, int]) -> None:
    everything = Rect(x=0, y=0, width=WIDTH, height=HEIGHT, fill=1, role=Role.KERNEL)
    found = painted(frame_of(everything), size=size)
    inside = (found == np.frombuffer(bytes.fromhex(DARK.colour(Role.KERNEL)[1:]), np.uint8)).all(axis=2)
    rows, columns = np.nonzero(inside)
    height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
    assert width == size[0] or height == size[1]
    assert width / height == pytest.approx(WIDTH / HEIGHT, rel=0.01)
    assert rows.min() == pytest.approx(size[1] - 1 - rows.max(), abs=1)
    assert at(found, (size[0] - 1, size[1] - 1)) in (DARK.background, DARK.colour(Role.KERNEL))


def test_fit_leads_from_the_stage_to_the_rectangle() -> None:
    to_rect = fit(QRectF(100, 50, 800, 600))
    assert to_rect.map(QPointF(0, 0)) == QPointF(100, 125)
    assert to_rect.map(QPointF(WIDTH, HEIGHT)) == QPointF(900, 575)


FULL = frame_of(MARKS["grid"], MARKS["rect, rounded"], MARKS["text"], MARKS["formula"], MARKS["grid, slanted"])


def test_a_fine_screen_shows_the_same_with_more_pixels() -> None:
    image = QImage(WIDTH * 2, HEIGHT * 2, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2.0)
    painter = QPainter(image)
    paint(painter, FULL, DARK, QRectF(0, 0, WIDTH, HEIGHT), Typesetter(blocking=True))
    painter.end()
    assert np.array_equal(pixels(image), painted(FULL, size=(2 * WIDTH, 2 * HEIGHT)))


def test_a_painter_with_a_place_of_its_own_is_respected_and_left_as_it_was() -> None:
    image = QImage(WIDTH + 40, HEIGHT + 30, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.translate(40, 30)
    before = painter.worldTransform()
    paint(painter, FULL, DARK, QRectF(0, 0, WIDTH, HEIGHT), Typesetter(blocking=True))
    assert painter.worldTransform() == before
    assert painter.opacity() == 1.0
    painter.end()
    found = pixels(image)
    assert np.array_equal(found[30:, 40:], painted(FULL))
    assert not found[:30].any()


def test_paper_takes_letters_as_letters() -> None:
    def printed(*marks: AnyMark) -> bytes:
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        page = QPdfWriter(buffer)
        painter = QPainter(page)
        paint(painter, frame_of(*marks), LIGHT, QRectF(0, 0, page.width(), page.height()), Typesetter(blocking=True))
        painter.end()
        return bytes(buffer.data().data())

    assert printed().startswith(b"%PDF")
    assert b"/Subtype /Image" not in printed(MARKS["text"], MARKS["rect"], MARKS["path"])
    assert b"/Subtype /Image" in printed(MARKS["image"])
    assert len(printed(MARKS["text"])) > len(printed()) + 500


# The layers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [FLAT, SLANTED], ids=["flat", "slanted"])
def test_writing_cell_by_cell_looks_as_if_painted_anew(place: dict[str, tuple[float, float]]) -> None:
    for shown in range(7):
        frame = frame_of(Grid(values=MATRIX, shown=shown, **place))
        kept = painted(frame, size=(1000, 562))
        LAYERS.clear()
        assert np.array_equal(kept, painted(frame, size=(1000, 562)))


def test_whatever_was_painted_before_makes_no_difference() -> None:
    alone = {}
    for name in MARKS:
        LAYERS.clear()
        alone[name] = painted(frame_of(MARKS[name]), size=SMALL)
    for name in reversed(MARKS):
        assert np.array_equal(painted(frame_of(MARKS[name]), size=SMALL), alone[name]), name


def test_a_line_that_stays_as_it_is_is_drawn_once(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []

    def counted(*words: object) -> None:
        drawn.append(1)
        line(*words)  # type: ignore[arg-type]

    line = shapes._draw_line
    monkeypatch.setattr(shapes, "_draw_line", counted)
    LAYERS.clear()
    dense, sparse = (tuple((x / 4, y / 2) for x, y in MANY)), MANY[::40]
    frame = frame_of(*(Inked(points=points, line=9, role=Role.RED) for points in (dense, sparse)))
    first = painted(frame)
    assert len(drawn) == 2
    assert (painted(frame) == first).all()
    assert len(drawn) == 3, "the second has few points for its size"
    monkeypatch.setattr(shapes, "DENSE", 0)
    assert np.abs(coarse(first) - coarse(painted(frame))).max() < 12, "it looks the same"
