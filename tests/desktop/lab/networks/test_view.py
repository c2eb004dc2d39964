from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.lab.networks import opening
from desktop.lab.networks.colouring import FULL_ACTIVATION, LEVELS, levels, palette
from desktop.lab.networks.links import Place
from desktop.lab.networks.net import FILTERS
from desktop.lab.networks.painting import Painting
from desktop.lab.networks.pointing import Pointed
from desktop.lab.networks.view import HIGH, LETTER, WIDE, NetworkView
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.widgets.box import Box
from engine.contract.spec.built.wiring import PICTURE
from scenes.stage.core.marks import Role
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.growing import Log
from scenes.stage.numbers.values import format_number
from scenes.stage.output.theme import DARK, LIGHT

RunOf = Callable[[str], Recording]
RELU1, POOL1, RELU2 = 1, 2, 4


@pytest.fixture
def view(qtbot: QtBot, looks: Appearance) -> NetworkView:
    made = NetworkView(looks, opening.does)
    qtbot.addWidget(made)
    qtbot.addWidget(made.overview)
    made.resize(940, 560)
    with qtbot.waitExposed(made):
        made.show()
    return made


def show(view: NetworkView, run: Recording, cursor: int | None = None) -> None:
    view.show_recording(run, cursor, run.snapshots[-1])


def middle(view: NetworkView, contestant: int, layer: int, index: int) -> QPoint:
    box = view.sheet.bands[contestant].boxes[Place(layer, index)]
    place = QPointF(box.x + box.width / 2, box.y + box.height / 2) - view._origin
    return place.toPoint()


def point(view: NetworkView, contestant: int, layer: int, index: int) -> str:
    said: list[str] = []
    view.read.connect(said.append)
    QTest.mouseMove(view.viewport(), middle(view, contestant, layer, index))
    view._point(QPointF(middle(view, contestant, layer, index)))
    return said[-1]


def test_under_the_pointer_are_the_links_the_kernels_and_the_numbers(view: NetworkView, run_of: RunOf) -> None:
    run = run_of("race")
    show(view, run)
    said = point(view, 1, RELU2, 5)
    assert view.found is not None
    assert {link.source for link in view.found.made_of} == {Place(POOL1, number) for number in range(8)}
    assert len(view.found.seen_by) == 1
    assert view.found.window is not None
    assert view.found.window.side == 5
    assert said.startswith("relu2 (ReLU), map 6, row ")
    assert "It sees 8 maps, most of all map" in said
    assert f"weights of step {run.checkpoints[-1].step}" in said
    assert "Click: its numbers in the scene about convolution" in said
    assert view.accessibleDescription() == said
    view._point(None)
    assert view.found is None


def test_the_picture_a_filter_and_a_head_are_read_too(view: NetworkView, run_of: RunOf) -> None:
    show(view, run_of("race"))
    assert "of 255" in point(view, 1, PICTURE, 0)
    assert point(view, 1, FILTERS, 2).startswith("conv1, filter 3, row 2, column 2: weight ")
    said: list[str] = []
    view.read.connect(said.append)
    head = view.sheet.bands[1].stands[1].head
    view._point(QPointF(head.x + head.width / 2, head.y + 3) - view._origin)
    assert "conv1: 8 filters 5x5, padding 2, gives 8 × 28 × 28, 208 parameters, gradient norm " in said[-1]


