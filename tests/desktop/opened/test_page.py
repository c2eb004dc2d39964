from __future__ import annotations

from collections.abc import Iterator
from math import prod
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from safetensors.numpy import save_file

from desktop.opened.model.names import ASSUMED
from desktop.opened.page import TITLE, OpenedPage
from desktop.opened.view.layer_card import NO_NUMBERS
from desktop.opened.view.try_column import NO_SLOPES
from desktop.theme.appearance import Appearance, stylesheet
from desktop.window.presenting.page_picture import photograph
from scenes.stage.core.grips import OpenScene
from scenes.stage.data.networks import network
from scenes.stage.output.theme import THEMES
from tests.desktop.app.test_screen_reader import spoken_name
from tests.desktop.opened.fakes import LAYERS, FakeEngine, FakeOpener, contents, fitting, numbers

LEFT = Qt.MouseButton.LeftButton
LEAST = QPoint()


@pytest.fixture
def page(qtbot: QtBot, looks: Appearance, engine: FakeEngine, openers: list[FakeOpener]) -> Iterator[OpenedPage]:
    def make(parent: QObject) -> FakeOpener:
        openers.append(FakeOpener(parent))
        return openers[-1]

    made = OpenedPage(looks, engine, make)
    qtbot.addWidget(made)
    made.resize(1280, 690)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.shutdown()


@pytest.fixture
def by_onnx(page: OpenedPage, openers: list[FakeOpener], tmp_path: Path) -> FakeOpener:
    page.open(tmp_path / "net.onnx")
    openers[0].opened.emit(contents(tmp_path))
    openers[0].answer_all()
    return openers[0]


@pytest.fixture
def by_engine(page: OpenedPage, openers: list[FakeOpener], engine: FakeEngine, tmp_path: Path) -> FakeOpener:
    page.open(tmp_path / "lenet.safetensors")
    openers[0].opened.emit(fitting(tmp_path))
    openers[0].answer_all()
    engine.answer_all()
    return openers[0]


def said(page: OpenedPage) -> list[str]:
    told: list[str] = []
    page.message.connect(told.append)
    return told


def test_before_anything_is_open_it_says_what_can_be(page: OpenedPage, openers: list[FakeOpener]) -> None:
    assert page.heading.text() == TITLE
    assert page.intro.isVisible()
    assert not page.another.isVisible()
    QTest.mouseClick(page.intro.example, LEFT)
    assert openers[0].path.name == "efficientnet-lite0.safetensors"
    assert openers[0].path.is_file()


def test_a_file_that_is_read_can_be_left(page: OpenedPage, openers: list[FakeOpener], tmp_path: Path) -> None:
    page.open(tmp_path / "net.onnx")
    assert page.heading.text() == "net.onnx is being read."
    QTest.mouseClick(page.cancel, LEFT)
    assert openers[0].closed
    assert not page.cancel.isVisible()
    assert page.heading.text() == TITLE
    assert page.intro.isVisible()


def test_a_failure_is_one_sentence_and_what_was_open_stays(
    page: OpenedPage, openers: list[FakeOpener], by_onnx: FakeOpener, tmp_path: Path
) -> None:
    told = said(page)
    page.open(tmp_path / "bad.pt")
    openers[1].failed.emit("bad.pt contains a program.")
    assert told == ["bad.pt contains a program."]
    assert page.heading.text() == "net.onnx"
    assert not page.cancel.isVisible()
    assert page.another.isVisible()


def test_nothing_moves_while_a_file_is_read(
    page: OpenedPage, openers: list[FakeOpener], by_onnx: FakeOpener, tmp_path: Path
) -> None:
    before = (
        page.facts.mapTo(page, page.facts.rect().topLeft()),
        page.columns.geometry(),
        page.columns.mapTo(page, LEAST),
    )
    page.open(tmp_path / "other.onnx")
    QGuiApplication.processEvents()
    assert page.heading.text() == "other.onnx is being read."
    after = (
        page.facts.mapTo(page, page.facts.rect().topLeft()),
        page.columns.geometry(),
        page.columns.mapTo(page, LEAST),
    )
    assert after == before
    assert page.cancel.isVisible()
    assert not page.another.isVisible()
    page.cancel.setFocus()
    openers[1].failed.emit("other.onnx is empty.")
    assert page.another.hasFocus()


def test_what_is_opened_can_be_opened_again_but_what_ships_needs_no_remembering(
    page: OpenedPage, openers: list[FakeOpener], tmp_path: Path
) -> None:
    remembered: list[Path] = []
    page.file_opened.connect(remembered.append)
    page.open(tmp_path / "net.onnx")
    openers[0].opened.emit(contents(tmp_path))
    page.open_example()
    openers[1].opened.emit(contents(openers[1].path.parent, name=openers[1].path.name))
    assert remembered == [tmp_path / "net.onnx"]


