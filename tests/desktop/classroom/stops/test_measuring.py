from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.classroom.stops import measuring
from desktop.classroom.stops.measuring import LARGEST, cut, width, wrapped
from desktop.painter import lettering
from desktop.theme import fonts
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.output.theme import THEMES

WORDS = st.text(st.sampled_from("abiW. 1,é×→–"), max_size=60)
RUNS = st.lists(st.builds(TextRun, WORDS, st.sampled_from([None, Role.FIRST]), st.booleans()), max_size=4)


@pytest.fixture(scope="module", autouse=True)
def _typeface(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("qapp")
    fonts.load()


def test_the_largest_letters_of_any_theme_are_reckoned_with() -> None:
    assert max(theme.letters for theme in THEMES.values()) == LARGEST


@example("Hĩ" * 20, False)
@example("fī" * 20, True)
@example("HÏ" * 20, False)
@example("_ĵ" * 20, True)
@example("3x" * 20, True)
@example("(Î" * 20, True)
@example("H_" * 8, False)
@given(st.text(st.characters(max_codepoint=0x17F, exclude_categories=["Cc", "Cf", "Zs", "Mn"])), st.booleans())
def test_no_line_is_wider_than_it_is_measured(text: str, bold: bool) -> None:
    run = (TextRun(text, None, bold),)
    assert lettering.width(run, 52.0 * LARGEST) <= width(run, 52.0) + 0.01


def test_words_are_not_measured_much_wider_than_they_are() -> None:
    run = (TextRun("The kernel slides over the picture and writes one number at each place."),)
    assert width(run, 52.0) < 1.06 * lettering.width(run, 52.0 * LARGEST)


@given(RUNS, st.floats(200, 1500))
def test_lines_fit_and_lose_nothing_but_space(runs: list[TextRun], room: float) -> None:
    lines = wrapped(runs, 52.0, room)
    assert all(width(line, 52.0) <= room for line in lines)
    kept = [(letter, run.role, run.bold) for line in lines for run in line for letter in run.text if letter != " "]
    assert kept == [(letter, run.role, run.bold) for run in runs for letter in run.text if letter != " "]


def test_lines_break_between_words() -> None:
    lines = wrapped((TextRun("one two three four"),), 52.0, 300.0)
    assert ["".join(run.text for run in line) for line in lines] == ["one two", "three four"]


def test_what_is_cut_ends_with_dots() -> None:
    assert cut("short", 52.0, 300.0) == "short"
    long = cut("much too long for so little room", 52.0, 300.0)
    assert long.endswith("…")
    assert width((TextRun(long),), 52.0) <= 300.0


def test_a_long_line_is_cut_at_once_as_far_as_it_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    real = measuring.width
    monkeypatch.setattr(measuring, "width", lambda runs, size: calls.append(1) or real(runs, size))
    kept = cut("x = y " * 2000, 52.0, 600.0)
    assert len(calls) < 20
    assert real((TextRun(kept),), 52.0) <= 600.0
    following = ("x = y " * 2000)[: len(kept) + 1].rstrip()
    assert real((TextRun(f"{following}…"),), 52.0) > 600.0