def test_in_colour_kernels_are_spoken_of_with_their_channels(view: NetworkView, colour_run: Recording) -> None:
    run = colour_run
    show(view, run)
    net = view._nets[1]
    count, channels, height, width = 8, 3, 5, 5
    assert net.filters == (count, height, channels * width)
    assert net.filter_shape == (channels, height, width)
    written: list[str] = []
    painting = view._painting()
    painting._words = lambda painter, box, text, *rest: written.append(text)  # type: ignore[method-assign]
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        painting.paint_still(painter, QRectF(0, 0, view.sheet.width, view.sheet.height))
    assert "8 × 3×5×5" in written
    assert "64 × 3×16×16" in written, "a unit of the dense net has a weight for each number of the picture"
    assert "8 × 5×15" not in written
    filters = view.sheet.bands[1].boxes[Place(FILTERS, 2)]
    said: list[str] = []
    view.read.connect(said.append)
    view._point(QPointF(filters.x + 0.5 * filters.width, filters.y + 0.5 * filters.height) - view._origin)
    assert said[-1].startswith("conv1, filter 3, green, row 2, column 2: weight ")
    assert view.found is not None
    looked = run.snapshots[-1].views[1]
    assert looked is not None
    weight = looked.filters.array[2, 1, 2, 2]
    assert f"weight {format_number(float(weight), 3, plus=True)}," in said[-1]
    picture = run.snapshots[-1].picture.array[:, 8, 8]
    assert "red {:.0f}, green {:.0f}, blue {:.0f} of 255".format(*picture) in point(view, 0, PICTURE, 0)


@pytest.mark.parametrize("preset", ["race", "twins-8", "gates"])
def test_no_letters_are_smaller_than_twelve_pixels(view: NetworkView, run_of: RunOf, preset: str) -> None:
    show(view, run_of(preset))
    sizes: dict[str, int] = {}
    painting = view._painting()
    painting._words = lambda painter, box, text, size, *rest: sizes.update(  # type: ignore[method-assign]
        {text: fonts.font(size * view.sheet.letter).pixelSize()}
    )
    image, whole = QImage(10, 10, QImage.Format.Format_RGB32), QRectF(0, 0, view.sheet.width, view.sheet.height)
    with QPainter(image) as painter:
        painting.paint_still(painter, whole)
        painting.paint_gradients(painter, whole, view._gradients)
    assert len(sizes) > 20
    assert {text: size for text, size in sizes.items() if size < 12} == {}


def test_letters_that_have_grown_with_the_window_do_not_grow_again_with_the_room(
    view: NetworkView, looks: Appearance, run_of: RunOf
) -> None:
    looks.fit(1920, 1080)
    show(view, run_of("race"))
    view.resize(looks.px(WIDE), looks.px(HIGH))
    assert view.sheet.letter == looks.px(LETTER)
    assert view.horizontalScrollBar().maximum() == 0, "as many columns fit as in a small window"


def test_a_click_in_a_gap_does_nothing(view: NetworkView, run_of: RunOf, qtbot: QtBot) -> None:
    show(view, run_of("race"))
    first, second = (view.sheet.bands[1].boxes[Place(RELU2, index)] for index in (0, 1))
    gap = QPointF(first.x + first.width / 2, (first.y + first.height + second.y) / 2) - view._origin
    assert second.y - first.y - first.height >= 2
    view.clearFocus()
    with qtbot.assertNotEmitted(view.opened):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=gap.toPoint())
    qtbot.waitUntil(view.hasFocus)
    assert view.found is None
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.found is not None, "the keys still choose"


def test_a_click_opens_what_the_column_begins_with(view: NetworkView, run_of: RunOf, qtbot: QtBot) -> None:
    show(view, run_of("race"))
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, 1, RELU2, 5))
    (found,) = opened.args
    assert (found.place, found.behind) == (Place(3, 5), (RELU2,))
    view.come_back()
    assert view.found is not None
    assert view.found.pointed.place == Place(RELU2, 5)


def test_arrows_go_from_map_to_map_and_enter_opens(view: NetworkView, run_of: RunOf, qtbot: QtBot) -> None:
    show(view, run_of("race"))
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    seen = []
    for key in [Qt.Key.Key_Down, *[Qt.Key.Key_Right] * 24]:
        qtbot.keyClick(view, key)
        assert view.found is not None
        seen.append(view.found.pointed)
    assert len({(each.contestant, each.place.layer) for each in seen}) >= 3
    before = view.found.pointed
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.found.pointed != before
    while view.found.pointed.contestant == 0:
        qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args[0].contestant == 1


