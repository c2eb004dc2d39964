"""Formulas are set in the background, and broken LaTeX stays plain text."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.painter.formulas import AXIS, EM, FormulaError, SetFormula, read_answer, request, serve, set_formula
from desktop.painter.typesetter import Typesetter
from scenes.stage.core.marks import Formula, Role
from scenes.stage.output.theme import DARK, LIGHT

SUM = r"y = b + \sum_{m} w_m x_m"


def formula(tex: str) -> Formula:
    return Formula(tex=tex, plain="plain", x=0, y=0)


@pytest.fixture
def typesetter(qtbot: QtBot) -> Iterator[Typesetter]:
    made = Typesetter()
    yield made
    made.close()


def test_a_larger_formula_takes_more_room() -> None:
    small, large = set_formula("x"), set_formula(SUM)
    assert 0.4 * EM < small.width < 0.7 * EM
    assert large.width > 6 * small.width
    assert large.height > 2 * small.height


def test_the_axis_is_where_the_fraction_bar_lies() -> None:
    bar = [part for part in set_formula(r"\frac{1}{2}").elements.split("<") if part.startswith("rect")]
    y, height = (float(bar[0].split(f'{name}="')[1].split('"')[0]) for name in ("y", "height"))
    assert -(y + height / 2) == pytest.approx(AXIS * EM, abs=0.5)


def test_colours_are_those_of_roles_and_themes() -> None:
    found = set_formula(r"\textcolor{kernel}{w} x")
    for theme in (DARK, LIGHT):
        coloured = found.coloured(theme, Role.OUTPUT)
        assert f'fill="{theme.colour(Role.KERNEL)}"' in coloured
        assert f'fill="{theme.colour(Role.OUTPUT)}"' in coloured
        assert "currentColor" not in coloured


@pytest.mark.parametrize("tex", [r"\overline{x}", r"\underline{x}", r"\frac{a}{b}", r"\sqrt{x}"])
def test_bars_have_the_colour_of_the_formula(tex: str) -> None:
    (bar,) = [part for part in set_formula(tex).coloured(DARK, Role.OUTPUT).split("<") if part.startswith("rect")]
    assert f'fill="{DARK.colour(Role.OUTPUT)}"' in bar


@pytest.mark.parametrize("tex", [r"\frac{1", r"\nosuchcommand x", "", "}{", r"\left( x"])
def test_broken_latex_is_refused_with_a_sentence(tex: str) -> None:
    with pytest.raises(FormulaError, match="formula") as caught:
        set_formula(tex)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["rel", "bin", "op", "ord", "open", "close", "punct"])
def test_a_symbol_made_of_others_is_refused_instead_of_drawn_without_them(kind: str) -> None:
    tex = rf"x \math{kind}{{+}}= y"
    with pytest.raises(FormulaError) as caught:
        set_formula(tex)
    assert str(caught.value) == (
        f"The formula {tex!r} makes one symbol of others, as \\mathrel{{+}} does, and they would not be drawn: "
        "write them without that command."
    )


@pytest.mark.parametrize(
    ("tex", "signs"),
    [("x += y", 4), (r"\operatorname{ReLU}(x)", 7), (r"\text{a b}", 2), (r"\frac{a}{b}", 2)],
)
def test_every_sign_is_drawn(tex: str, signs: int) -> None:
    assert set_formula(tex).elements.count("<path") == signs


def test_the_program_answers_line_by_line() -> None:
    requests = io.StringIO("".join(request(tex).decode() for tex in ("x", r"\frac{1")))
    answers = io.StringIO()
    serve(requests, answers)
    good, bad = (read_answer(line.encode()) for line in answers.getvalue().splitlines())
    assert good == ("x", set_formula("x"))
    assert bad[0] == r"\frac{1"
    assert isinstance(bad[1], str)


@pytest.mark.parametrize("line", [b"hello", b"{}", b'{"tex": "x", "formula": {"left": 1}}', json.dumps([1]).encode()])
def test_garbage_is_no_answer(line: bytes) -> None:
    with pytest.raises(ValueError):
        read_answer(line)


def test_a_blocking_typesetter_has_every_formula_at_once() -> None:
    typesetter = Typesetter(blocking=True)
    assert isinstance(typesetter.picture("x"), SetFormula)
    assert typesetter.picture(r"\frac{1") is None
    assert list(typesetter.problems) == [r"\frac{1"]


def test_an_interactive_one_says_when_formulas_are_ready(qtbot: QtBot, typesetter: Typesetter) -> None:
    texs = [SUM, "x", r"\frac{1"]
    typesetter.prepare(formula(tex) for tex in texs)
    assert typesetter.picture(SUM) is None
    qtbot.waitUntil(lambda: typesetter.picture("x") is not None and bool(typesetter.problems), timeout=20000)
    assert typesetter.picture(SUM) == set_formula(SUM)
    assert typesetter.picture(r"\frac{1") is None
    with qtbot.waitSignal(typesetter.ready, timeout=20000):
        typesetter.picture("later")


def test_a_typesetter_that_is_killed_starts_again(qtbot: QtBot, typesetter: Typesetter) -> None:
    typesetter.picture("a")
    qtbot.waitUntil(lambda: typesetter._process is not None)
    process = typesetter._process
    assert process is not None
    process.waitForStarted()
    process.kill()
    qtbot.waitUntil(lambda: "a" in typesetter.problems, timeout=20000)
    assert typesetter.picture("b") is None
    qtbot.waitUntil(lambda: typesetter.picture("b") is not None, timeout=20000)


def test_one_that_can_not_start_leaves_formulas_plain(
    qtbot: QtBot, typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert typesetter.picture("x") is None
    qtbot.waitUntil(lambda: "x" in typesetter.problems, timeout=5000)
    assert typesetter.picture("x") is None


def test_asking_starts_no_process_before_the_frame_is_painted(qtbot: QtBot, typesetter: Typesetter) -> None:
    typesetter.picture("x")
    assert typesetter._process is None
    qtbot.waitUntil(lambda: typesetter.picture("x") is not None, timeout=20000)


def test_a_closed_typesetter_starts_nothing_again(qtbot: QtBot, typesetter: Typesetter) -> None:
    typesetter.picture("x")
    typesetter.close()
    with qtbot.assertNotEmitted(typesetter.ready, wait=100):
        assert typesetter.picture("x") is None
        assert typesetter.picture("y") is None
    assert typesetter._process is None