def test_the_network_is_told_in_numbers_and_notes_unfold(page: OpenedPage, by_onnx: FakeOpener) -> None:
    facts = page.facts
    assert [each.accessibleName() for each in facts._shown] == [
        "ONNX file", "12.3 kB", "5 layers", "1.9 k parameters", "33.7 k multiply-accumulates",
    ]  # fmt: skip
    assert facts.fold.text() == "2 notes"
    assert not facts.notes.isVisible()
    QTest.mouseClick(facts.fold, LEFT)
    assert facts.notes.isVisible()
    assert facts.notes.text() == "One thing.\nAnother."


def test_a_layer_is_chosen_and_its_numbers_are_shown(page: OpenedPage, by_onnx: FakeOpener) -> None:
    card = page.card
    assert card.heading.text() == "conv1"
    assert card.title.text() == "4 filters, 3×3"
    assert [card.which.itemText(row) for row in range(card.which.count())] == ["weight, 4×3×3×3", "bias, 4"]
    assert card.channel.itemText(0) == "in colours"
    page.layers.choose(LAYERS[1])
    assert card.counts.text() == NO_NUMBERS
    assert not card.wall.isVisible()
    page.layers.choose(LAYERS[4])
    assert card.counts.text() == "Its numbers are being read."
    by_onnx.answer_all()
    assert card.title.text() == "3 rows of 32 numbers"
    assert card.wall.isVisible()


def test_what_a_layer_gives_and_what_is_answered_is_shown(page: OpenedPage, by_onnx: FakeOpener) -> None:
    tries = page.tries
    assert tries.sources.picture is not None
    assert tries.sources.picture.shape == (3, 8, 8)
    assert len(page.trial.guesses) == 3
    assert tries.answers.accessibleDescription().count("%") == 3
    assert tries.maps.heading.text() == "4 maps, 8×8"
    assert tries.looks_at.text() == NO_SLOPES
    assert not tries.sight.isVisible()
    QTest.mouseClick(tries.sources.another, LEFT)
    assert page.trial.stale
    assert tries.maps.heading.text() == ""
    by_onnx.answer_all()
    assert tries.maps.heading.text() == "4 maps, 8×8"


def test_one_that_the_engine_runs_tells_where_it_looks(
    page: OpenedPage, by_engine: FakeOpener, engine: FakeEngine
) -> None:
    tries = page.tries
    assert tries.sight.isVisible()
    assert tries.looks_at.text().startswith("Warm cells speak for class 8 (Grad-CAM of features.S4, 5×5)")
    tries.answers.chose.emit(3)
    assert tries.looks_at.text() == ""
    engine.answer_all()
    assert "class 4" in tries.looks_at.text()


def test_one_that_does_not_run_leaves_the_room_to_its_numbers(
    page: OpenedPage, openers: list[FakeOpener], tmp_path: Path
) -> None:
    page.open(tmp_path / "net.onnx")
    openers[0].opened.emit(contents(tmp_path, ""))
    openers[0].answer_all()
    assert page.facts.fits.text() == "It fits nothing."
    assert not page.tries.isVisible()
    assert not page.edge.isVisible()
    assert not page.walk.isVisible()
    told = said(page)
    page.try_file(tmp_path / "picture.png")
    assert told == ["It can’t be asked about pictures."]


def test_a_kernel_opens_its_scene_or_says_why_not(page: OpenedPage, by_onnx: FakeOpener) -> None:
    wanted: list[OpenScene] = []
    told = said(page)
    page.scene_wanted.connect(wanted.append)
    QTest.mouseClick(page.card.wall, LEFT, pos=page.card.wall.boxes()[2].center().toPoint())
    assert wanted[0].scene == "convolution"
    assert dict(wanted[0].values)["channels"] == "3"
    assert wanted[0].note.startswith("Filter 3 of conv1, 3×3")
    page.layers.choose(LAYERS[2])
    by_onnx.answer_all()
    page.card.channel.setCurrentIndex(1)
    page.card.wall.picked.emit(0)
    assert wanted[1].note.startswith("Filter 1, channel 2 of conv2")
    page.layers.choose(LAYERS[3])
    by_onnx.answer_all()
    page.card.wall.picked.emit(0)
    assert len(wanted) == 2
    assert "up to 7×7; this one is 11×11" in told[0]
    page.layers.choose(LAYERS[4])
    by_onnx.answer_all()
    page.card.wall.picked.emit(0)
    assert len(wanted) == 2, "rows of a dense layer are no kernels"


