"""SVG files: they stand alone, say what they show, and are always the same for the same frame."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from scenes.stage.core.marks import AnyMark, Arrow, Formula, Grid, Group, Image, Path, Rect, Role, Text, TextRun
from scenes.stage.core.stage import PANE, Frame
from scenes.stage.core.timeline import Step
from scenes.stage.numbers.values import Values
from scenes.stage.output import png
from scenes.stage.output.svg import to_svg
from scenes.stage.output.theme import DARK, LIGHT, PROJECTOR, Theme
from tests.scenes.letters import EvenLetters

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
MATRIX = Values(np.array([[2.0, -1.0], [0.0, 0.5]]))
PLACE = {"origin": (100.0, 50.0), "u": (90.0, 0.0), "v": (0.0, 60.0)}
PIXELS = Values(np.arange(18, dtype=np.uint8).reshape(2, 3, 3) * 14)

MARKS: dict[str, AnyMark] = {
    "rect": Rect(x=10, y=20, width=300, height=40.5, radius=8, fill=0.25, line=3, role=Role.KERNEL, name="the box"),
    "rect-dashed": Rect(x=10, y=20, width=300, height=40, line=2, dashed=True, role=Role.HIGHLIGHT),
    "path": Path(points=((0, 0), (10.25, 20), (-0.00001, 40)), role=Role.MUTED),
    "polygon": Path(points=((0, 0), (10, 20), (0, 40)), closed=True, fill=1, line=0, role=Role.BIAS),
    "arrow": Arrow(start=(100, 100), end=(400, 200), bend=40, role=Role.GRADIENT),
    "text": Text(
        x=800, y=450, runs=(TextRun("a < b & "), TextRun("c", Role.OUTPUT, bold=True)), anchor="middle", name="law"
    ),
    "formula": Formula(tex="x^2", plain="x squared", x=100, y=800, name="formula"),
    "grid": Grid(values=MATRIX, highlighted=((1, 0),), shown=3, name="input", **PLACE),
    "grid-padded": Grid(values=MATRIX, padding=Values([[True, False], [False, False]]), numbers=False, **PLACE),
    "grid-slanted": Grid(values=MATRIX, origin=(100, 50), u=(40, 0), v=(-20, 30), highlighted=((0, 1),)),
    "grid-picture": Grid(values=MATRIX, gap=0, shade="grey", origin=(0, 0), u=(3, 0), v=(0, 3)),
    "image": Image(pixels=PIXELS, origin=(5, 6), u=(2, 0), v=(0, 2), name="photo"),
    "group": Group(marks=(Rect(x=1, y=2, width=3, height=4, fill=1, opacity=0.5),), dx=10, dy=20, opacity=0.5),
}


def frame_of(*marks: AnyMark) -> Frame:
    return Frame(marks, (Step("Multiply & add", "Each value times its weight.", 2.0),), 1.0)


def parsed(*marks: AnyMark, theme: Theme = DARK, **more: object) -> ElementTree.Element:
    return ElementTree.fromstring(to_svg(frame_of(*marks), theme, EvenLetters(), **more))


def texts(root: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def without_compression(svg: str) -> str:
    """The file with its pictures' bytes as they were before zlib, whose output differs from build to build."""

    def unpacked(found: re.Match[str]) -> str:
        return "data:pixels," + decoded(base64.b64decode(found[1])).tobytes().hex()

    return re.sub(r"data:image/png;base64,([A-Za-z0-9+/=]+)", unpacked, svg)


def decoded(data: bytes) -> np.ndarray:
    """The pixels of a PNG file of true colours without filters; every chunk's checksum is checked."""
    assert data.startswith(png.SIGNATURE)
    chunks, at = {}, len(png.SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", data, at + 8 + length)[0] == zlib.crc32(kind + content)
        chunks[kind] = content
        at += 12 + length
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert rest == [8, 2, 0, 0, 0]
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, 1 + 3 * width)
    assert not rows[:, 0].any()
    return rows[:, 1:].reshape(height, width, 3)


# The whole file -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MARKS)
def test_files_are_as_they_were(name: str, snapshot: Callable[[str, str], None]) -> None:
    for theme in (DARK, PROJECTOR):
        snapshot(
            f"svg/{name}-{theme.name}.svg", without_compression(to_svg(frame_of(MARKS[name]), theme, EvenLetters()))
        )


def test_the_same_frame_gives_the_same_file() -> None:
    frame = frame_of(*MARKS.values())
    first = to_svg(frame, LIGHT, EvenLetters())
    to_svg(frame_of(*reversed(MARKS.values())), DARK, EvenLetters())
    assert to_svg(frame_of(*MARKS.values()), LIGHT, EvenLetters()) == first


