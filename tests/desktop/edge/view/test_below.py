"""What stands under the table: it is never empty while there is something to show."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from desktop.edge.model.asking import Answering, Over
from desktop.edge.page import EdgePage
from desktop.edge.view.below import CHANGED, LAYERS
from desktop.edge.view.changed import NO_PICTURES
from desktop.lab.mistakes.wall import HIGH
from desktop.theme.appearance import Appearance
from tests.desktop.edge.fake_measures import FakeMeasures

TIMED = tuple((f"conv{number}", 0.002 / (number + 1)) for number in range(30))


def measure(page: EdgePage, fake: FakeMeasures) -> None:
    fake.layers = TIMED
    page.controls.measure.click()
    fake.answer_all()
    QApplication.processEvents()


def agree(fake: FakeMeasures) -> None:
    """Have no form change an answer."""
    fake.wrong = dict.fromkeys(fake.wrong, (1,))


def test_where_no_answer_changed_the_layers_are_shown_and_that_is_said_beside_them(
    page: EdgePage, fake: FakeMeasures
) -> None:
    agree(fake)
    measure(page, fake)
    below = page.below
    assert below.stack.currentIndex() == LAYERS
    assert below.told.isVisible()
    assert below.told.text() == "No answer changed, of 6 pictures."
    assert not below.changed.words.isVisible()


def test_changed_answers_are_shown_first_and_their_number_stays_beside_the_layers(
    page: EdgePage, fake: FakeMeasures
) -> None:
    measure(page, fake)
    assert page.below.stack.currentIndex() == CHANGED
    assert not page.below.told.isVisible()
    page.below.show_page(LAYERS)
    assert page.below.told.isVisible()
    assert page.below.told.text() == "2 answers changed, of 6 pictures."


def test_what_the_user_chose_stays(page: EdgePage, fake: FakeMeasures) -> None:
    agree(fake)
    measure(page, fake)
    page.below.show_page(CHANGED)
    measure(page, fake)
    assert page.below.stack.currentIndex() == CHANGED


def test_where_no_answer_changed_the_nearest_ones_hang_there(page: EdgePage, fake: FakeMeasures) -> None:
    agree(fake)
    measure(page, fake)
    page.below.show_page(CHANGED)
    changed = page.below.changed
    assert changed.words.isVisible()
    assert "nearest to another answer" in changed.words.text()
    shown = [each for each in changed.wall.buttons if not each.isHidden()]
    assert len(shown) == 6
    assert shown[0].accessibleName().startswith("int8 cat, 91 %, then cup, 4.5 %")
    assert changed.card.heading.text() == "Both forms say cat."
    assert changed.card.verdict.text() == "In int8 cup is 86.4 points behind. It is cat."
    assert changed.card.bars.words.startswith("cat: float32 PyTorch 91 %, int8 ONNX Runtime 91 %; cup: ")


def test_one_form_that_changed_nothing_isnt_said_to_be_all(page: EdgePage, fake: FakeMeasures) -> None:
    measure(page, fake)
    page.below.changed.only.picked.emit(1)
    words = page.below.changed.words.text()
    assert words.startswith("No answer changed: float32, ONNX Runtime says what float32 says of 6 pictures of a test.")
    assert page.below.changed.card.verdict.text().startswith("In ONNX Runtime cup is")


def test_a_network_that_was_asked_about_no_pictures_leaves_the_room_to_the_table(
    page: EdgePage, fake: FakeMeasures
) -> None:
    fake.pictures = None
    measure(page, fake)
    low = page.table.height()
    assert not page.below.told.text()
    page.below.show_page(CHANGED)
    QApplication.processEvents()
    assert page.below.compact
    assert page.below.changed.words.text() == NO_PICTURES
    assert page.below.height() < 0.25 * page.height()
    assert page.table.height() > 1.5 * low
    page.below.show_page(LAYERS)
    QApplication.processEvents()
    assert page.table.height() == low


def test_while_only_one_form_has_answered_nothing_is_said_of_changes(page: EdgePage, fake: FakeMeasures) -> None:
    fake.layers = TIMED
    page.controls.measure.click()
    fake.say(Answering(fake.pictures))
    fake.answer("torch")
    assert page.below.stack.currentIndex() == LAYERS
    assert page.below.told.text() == ""
    fake.say(Over())


@pytest.mark.parametrize(("height", "least"), [(640, 2), (1060, 4)])
def test_as_many_layers_are_shown_as_have_room(
    page: EdgePage, fake: FakeMeasures, looks: Appearance, height: int, least: int
) -> None:
    looks.fit(1280, 720)
    agree(fake)
    page.resize(1280, height)
    measure(page, fake)
    layers = page.below.layers
    rows = len(layers.bars.groups) / 3
    assert rows >= least
    assert layers.words.text().startswith(f"The {round(3 * rows)} slowest of 30 layers")
    assert layers.bars.rows_in(layers.bars.height()) >= rows, "none is cut"


def test_names_of_layers_stay_apart_where_they_have_no_room(page: EdgePage, fake: FakeMeasures) -> None:
    agree(fake)
    fake.layers = tuple((f"/features/features.{place}/conv/conv.0/conv.0.0/Conv", 0.001) for place in range(12))
    page.controls.measure.click()
    fake.answer_all()
    QApplication.processEvents()
    names = page.below.layers.bars.names
    assert len(names) >= 6
    assert len(set(names)) == len(names)
    assert all("…" in name for name in names)


def test_weights_by_chance_are_asked_about_no_pictures_of_the_users_own(page: EdgePage, fake: FakeMeasures) -> None:
    page.bench.choose(next(each for each in page.bench.networks if each.group == "drawn"))
    fake.pictures = None
    measure(page, fake)
    page.below.show_page(CHANGED)
    assert page.below.own.isHidden()
    page.bench.choose(page.bench.networks[0])
    measure(page, fake)
    assert page.below.own.isVisible()


def test_pictures_are_no_larger_than_a_row_has_room(page: EdgePage, fake: FakeMeasures) -> None:
    measure(page, fake)
    for high in (120, 150, 400):
        assert HIGH * page.below.changed._fitting(380, high) <= high