def lay_weights(page: OpenedPage) -> None:
    """Have the weights laid out that the file has."""
    assert page.opened.kit is not None
    arrays: dict[str, np.ndarray] = {}
    for layer in network("lenet-5-modern").layers:
        if layer.convolves:
            arrays[f"{layer.name}.weight"] = np.zeros((layer.shape[0], layer.macs // (25 * prod(layer.shape)), 5, 5))
            arrays[f"{layer.name}.weight"][:6, :1] = numbers(f"{layer.name}.weight")
        elif layer.weighted:
            arrays[f"{layer.name}.weight"] = np.zeros((layer.shape[0], layer.macs // layer.shape[0]))
        if layer.weighted:
            arrays[f"{layer.name}.bias"] = np.zeros(layer.shape[0])
    floats = {name: array.astype(np.float32) for name, array in arrays.items()}
    save_file(floats, page.opened.kit / "lenet-5-modern.safetensors")


def test_a_kernel_is_seen_over_what_its_layer_reads_in_the_network(
    page: OpenedPage, by_engine: FakeOpener, engine: FakeEngine
) -> None:
    lay_weights(page)
    wanted: list[OpenScene] = []
    page.scene_wanted.connect(wanted.append)
    deeper = [layer for layer in network("lenet-5-modern").layers if layer.convolves][1]
    page.layers.choose(deeper)
    by_engine.answer_all()
    engine.answer_all()
    page.card.wall.picked.emit(1)
    page.card.wall.picked.emit(2)
    assert wanted == [], "the engine is asked first"
    assert [each.question.layers for each in engine.asked] == [("features.S2",)] * 2  # type: ignore[union-attr]
    engine.answer_all()
    assert [grip.note for grip in wanted] == [
        f"Filter 3, channel 1 of {deeper.name}, over map 1 of features.S2. The other 5 maps add one number to each "
        "cell. The bias is that of the network."
    ], "the last one counts"
    assert dict(wanted[0].values)["picture"].shape == (1, 14, 14)
    page.card.wall.picked.emit(0)
    engine.answer("It is busy.")
    assert "In the network it reads maps of another layer; here it reads a grey picture" in wanted[1].note
    page.card.wall.picked.emit(0)
    page.hide()
    engine.answer_all()
    assert len(wanted) == 2, "who has gone elsewhere is not led into a scene"


def test_the_edge_gets_the_network_with_its_weights(page: OpenedPage, by_engine: FakeOpener, tmp_path: Path) -> None:
    wanted: list[tuple[object, object]] = []
    page.edge_wanted.connect(lambda *what: wanted.append(what))
    QTest.mouseClick(page.edge, LEFT)
    assert wanted == [(page.opened.contents, page.opened.kit)]


def test_what_gives_no_classes_can_be_measured_and_not_asked(
    page: OpenedPage, openers: list[FakeOpener], tmp_path: Path
) -> None:
    page.open(tmp_path / "net.onnx")
    openers[0].opened.emit(replace(contents(tmp_path, ""), timed=True))
    openers[0].answer_all()
    assert not page.tries.isVisible()
    assert page.edge.isVisible()
    assert page.edge.isEnabled()


def test_names_come_from_a_file_or_a_sentence_does(page: OpenedPage, by_onnx: FakeOpener, tmp_path: Path) -> None:
    told = said(page)
    names = tmp_path / "names.txt"
    names.write_text("one\ntwo\nthree\n")
    page.use_names(names)
    assert {guess.name for guess in page.trial.guesses} == {"one", "two", "three"}
    names.write_text("one\n")
    page.use_names(names)
    assert "has 1 names" in told[0]
    assert {guess.name for guess in page.trial.guesses} == {"one", "two", "three"}
    assert not page.tries.assumed.isVisible()
    assert page.tries.assumed.text() == ASSUMED
    taken_back: list[str] = []
    page.taken_back.connect(taken_back.append)
    names.write_text("a\nb\nc\n")
    page.use_names(names)
    assert taken_back == told, "the sentence goes when it is true no more"


def test_a_picture_is_tried_from_a_file_by_paste_and_by_drop(
    page: OpenedPage, by_onnx: FakeOpener, tmp_path: Path, qtbot: QtBot
) -> None:
    Image.fromarray(np.full((30, 40, 3), (250, 0, 0), np.uint8)).save(tmp_path / "red.png")
    page.try_file(tmp_path / "red.png")

    def mean() -> list[float]:
        picture = page.tries.sources.picture
        assert picture is not None
        return [float(each) for each in picture.mean((1, 2))]

    qtbot.waitUntil(lambda: mean() == [250.0, 0.0, 0.0], timeout=20_000)
    image = QImage(20, 20, QImage.Format.Format_RGB888)
    image.fill("blue")
    QGuiApplication.clipboard().setImage(image)
    page.paste()
    assert mean() == [0.0, 0.0, 255.0]
    QGuiApplication.clipboard().clear()
    told = said(page)
    page.paste()
    assert told[0].startswith("There is no picture on the clipboard.")
    drop(page, tmp_path / "red.png")
    qtbot.waitUntil(lambda: mean() == [250.0, 0.0, 0.0], timeout=20_000)


def test_a_dropped_network_is_opened(page: OpenedPage, openers: list[FakeOpener], tmp_path: Path) -> None:
    drop(page, tmp_path / "other.safetensors")
    assert openers[-1].path == tmp_path / "other.safetensors"


def drop(page: OpenedPage, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    mouse, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, mouse, keys))


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize("size", [(1280, 690), (1920, 1050)])
@pytest.mark.parametrize("runs", ["engine", "onnx", ""])
def test_nothing_is_cut_or_lies_over_another(
    page: OpenedPage, openers: list[FakeOpener], engine: FakeEngine, looks: Appearance, tmp_path: Path,
    theme: str, size: tuple[int, int], runs: str,
) -> None:  # fmt: skip
    looks.theme = THEMES[theme]
    looks.fit(*size)
    page.resize(*size)
    page.open(tmp_path / "net.onnx")
    openers[0].opened.emit(fitting(tmp_path) if runs == "engine" else contents(tmp_path, runs))
    openers[0].answer_all()
    engine.answer_all()
    QGuiApplication.processEvents()
    tries, card = page.tries, page.card
    parts: list[QWidget] = [page.layers, card.heading, card.words, card.histogram, card.counts, card.wall, card.scale]
    if runs:
        parts += [tries.sources, tries.looks_at, tries.answers, tries.names, tries.standard]
        parts += [tries.maps.heading, tries.maps.wall, tries.maps.scale]
    places = [each.rect().translated(each.mapTo(page, each.rect().topLeft())) for each in parts]
    assert all(page.rect().contains(place) for place in places)
    overlaps = [(one, two) for one in places for two in places if one is not two and one.intersects(two)]
    assert not overlaps
    assert card.wall.height() > 60
    assert not runs or tries.maps.wall.height() > 60
    assert not page.columns.horizontalScrollBar().isVisible()


@pytest.mark.parametrize("theme", list(THEMES))
def test_the_largest_letters_are_scrolled_downwards_only(
    page: OpenedPage, by_engine: FakeOpener, looks: Appearance, theme: str
) -> None:
    columns, card, tries = page.columns, page.card, page.tries
    assert card.mapTo(page, LEAST).x() > page.layers.mapTo(page, LEAST).x()
    looks.theme = THEMES[theme]
    looks.text = "largest"
    page.setStyleSheet(stylesheet(looks))
    QGuiApplication.processEvents()
    assert not columns.horizontalScrollBar().isVisible()
    assert card.mapTo(page, LEAST).x() == page.layers.mapTo(page, LEAST).x()
    assert card.mapTo(page, LEAST).y() > page.layers.mapTo(page, LEAST).y() + page.layers.height()
    for each in (page.layers, card, tries, tries.answers, tries.maps):
        assert each.mapTo(page, LEAST).x() >= 0
        assert each.mapTo(page, LEAST).x() + each.width() <= page.width()
        assert each.width() >= each.minimumSizeHint().width()
    assert columns.viewport().rect().intersects(tries.answers.rect().translated(tries.answers.mapTo(columns, LEAST)))
    looks.text = "normal"
    page.setStyleSheet(stylesheet(looks))
    QGuiApplication.processEvents()
    places = [each.mapTo(page, LEAST) for each in (page.layers, card, tries)]
    assert [place.x() for place in places] == sorted({place.x() for place in places})
    assert len({place.y() for place in places}) == 1


def test_a_map_covers_the_page_and_is_what_a_class_sees(page: OpenedPage, by_onnx: FakeOpener) -> None:
    before = photograph(page)
    QTest.mouseClick(page.tries.maps.wall, LEFT, pos=page.tries.maps.wall.boxes()[0].center().toPoint())
    assert page.large.geometry() == page.rect()
    assert page.large.heading.text() == "Map 1 of conv1"
    assert photograph(page) != before
    page.hide()
    assert not page.large.isVisible()


def test_every_control_has_a_name(page: OpenedPage, by_engine: FakeOpener) -> None:
    kinds = (QAbstractButton, QLineEdit, QComboBox)
    controls = [each for kind in kinds for each in page.findChildren(kind) if each.isVisible()]
    assert len(controls) > 8
    assert [each for each in controls if not spoken_name(each)[:1].isalnum()] == []
    painted = [
        page.card.wall,
        page.card.histogram,
        page.tries.maps.wall,
        page.large.tile,
        page.tries.sight,
        page.tries.answers,
        page.layers.table,
    ]
    assert all(spoken_name(each) for each in painted)