def test_the_file_says_what_it_shows() -> None:
    root = parsed(*MARKS.values())
    assert root.get("viewBox") == "0 0 1600 900"
    assert root.findtext(f"{SVG}title") == "Multiply & add"
    assert root.findtext(f"{SVG}desc") == "Each value times its weight."
    titles = [group.findtext(f"{SVG}title") for group in root.iter(f"{SVG}g")]
    assert {"the box", "law", "formula", "input", "photo"} <= set(titles)


def test_ids_are_unique_words() -> None:
    boxes = [Rect(x=0, y=0, width=1, height=1, fill=1, name=name) for name in ("the box", "the box", "the-box", "→")]
    ids = [group.get("id") for group in parsed(*boxes).iter(f"{SVG}g")]
    assert ids == ["the-box", "the-box-2", "the-box-3", "mark"]


def test_marks_have_their_kind_and_role_as_classes() -> None:
    (group,) = parsed(MARKS["rect"]).findall(f"{SVG}g")
    assert group.get("class") == "rect kernel"


def test_a_frame_without_steps_or_marks_is_a_file_too() -> None:
    root = ElementTree.fromstring(to_svg(Frame((), (), 0.0), DARK, EvenLetters()))
    assert [child.tag for child in root] == [f"{SVG}radialGradient", f"{SVG}rect"]
    assert root[0][0].get("stop-color") == DARK.glow
    light = ElementTree.fromstring(to_svg(Frame((), (), 0.0), LIGHT, EvenLetters()))
    assert [child.get("fill") for child in light] == [LIGHT.background]


def test_a_higher_stage() -> None:
    root = parsed(height=1050)
    assert root.get("viewBox") == "0 0 1600 1050"
    assert root.find(f"{SVG}rect").get("height") == "1050"


def test_the_letters_that_are_shown_come_along() -> None:
    assert parsed(MARKS["rect"]).find(f"{SVG}style") is None
    style = parsed(MARKS["text"], MARKS["grid"], MARKS["formula"]).findtext(f"{SVG}style")
    inside = [base64.b64decode(data).decode() for data in re.findall(r"base64,([A-Za-z0-9+/=]+)", style)]
    assert inside == ["regular:  &.0<abdeqrsux", "bold: +.012c−"]
    assert re.findall(r"font-weight:(\d+)", style) == ["400", "600"]


# Marks ----------------------------------------------------------------------------------------------------------------


def test_groups_move_and_fade_their_marks() -> None:
    (group,) = parsed(MARKS["group"]).findall(f"{SVG}g")
    assert group.get("opacity") == "0.25"
    assert (group[0].get("x"), group[0].get("y")) == ("11", "22")


def test_only_written_cells_have_numbers() -> None:
    assert texts(parsed(MARKS["grid"])) == ["+2.00", "−1.00", "0.00"]
    assert texts(parsed(MARKS["grid-padded"])) == []


def test_runs_keep_their_colours_and_weights() -> None:
    root = parsed(MARKS["text"])
    assert texts(root) == ["a < b &", "c"]
    assert [text.get("font-weight") for text in root.iter(f"{SVG}text")] == [None, "600"]
    assert [text.get("fill") for text in root.iter(f"{SVG}text")] == [DARK.colour(Role.TEXT), DARK.colour(Role.OUTPUT)]


@pytest.mark.parametrize(
    ("anchor", "places"),
    [("start", [100, 200, 270]), ("middle", [35, 140, 185]), ("end", [-30, 80, 100])],
)
def test_every_run_of_a_line_has_its_own_place_and_length(anchor: str, places: list[float]) -> None:
    """Viewers draw the second run of a text that ends at its anchor over the first, or beyond the page."""
    runs = (TextRun("sum =  ", Role.MUTED), TextRun("  "), TextRun(" 1 +  2 ", bold=True), TextRun("3"))
    line = Text(x=100, y=50, runs=runs, size=20, anchor=anchor)
    found = list(parsed(line, theme=LIGHT).iter(f"{SVG}text"))
    assert [text.text for text in found] == ["sum =", "1 +  2", "3"]
    assert [float(text.get("textLength")) for text in found] == [50, 60, 10]
    assert [float(text.get("x")) for text in found] == places  # of 18 letters, each 10 wide
    assert [text.get("{http://www.w3.org/XML/1998/namespace}space") for text in found] == [None, "preserve", None]