def test_a_long_net_scrolls_with_an_overview_and_the_keys_bring_what_they_choose_into_sight(
    view: NetworkView, run_of: RunOf, qtbot: QtBot
) -> None:
    show(view, run_of("twins-8"))
    assert view.folded
    bar = view.horizontalScrollBar()
    assert bar.maximum() > 0
    assert not view.overview.isHidden()
    view.overview.resize(300, 30)
    view.overview.wanted.emit(1.0)
    assert bar.value() == bar.maximum()
    bar.setValue(0)
    view._choose(Pointed(1, Place(view.sheet.bands[1].stands[-1].column.shown, 0), 0, 0))
    assert bar.value() > 0
    view.resize(6000, 900)
    assert view.overview.isHidden()


def test_columns_can_be_asked_for_each_layer_and_for_one_net_alone(view: NetworkView, run_of: RunOf) -> None:
    show(view, run_of("race"))
    folded = len(view.sheet.bands[1].stands)
    view.fold(False)
    assert len(view.sheet.bands[1].stands) > folded
    view.show_only(1)
    assert [band.contestant for band in view.sheet.bands] == [1]
    view.show_only(None)
    assert len(view.sheet.bands) == 2


def test_maps_that_found_no_room_are_opened_by_a_click(view: NetworkView, run_of: RunOf, qtbot: QtBot) -> None:
    view.resize(500, 420)
    show(view, run_of("gates"))
    stand = next(each for each in view.sheet.bands[0].stands if each.more is not None)
    assert stand.more is not None
    place = QPointF(stand.more.x + 3, stand.more.y + 3) - view._origin
    hidden = stand.hidden
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.toPoint())
    opened = next(each for each in view.sheet.bands[0].stands if each.column == stand.column)
    assert len(opened.tiles) == len(stand.tiles) + hidden


def test_what_changed_is_painted_anew_and_nothing_else(view: NetworkView, run_of: RunOf) -> None:
    run = run_of("race")
    show(view, run)
    view.grab()
    still = view._still
    assert still is not None
    view.show_recording(run, run.step - 1, run.snapshots[-1])
    view.grab()
    assert view._still is still, "the gradients of another step leave the maps as they are"
    view._point(QPointF(middle(view, 1, RELU1, 0)))
    view.grab()
    assert view._still is still, "so does the pointer"
    view.show_recording(run, None, run.snapshots[0])
    view.grab()
    assert view._still is not still


def shades(image: QImage, box: QRectF) -> set[str]:
    return {
        image.pixelColor(x, y).name()
        for x in range(int(box.x()) + 2, int(box.right()) - 2)
        for y in range(int(box.y()) + 2, int(box.bottom()) - 2)
    }


def test_a_contestant_that_left_is_grey_and_says_why(view: NetworkView, run_of: RunOf) -> None:
    run = run_of("race")
    snapshot = run.snapshots[-1]
    gone = replace(snapshot, views=(snapshot.views[0], None))
    view.show_recording(run, None, gone)
    image = view.grab().toImage()
    box = view.sheet.bands[1].boxes[Place(RELU2, 0)]
    assert shades(image, QRectF(box.x, box.y, box.width, box.height)) == {QColor(DARK.raised).name()}
    assert "has left the race" in point(view, 1, RELU2, 0)


def test_gradient_bars_are_as_high_as_the_logarithms_of_the_norms(view: NetworkView, run_of: RunOf) -> None:
    run = run_of("race")
    show(view, run)
    bars = view._gradients
    norms = [float(each) for each in run.gradients(1)[-1]]
    assert [bars.norm(1, name) for name in run.plan.contestants[1].trained] == norms
    assert bars.share(10.0**bars.low) == 0.0
    assert bars.share(10.0**bars.high) == 1.0
    assert bars.share(10 ** ((bars.low + bars.high) / 2)) == pytest.approx(0.5)
    assert bars.share(float("inf")) == 1.0
    assert bars.share(0.0) == 0.0
    assert bars.norm(1, "relu1") is None
    image = view.grab().toImage()
    red = QColor(DARK.colour(Role.GRADIENT)).name()
    stand = next(each for each in view.sheet.bands[1].stands if each.column.head == 0 and not each.column.filters)
    assert red in shades(image, QRectF(stand.bar.x, stand.bar.y, stand.bar.width, stand.bar.height))


