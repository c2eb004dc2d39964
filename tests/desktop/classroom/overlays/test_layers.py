"""What lies over the stage is marks that fit, can be read, and leave the picture under them as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication

from desktop.classroom.overlays.card import CardAnswer, QuestionCard
from desktop.classroom.overlays.clock import DIGITS, Countdown
from desktop.classroom.overlays.histogram import Histogram
from desktop.classroom.overlays.ink import begun
from desktop.classroom.overlays.layers import DISC, TAIL, Ink, Overlay, Pointer, Title, beside, over
from desktop.painter.lettering import width
from scenes.stage.core.marks import HEIGHT, WIDTH, Group, Path, Rect, Role, Text, lettering, outline
from scenes.stage.core.placing import WHOLE, Box, Placed
from scenes.stage.core.stage import Frame
from scenes.stage.output import oklch
from scenes.stage.output import styling as look
from scenes.stage.output.theme import THEMES, Theme

STEM = "Why can a residual network of 110 layers be trained where a plain network of the same depth fails to learn?"
WHY = "A sum hands its gradient on to both of its parts unchanged, so that it reaches the first layer through all sums."
LONG = tuple(
    CardAnswer(f"{words} {number}", number == 2, WHY)
    for number, words in enumerate(
        ("The gradient reaches the first layer through the shortcut, which multiplies by one, in network", "MMMM WWWW")
        * 2
    )
)
SHORT = tuple(CardAnswer(text, text == "4", "8 − 5 + 1 = 4.") for text in ("4", "3", "8", "5"))
CARD = QuestionCard("How many rows does the feature map have?", SHORT)
CARDS = [
    CARD,
    replace(CARD, revealed=True),
    replace(CARD, clock=Countdown(42, 60)),
    QuestionCard(STEM, LONG),
    QuestionCard(STEM, LONG, clock=Countdown(3599, 3600)),
    QuestionCard(STEM, LONG, revealed=True),
    QuestionCard("Which?", tuple(CardAnswer(f"{number}") for number in range(6))),
    QuestionCard(STEM, (CardAnswer("yes", True, WHY), CardAnswer("no"))),
    QuestionCard("Which stride was used?", LONG[1:2] * 6, revealed=True),
    QuestionCard("Which?", SHORT + SHORT[:2], revealed=True),
]
EMPTY = Frame((), (), 0.0)
ALL: list[Overlay] = [
    *CARDS,
    Title("3 · Stride and padding"),
    Title("7 · Why very deep networks need shortcuts, and others do not need them"),
    Countdown(5, 60),
    Countdown(3599, 3600),
    Histogram(((11, 14, 9, 4),)),
    Histogram(((11, 14, 9, 4, 120, 0), (26, 7, 3, 2, 0, 0)), 0),
    beside(Histogram(((1, 2), (0, 3)), 1), CARD),
    beside(Histogram(((1, 2), (0, 3)), 1), QuestionCard(STEM, LONG, revealed=True)),
]


def laid(*overlays: Overlay, frame: Frame = EMPTY) -> list[Placed]:
    return list(over(frame, overlays).placed())


def texts(placed: Sequence[Placed]) -> Iterator[tuple[Text, float, float]]:
    for each in placed:
        if isinstance(each.mark, Text):
            yield each.mark, each.mark.x + each.dx, each.mark.y + each.dy


def words(*overlays: Overlay) -> str:
    return " ".join(mark.text for mark, _, _ in texts(laid(*overlays)))


def box_of_text(mark: Text, x: float, theme: Theme) -> tuple[float, float]:
    wide = width(mark.runs, look.text_size(mark, theme))
    left = x + look.SHIFT[mark.anchor] * wide
    return left, left + wide


def plate(placed: Sequence[Placed]) -> tuple[float, float, float, float]:
    """The first opaque plate: what is said on it must stay on it."""
    mark = next(each.mark for each in placed if isinstance(each.mark, Rect) and each.mark.role == Role.SURFACE)
    return outline(mark)


def contrast(theme: Theme, role: Role) -> float:
    """The ratio of WCAG 2.2 between a role's colour and a plate's."""
    colours = (bytes.fromhex(theme.colour(each)[1:]) for each in (role, Role.SURFACE))
    light = [float(oklch.light(np.frombuffer(each, np.uint8) / 255) @ [0.2126, 0.7152, 0.0722]) for each in colours]
    return (max(light) + 0.05) / (min(light) + 0.05)


@pytest.mark.parametrize("overlay", ALL, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_words_stay_on_their_plate_and_can_be_read(qapp: QGuiApplication, overlay: Overlay, theme: Theme) -> None:
    placed = laid(overlay)
    left, top, right, bottom = plate(placed)
    assert (left >= 0, top >= 0, right <= WIDTH, bottom <= HEIGHT) == (True,) * 4
    for mark, x, y in texts(placed):
        assert mark.size >= 32, mark.text
        begin, end = box_of_text(mark, x, theme)
        assert left <= begin, mark.text
        assert end <= right, mark.text
        assert top <= y - mark.size / 2, mark.text
        assert y + mark.size / 2 <= bottom, mark.text


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_nothing_on_a_card_lies_over_words(qapp: QGuiApplication, card: QuestionCard, theme: Theme) -> None:
    placed = laid(card)
    lines = [(*box_of_text(mark, x, theme), y, mark.size) for mark, x, y in texts(placed)]
    for index, (left, right, y, size) in enumerate(lines):
        for other_left, other_right, other_y, other_size in lines[:index]:
            apart = abs(y - other_y) >= 0.36 * theme.letters * (size + other_size)
            assert apart or left >= other_right or right <= other_left
    for each in placed:
        if isinstance(each.mark, Path):
            x0, y0, x1, y1 = outline(each.mark)
            assert not any(x0 < right and left < x1 and y0 < y < y1 for left, right, y, _ in lines)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_its_colours_can_be_told_from_its_plate(theme: Theme) -> None:
    for role in (Role.TEXT, Role.OUTPUT, Role.WARNING):
        assert contrast(theme, role) >= 4.5, role
    assert contrast(theme, Role.RED) >= 4.5, "ink and its border"


def test_the_picture_is_under_all_that_lies_over_it() -> None:
    frame = Frame((lettering(100, 100, "picture"),), (), 0.0, Box(100, 100, 400))
    shown = over(frame, [Ink((begun((300, 300), WHOLE),)), CARD, Title("1 · One"), Pointer((((5.0, 5.0), 0.0),))])
    assert shown.marks[0] is frame.marks[0]
    assert shown.view == frame.view
    assert all(mark.pinned for mark in shown.marks if isinstance(mark, Group))
    assert over(frame, []) is frame


def test_the_card_lies_below_and_is_no_higher_than_it_needs() -> None:
    low = CARD.room
    assert low[3] > HEIGHT - 40
    assert low[3] - low[1] < HEIGHT / 3
    long = QuestionCard(STEM, LONG).room
    assert long[3] - long[1] > low[3] - low[1]


def test_the_card_leaves_free_what_it_asks_about() -> None:
    asked = (600.0, 700.0, 700.0, 780.0)
    room = replace(CARD, avoid=asked).room
    assert room[3] < asked[1]
    assert replace(CARD, avoid=(600.0, 200.0, 700.0, 300.0)).room == CARD.room


def test_short_options_stand_beside_each_other() -> None:
    rings = {each.mark.name: each for each in laid(CARD) if each.mark.name.startswith("option ")}
    assert list(rings) == ["option A", "option B", "option C", "option D"]
    assert len({outline(each.mark)[1] for each in rings.values()}) == 1  # type: ignore[arg-type]
    six = QuestionCard("Which?", tuple(CardAnswer(f"{number}") for number in range(6)))
    assert len({outline(each.mark)[1] for each in laid(six) if each.mark.name.startswith("option ")}) == 1  # type: ignore[arg-type]
    wide = QuestionCard("Which?", tuple(CardAnswer(f"{number} on each side") for number in range(6)))
    assert len({outline(each.mark)[1] for each in laid(wide) if each.mark.name.startswith("option ")}) == 2  # type: ignore[arg-type]
    long = [each for each in laid(QuestionCard(STEM, LONG)) if each.mark.name.startswith("option ")]
    assert len({outline(each.mark)[1] for each in long}) == 4  # type: ignore[arg-type]


def test_the_right_option_is_told_by_more_than_its_colour() -> None:
    asked, told = laid(CARD), laid(replace(CARD, revealed=True))
    assert "8 − 5 + 1 = 4." not in words(CARD)
    assert "8 − 5 + 1 = 4." in words(replace(CARD, revealed=True))
    assert not any(isinstance(each.mark, Path) for each in asked), "no tick"
    assert sum(isinstance(each.mark, Path) for each in told) == 1
    opacity = {each.mark.name: each.opacity for each in told}
    assert opacity["option A"] == 1.0
    assert opacity["option B"] < 0.5
    fills = {each.mark.name: each.mark.fill for each in told if isinstance(each.mark, Rect)}
    assert fills["option A"] == 1.0
    assert fills["option B"] == 0.0


def test_two_votes_stand_side_by_side() -> None:
    shown = Histogram(((11, 14, 9, 4), (26, 7, 3, 2)), 0)
    assert "First vote · 38" in words(shown)
    assert "Second vote · 38" in words(shown)
    bars = [each.mark for each in laid(shown) if each.mark.name == "hands for A"]
    assert [bar.value for bar in bars if isinstance(bar, Rect)] == [11, 26]
    assert all(bar.role == Role.OUTPUT for bar in bars)


def test_a_histogram_leaves_the_card_free() -> None:
    for card in (CARD, replace(CARD, avoid=(600.0, 700.0, 700.0, 780.0))):
        _, top, _, bottom = plate(laid(beside(Histogram(((1, 2),)), card)))
        _, card_top, _, card_bottom = card.room
        assert bottom <= card_top or top >= card_bottom


def test_the_clock_says_the_seconds_that_are_left() -> None:
    assert Countdown(42.2, 60).words == "0:43"
    assert Countdown(120, 120).words == "2:00"
    assert Countdown(-3, 60).words == "0:00"
    (digits, _, _) = next(texts(laid(Countdown(42, 60))))
    assert digits.size == DIGITS >= 52
    assert digits.runs[0].role == Role.TEXT
    assert next(texts(laid(Countdown(9, 60))))[0].runs[0].role == Role.WARNING
    assert "0:42" in words(replace(CARD, clock=Countdown(42, 60)))


def test_the_pointer_has_a_tail_that_goes() -> None:
    trail = tuple(((700.0 + 10 * index, 500.0), TAIL - 0.05 * index) for index in range(7))
    placed = laid(Pointer(trail))
    disc = next(each.mark for each in placed if each.mark.name == "pointer")
    assert isinstance(disc, Rect)
    assert (disc.x + disc.width / 2, disc.y + disc.height / 2) == (760.0, 500.0)
    assert disc.width == DISC == 44
    tail = [each.mark.line for each in placed if isinstance(each.mark, Path)]
    assert tail == sorted(tail), "thicker towards the hand"
    still = laid(Pointer((((700.0, 500.0), 9.0),)))
    assert not any(isinstance(each.mark, Path) for each in still)
    assert laid(Pointer(())) == []