def test_lines_need_no_more_points_than_they_have_corners() -> None:
    straight = tuple((x, 100 + 2 * x) for x in range(100))
    zigzag = tuple((x, 10 * (x % 2)) for x in range(10))
    there_and_back = ((0.0, 0.0), (10.0, 0.0), (5.0, 0.0))
    for points, kept in ((straight, (straight[0], straight[-1])), (zigzag, zigzag), (there_and_back, there_and_back)):
        (line,) = parsed(Path(points=points)).iter(f"{SVG}polyline")
        found = [tuple(map(float, point.split(","))) for point in line.get("points").split()]
        assert found == list(kept)
    circle = [(100 * np.cos(angle), 100 * np.sin(angle)) for angle in np.linspace(0, 2 * np.pi, 1000)]
    (line,) = parsed(Path(points=tuple(circle), closed=True)).iter(f"{SVG}polygon")
    found = np.array([tuple(map(float, point.split(","))) for point in line.get("points").split()])
    middles = (found[1:] + found[:-1]) / 2
    assert len(found) < 300
    assert np.abs(np.hypot(*middles.T) - 100).max() < 0.04


def test_letters_and_lines_grow_with_the_theme() -> None:
    dark, projector = (next(parsed(MARKS["text"], theme=theme).iter(f"{SVG}text")) for theme in (DARK, PROJECTOR))
    assert float(projector.get("font-size")) == pytest.approx(PROJECTOR.letters * float(dark.get("font-size")))
    (dark,), (projector,) = (parsed(MARKS["path"], theme=theme).iter(f"{SVG}polyline") for theme in (DARK, PROJECTOR))
    assert float(projector.get("stroke-width")) == pytest.approx(PROJECTOR.lines * float(dark.get("stroke-width")))


def test_formulas_are_set_where_they_stand_and_at_their_size() -> None:
    seen: list[tuple[Formula, Theme]] = []

    def typeset(formula: Formula, theme: Theme) -> str:
        seen.append((formula, theme))
        return '<path d="M0,0 L1,1"/>'

    formula = MARKS["formula"]
    assert isinstance(formula, Formula)
    root = parsed(Group(marks=(formula,), dx=5, dy=-10), theme=PROJECTOR, typeset=typeset)
    assert root.find(f".//{SVG}path") is not None
    assert seen == [(replace(formula, x=105, y=790, size=formula.size * PROJECTOR.letters), PROJECTOR)]


@pytest.mark.parametrize("typeset", [None, lambda formula, theme: None])
def test_formulas_that_can_not_be_set_stand_in_plain_text(typeset: Callable[..., None] | None) -> None:
    assert texts(parsed(MARKS["formula"], typeset=typeset)) == ["x squared"]


def test_pictures_are_inside_and_sharp() -> None:
    (image,) = parsed(MARKS["image"]).iter(f"{SVG}image")
    kind, _, data = image.get(f"{XLINK}href").partition(",")
    assert kind == "data:image/png;base64"
    assert np.array_equal(decoded(base64.b64decode(data)), PIXELS.array.repeat(2, axis=0).repeat(2, axis=1))
    assert image.get("transform") == "matrix(2 0 0 2 5 6)"


def test_large_grids_are_pictures_and_small_ones_cells() -> None:
    small, large = (
        Grid(values=Values(np.zeros((n, n))), origin=(0, 0), u=(8, 0), v=(0, 8), framed=False) for n in (9, 90)
    )
    assert len(list(parsed(small, theme=LIGHT).iter(f"{SVG}rect"))) == 2 + 81
    assert len(list(parsed(large).iter(f"{SVG}image"))) == 1
    assert len(list(parsed(large).iter(f"{SVG}rect"))) == 2


# PNG ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(1, 1, 3), (7, 5, 3), (224, 224, 3)])
def test_png_holds_the_pixels(shape: tuple[int, int, int]) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    assert np.array_equal(decoded(png.encode(pixels)), pixels)


@pytest.mark.parametrize("pixels", [np.zeros((2, 2), np.uint8), np.zeros((2, 2, 4), np.uint8), np.zeros((2, 2, 3))])
def test_png_refuses_what_is_no_picture(pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="picture"):
        png.encode(pixels)


def test_the_picture_of_a_step_is_cut_off_at_the_title_and_the_caption() -> None:
    marks = replace(MARKS["rect"], name="picture"), replace(MARKS["text"], name="title", pinned=True)
    told = parsed(*marks)
    (clip,) = told.iter(f"{SVG}clipPath")
    (pane,) = clip
    top, bottom = float(pane.get("y", "")), float(pane.get("y", "")) + float(pane.get("height", ""))
    assert (top, bottom) == PANE
    clips = {group.get("id"): group.get("clip-path") for group in told.iter(f"{SVG}g") if group.get("id")}
    assert clips == {"picture": f"url(#{clip.get('id')})", "title": None}
    alone = ElementTree.fromstring(to_svg(Frame(marks, (), 0.0), DARK, EvenLetters()))
    assert not list(alone.iter(f"{SVG}clipPath"))


def test_a_part_of_the_stage_is_shown_from_a_height_on() -> None:
    root = ElementTree.fromstring(to_svg(frame_of(), LIGHT, EvenLetters(), top=102.0, height=812.0))
    assert (root.get("viewBox"), root.get("height")) == ("0 102 1600 710", "710")