def test_all_of_the_picture_can_be_saved_wherever_it_is_scrolled_to(view: NetworkView, run_of: RunOf) -> None:
    show(view, run_of("twins-8"))
    found = view.painting()
    assert found is not None
    size, paint = found
    assert size.width() > view.width()
    image = QImage(size.toSize(), QImage.Format.Format_RGB32)
    image.fill(QColor(view.ground))
    with QPainter(image) as painter:
        paint(painter)
    last = view.sheet.bands[0].chances
    assert len(shades(image, QRectF(last.x, last.y, last.width, last.height))) > 3


def test_without_a_run_there_is_nothing(view: NetworkView, run_of: RunOf) -> None:
    show(view, run_of("race"))
    view.show_recording(None, None, None)
    assert view.painting() is None
    assert view.sheet.bands == ()
    view.grab()
    view.show_recording(run_of("race"), None, None)
    view.grab()
    assert view.snapshot is None


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_number_has_one_colour_in_all_networks_and_at_every_step(theme: object) -> None:
    import numpy as np

    shown = palette(theme)  # type: ignore[arg-type]
    early, late = np.array([0.1, -0.2, 0.0]), np.array([0.1, -0.2, 50.0])
    before, after = (levels(numbers, FULL_ACTIVATION) for numbers in (early, late))
    assert np.array_equal(before[:2], after[:2])
    assert after[2] == 2 * LEVELS
    assert before[2] == LEVELS
    assert len({shown[each] for each in before}) == 3
    assert levels(np.array([np.nan, np.inf, -np.inf]), 1.0).tolist() == [LEVELS] * 3


def test_weights_that_come_after_what_a_step_looks_like_are_taken_up(view: NetworkView, run_of: RunOf) -> None:
    run = run_of("race")
    early = replace(run, checkpoints=Log(run.checkpoints[:1]))
    show(view, early)
    assert "weights of step 0" in point(view, 1, RELU2, 5)
    show(view, run)
    assert f"weights of step {run.checkpoints[-1].step}" in point(view, 1, RELU2, 5)


@pytest.mark.parametrize("width", [330, 540, 700, 1300])
def test_the_step_of_the_maps_is_told_in_any_room(
    view: NetworkView, run_of: RunOf, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[str, float, float]] = []

    def words(
        painting: Painting,
        painter: QPainter,
        box: Box,
        text: str,
        size: float,
        colour: str,
        align: object,
        bold: bool = False,
    ) -> None:
        painter.setFont(fonts.font(painting._letter * size, bold))
        said.append((text, painter.fontMetrics().horizontalAdvance(text), box.width))

    run = run_of("race")
    monkeypatch.setattr(Painting, "_words", words)
    for snapshot in (run.snapshots[-1], run.snapshots[0]):
        said.clear()
        view.resize(width, 560)
        view.show_recording(run, None, snapshot)
        view.grab()
        told = [each for each in said if f"step {snapshot.step}" in each[0]]
        assert len(told) == 2
        assert all(needed <= room for _, needed, room in told)
        if width == 1300:
            assert all(each[0].startswith(f"maps after step {snapshot.step}; gradient norms 10") for each in told)
            assert all(each[0].endswith(f", step {run.step}") for each in told)


def test_no_scale_of_colours_is_cut_where_the_room_is_narrow(
    view: NetworkView, run_of: RunOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: list[float] = []

    def words(painting: Painting, painter: QPainter, box: Box, text: str, *_: object) -> None:
        if text in ("maps", "weights") or text.startswith(("+", "−")):
            ends.append(box.right)

    run = run_of("twins-8")
    monkeypatch.setattr(Painting, "_words", words)
    for width, scales in ((300, 0), (1300, 2)):
        ends.clear()
        view.resize(width, 560)
        show(view, run)
        view.grab()
        assert len([end for end in ends if end <= view.viewport().width()]) == len(ends)
        assert len(ends) == 3 * scales
