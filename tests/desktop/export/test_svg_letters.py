"""What an SVG file needs of letters."""

from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont

from desktop.export import svg_letters
from desktop.export.svg_letters import BundledTypeface, svg_formula
from desktop.painter import lettering
from scenes.stage.core.marks import Formula, TextRun
from scenes.stage.output.theme import DARK

ALL_DAY = "The filter slides on over the input, one step at a time: 0.25 × (−3) + 1 → 0.25"
TYPEFACE = BundledTypeface()


@pytest.mark.parametrize("bold", [False, True])
def test_a_file_holds_the_letters_asked_for_and_no_others(bold: bool) -> None:
    letters = "".join(sorted(set(ALL_DAY)))
    file = TYPEFACE.file(letters, bold)
    font = TTFont(io.BytesIO(file))
    assert font.flavor == "woff"
    assert set(font.getBestCmap()) == set(map(ord, letters))
    assert len(font.getGlyphOrder()) < 100
    assert len(file) < 7_000


def test_figures_keep_their_equal_widths_and_letters_their_kerning() -> None:
    font = TTFont(io.BytesIO(TYPEFACE.file("01AV", False)))
    assert "tnum" in {each.FeatureTag for each in font["GSUB"].table.FeatureList.FeatureRecord}
    assert "kern" in {each.FeatureTag for each in font["GPOS"].table.FeatureList.FeatureRecord}


def test_the_same_letters_give_the_same_file() -> None:
    first = TYPEFACE.file("abc", True)
    svg_letters._subset.cache_clear()
    assert TYPEFACE.file("abc", True) == first


def test_letters_are_as_wide_as_they_are_painted(qapp: object) -> None:
    for bold in (False, True):
        assert 26.0 * TYPEFACE.width(ALL_DAY, bold) == pytest.approx(
            lettering.width((TextRun(ALL_DAY, bold=bold),), 26.0)
        )
    assert TYPEFACE.width("1", False) == TYPEFACE.width("8", False)


def test_broken_latex_is_no_formula() -> None:
    assert svg_formula(Formula(tex=r"\frac{1", plain="one half", x=0, y=0), DARK) is None


@pytest.mark.parametrize(
    ("path", "short"),
    [
        (
            "M 25.8 -48.5 L 25.8 -48.5 Q 36.1 -48.5 42.05 -42.1 L 42.05 0 Z M 25.4 -44.7 L 25.349 -44 Z ",
            "m25.8-48.5q10.3 0 16.2 6.4l0 42.1zm-.4 3.8l-.1 .7z",
        ),
        ("M 1 2 H 3 Z", "M 1 2 H 3 Z"),
        ("", ""),
    ],
)
def test_outlines_are_written_from_point_to_point(path: str, short: str) -> None:
    assert svg_letters._shortened(path) == short
