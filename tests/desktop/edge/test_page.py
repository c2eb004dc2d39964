"""The page: a network is chosen and measured, and all that is shown belongs to it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.edge.model.asking import Answering, Measured, Over
from desktop.edge.model.bench import ALONE, AS_FILE, BUSY, OTHER_PICTURES, SOON
from desktop.edge.model.networks import NO_RUNS, Network, OfRun, Published, all_networks
from desktop.edge.model.subject import Subject
from desktop.edge.page import ABOUT, NOTHING, EdgePage
from desktop.edge.view.below import CHANGED, LAYERS
from desktop.edge.view.changed import NO_ANSWERS
from desktop.edge.view.least_room import LeastRoom
from desktop.edge.view.sheet import MARGIN
from desktop.edge.view.taught import GUESS, LEARNED
from desktop.lab.mistakes.wall import PictureButton
from desktop.theme.appearance import Appearance, stylesheet
from scenes.stage.output.theme import THEMES
from tests.desktop.app.test_screen_reader import spoken_name
from tests.desktop.edge.conftest import Lab
from tests.desktop.edge.fake_measures import FakeMeasures, measured
from tests.desktop.painted import pixels


def measure(page: EdgePage, fake: FakeMeasures) -> None:
    page.controls.measure.click()
    fake.answer_all()
    QApplication.processEvents()


def hung(page: EdgePage) -> list[PictureButton]:
    return [each for each in page.below.changed.wall.buttons if not each.isHidden()]


def drawn(page: EdgePage, title: str) -> None:
    """Choose one of the networks with weights by chance."""
    page.bench.choose(next(each for each in page.bench.networks if each.title == title))


def test_nothing_is_measured_before_one_asks_and_each_form_says_what_it_is(page: EdgePage, fake: FakeMeasures) -> None:
    assert not fake.wishes
    assert page.lessons.heading.text() == GUESS
    assert page.below.isHidden() or not page.below.isVisible()
    assert not page.copy.isEnabled()
    assert not page.save.isEnabled()


def test_a_click_measures_and_shows_table_pictures_and_lessons(page: EdgePage, fake: FakeMeasures) -> None:
    measure(page, fake)
    (wish,) = fake.wishes
    assert wish.network.origin == Published("efficientnet-lite0")
    assert "4.00 ms" in page.table.accessibleDescription()
    assert "int8: one picture 2.00 ms" in page.table.accessibleDescription()
    assert page.lessons.heading.text() == LEARNED
    assert "The framework costs time: " in page.lessons.words
    assert len(page.lessons.cards) == 3
    assert page.below.isVisible()
    assert [button.accessibleName() for button in hung(page)] == [
        "int8 cat, 91 %, was dog, 91 %, it is: dog",
        "int8 cup, 91 %, was cat, 91 %, it is: cat",
    ]


def test_progress_is_told_in_words_and_a_stop_keeps_what_is_there(page: EdgePage, fake: FakeMeasures) -> None:
    page.controls.measure.click()
    assert page.controls.measure.isHidden()
    assert page.controls.stop.hasFocus()
    fake.answer("torch")
    assert page.lessons.none.text() == SOON
    assert page.controls.words.endswith("…")
    page.controls.stop.click()
    assert fake.stops == 1
    assert "was stopped" in page.controls.trouble.text()
    assert page.lessons.none.text() == ALONE
    assert not page.controls.progress.isVisible()


def test_another_network_leaves_no_number_of_the_first(page: EdgePage, fake: FakeMeasures) -> None:
    measure(page, fake)
    drawn(page, "ResNet-18")
    assert page.table.accessibleDescription() == ""
    assert page.lessons.words == ""
    assert not page.lessons.cards
    assert not page.below.isVisible()
    assert not page.save.isEnabled()
    assert "drawn by chance" in page.controls.status.text()
    page.bench.choose(page.bench.networks[0])
    assert "4.00 ms" in page.table.accessibleDescription()
    assert len(hung(page)) == 2


def test_what_another_network_is_measured_for_is_said_with_its_name(page: EdgePage, fake: FakeMeasures) -> None:
    page.controls.measure.click()
    drawn(page, "ResNet-18")
    assert page.controls.words.startswith("EfficientNet-Lite0: ")
    fake.answer_all()
    assert page.table.accessibleDescription() == ""


def test_lists_choose_where_from_and_which(page: EdgePage) -> None:
    controls = page.controls
    assert [controls.group.itemText(row) for row in range(controls.group.count())] == [
        *("Trained, comes with Convoscope", "Weights drawn by chance"),
    ]
    controls.group.picked.emit(1)
    assert page.bench.network.group == "drawn"
    assert controls.network.count() == len(all_networks(())) - 1
    controls.network.picked.emit(5)
    assert controls.network.currentText() == page.bench.network.title
    controls.threads.picked.emit(0)
    assert page.bench.threads == 1


def test_while_a_run_trains_it_says_that_measuring_waits(page: EdgePage, fake: FakeMeasures, lab: Lab) -> None:
    lab.training = True
    page.bench.follow_training()
    assert not page.controls.measure.isEnabled()
    assert page.controls.trouble.text() == BUSY
    page.key_actions["train"]()
    assert not fake.wishes
    lab.training = False
    page.bench.follow_training()
    assert page.controls.measure.isEnabled()


def test_if_nothing_changed_that_is_said_plainly(page: EdgePage, fake: FakeMeasures) -> None:
    fake.wrong["int8"] = fake.wrong["torch"]
    measure(page, fake)
    words = "No answer changed: all forms say the same of 6 pictures of a test. These came nearest to another answer."
    assert page.below.changed.words.text() == words


def test_a_click_on_a_picture_shows_it_larger_with_both_answers(page: EdgePage, fake: FakeMeasures) -> None:
    measure(page, fake)
    QTest.mouseClick(hung(page)[1], Qt.MouseButton.LeftButton)
    card = page.below.changed.card
    assert card.heading.text() == "float32 says cat, int8 says cup."
    assert card.verdict.text() == "It is: cat. It was right, and is wrong now."
    assert card.bars.words.startswith("cat: float32 PyTorch 91 %, int8 ONNX Runtime 4.5 %; cup: ")


def test_a_tie_is_told_and_not_taken_for_an_answer(page: EdgePage, fake: FakeMeasures) -> None:
    fake.tied = (2,)
    measure(page, fake)
    changed = page.below.changed
    assert changed.words.text() == "2 answers changed, of 6 pictures of a test; 1 of them is a tie in int8."
    tie, other = sorted(hung(page), key=lambda each: "a tie" not in each.accessibleName())
    assert tie.accessibleName().startswith("int8 a tie at 49 %, was dog, 91 %")
    assert "a tie" not in other.accessibleName()
    QTest.mouseClick(tie, Qt.MouseButton.LeftButton)
    words = "float32 says dog. int8 can’t tell it from cat: both have the same logit."
    assert changed.card.heading.text() == words


def test_one_form_alone_can_be_looked_at(page: EdgePage, fake: FakeMeasures) -> None:
    fake.wrong["onnx"] = (1, 4)
    measure(page, fake)
    assert len(hung(page)) == 3
    page.below.changed.only.picked.emit(1)
    assert [button.accessibleName().split()[0] for button in hung(page)] == ["float32"]
    page.below.changed.only.picked.emit(0)
    assert len(hung(page)) == 3


def test_without_the_extra_the_sentence_stands_in_the_other_rows(page: EdgePage, fake: FakeMeasures) -> None:
    fake.forms, fake.missing = ("torch",), "A network in ONNX Runtime needs the extra edge: install it."
    measure(page, fake)
    assert page.table._words_of("int8") == fake.missing
    assert page.lessons.none.text() == ALONE


def test_without_answers_to_compare_the_layers_are_shown_until_one_chooses(page: EdgePage, fake: FakeMeasures) -> None:
    fake.pictures = None
    page.controls.measure.click()
    fake.layers = (("conv1", 0.002), ("fc", 0.001))
    fake.answer_all()
    assert page.below.stack.currentIndex() == LAYERS
    page.below.show_page(CHANGED)
    page.bench.choose(page.bench.network)
    assert page.below.stack.currentIndex() == CHANGED


def test_the_table_is_saved_as_a_picture_and_its_numbers_as_csv(
    page: EdgePage, fake: FakeMeasures, tmp_path: Path
) -> None:
    said: list[str] = []
    page.message.connect(said.append)
    page.ask_to_save()
    assert said == [NOTHING]
    measure(page, fake)
    page.write(tmp_path / "forms.png")
    picture = QImage(str(tmp_path / "forms.png"))
    assert picture.width() == 2 * (page.table.width() + 2 * page._appearance.px(MARGIN))
    page.write(tmp_path / "forms.csv")
    with (tmp_path / "forms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["form"], row["changed_pictures"]) for row in rows] == [
        *(("float32, PyTorch", ""), ("float32, ONNX Runtime", ""), ("int8, ONNX Runtime", "2 3")),
    ]
    page.write(tmp_path / "forms.doc")
    assert said[-1].startswith("Nothing is saved as 'forms.doc'")


def test_what_must_be_told_of_the_numbers_leaves_with_them(page: EdgePage, fake: FakeMeasures, tmp_path: Path) -> None:
    measure(page, fake)
    page.write(tmp_path / "quiet.png")
    fake.notes = ("Other work disturbed this.",)
    measure(page, fake)
    assert "int8, ONNX Runtime: Other work disturbed this." in page.controls.words
    page.write(tmp_path / "forms.png")
    quiet, told = (pixels(QImage(str(tmp_path / name))) for name in ("quiet.png", "forms.png"))
    margin = 2 * page._appearance.px(MARGIN)
    under = told[len(quiet) - margin : -margin]
    assert len(told) > len(quiet)
    assert QColor(*(int(each) for each in told[0, 0])) == QColor(page._appearance.theme.background)
    assert (under != under[-1, -1]).any(), "the sentence stands under the table"
    free = margin - 4  # the ends of lines are smooth
    edges = (told[:free], told[-free:], told[:, :free], told[:, -free:])
    assert all((edge == told[0, 0]).all() for edge in edges), "nothing touches the edge"
    page.write(tmp_path / "forms.csv")
    with (tmp_path / "forms.csv").open(encoding="utf-8", newline="") as file:
        assert [row["notes"] for row in csv.DictReader(file)] == ["", "", "Other work disturbed this."]


def test_saving_suggests_the_networks_name(
    page: EdgePage, fake: FakeMeasures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def name(_parent: object, _title: str, suggested: str, kinds: str) -> tuple[str, str]:
        asked.append(Path(suggested).name)
        return str(tmp_path / "mine"), kinds.split(";;")[2]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", name)
    measure(page, fake)
    page.key_actions["export"]()
    assert asked == ["EfficientNet-Lite0-on-the-edge.png"]
    assert (tmp_path / "mine.csv").is_file()


def test_the_table_is_copied_as_a_picture(page: EdgePage, fake: FakeMeasures) -> None:
    measure(page, fake)
    page.key_actions["copy-picture"]()
    clipboard = QGuiApplication.clipboard()
    assert clipboard.image().width() == 2 * (page.table.width() + 2 * page._appearance.px(MARGIN))
    clipboard.clear()  # what lies there must not outlive Qt


def test_space_measures_and_stops(page: EdgePage, fake: FakeMeasures) -> None:
    assert page.controls.measure.hasFocus()
    page.key_actions["toggle"]()
    assert page.bench.going
    page.key_actions["toggle"]()
    assert not page.bench.going


def test_a_folder_of_pictures_is_asked_about_and_can_be_given_back(
    page: EdgePage, fake: FakeMeasures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure(page, fake)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "holiday"))
    said: list[str] = []
    page.message.connect(said.append)
    page.below.own.click()
    assert "“holiday” are asked about" in said[-1]
    assert page.controls.trouble.text() == OTHER_PICTURES
    assert page.below.own.isHidden()
    measure(page, fake)
    assert fake.wishes[-1].folder == tmp_path / "holiday"
    assert page.controls.trouble.isHidden()
    page.below.back.click()
    assert page.bench.folder is None
    assert page.controls.trouble.text() == OTHER_PICTURES, "the table is that of the folder"
    measure(page, fake)
    assert page.controls.trouble.isHidden()


def test_an_opened_network_is_on_the_bench(page: EdgePage) -> None:
    page.show_subject(Subject("mine.onnx", onnx=Path("mine.onnx")))
    assert page.controls.network.currentText() == "mine.onnx"
    assert page.controls.group.currentText() == "Opened"
    other = Subject("other.safetensors", "resnet-18", Path("laid-out"), None, 11_180_103, 1_814_083_944, (3, 224, 224))
    page.show_subject(other)
    assert page.controls.network.count() == 2, "what was opened before can be compared with"
    assert page.controls.network.currentText() == "other.safetensors"
    said = "11.2 million parameters, 1,814 million multiply-accumulates for a picture of 224 × 224, no gates."
    assert said in page.controls.status.text(), "these are the file’s numbers, and not those of the description"


def test_an_error_of_ours_can_be_copied_with_its_details(page: EdgePage, fake: FakeMeasures) -> None:
    assert page.controls.details.isHidden()
    page.bench.measure()
    fake.say(Over("It broke.", details="Traceback: a slip"))
    assert page.controls.trouble.text() == "It broke."
    assert page.controls.details.isVisible()
    page.controls.details.click()
    assert QGuiApplication.clipboard().text() == "It broke.\n\nTraceback: a slip"
    page.bench.measure()
    assert page.controls.details.isHidden()
    fake.say(Over("There is no memory for it."))
    assert page.controls.details.isHidden(), "there is nothing that anybody could mend"


def test_before_all_forms_are_in_nobody_says_that_all_agree(page: EdgePage, fake: FakeMeasures) -> None:
    fake.wrong = dict.fromkeys(fake.wrong, (1,))
    page.bench.measure()
    fake.say(Answering(fake.pictures))
    for form in ("torch", "onnx"):
        fake.answer(form)
    assert "the forms that are measured say the same" in page.below.changed.words.text()
    fake.answer("int8")
    fake.say(Over())
    assert "all forms say the same" in page.below.changed.words.text()


def test_without_a_run_of_ones_own_it_is_told_that_there_could_be_some(page: EdgePage, fake: FakeMeasures) -> None:
    assert NO_RUNS in page.controls.status.text()
    page.bench.offer((*page.bench.networks, Network("CNN", OfRun("key", 0), "run")))
    assert NO_RUNS not in page.controls.status.text()


def test_every_control_has_a_name(page: EdgePage, fake: FakeMeasures) -> None:
    measure(page, fake)
    controls = [each for each in page.findChildren(QAbstractButton) if each.isVisible()]
    assert controls
    assert all(spoken_name(each)[:1].isalnum() for each in controls)
    assert {spoken_name(each) for each in page.findChildren(QComboBox)} == {
        *("Networks from where", "Network", "Threads", "Changed in which form"),
    }


@pytest.mark.parametrize("size", [(1280, 700), (1920, 1060)])
@pytest.mark.parametrize("theme", ["dark", "projector"])
def test_all_of_it_has_room(
    page: EdgePage, fake: FakeMeasures, looks: Appearance, qtbot: QtBot, size: tuple[int, int], theme: str
) -> None:
    looks.theme = THEMES[theme]
    looks.fit(*size)
    page.resize(*size)
    measure(page, fake)
    qtbot.waitUntil(lambda: page.size().width() == size[0])
    QApplication.processEvents()
    assert (page.width(), page.height()) == size
    for widget in (page.table, page.below, page.lessons, page.below.changed.card):
        assert is_inside(widget, page)


def is_inside(widget: QWidget, page: QWidget) -> bool:
    corner = widget.mapTo(page, QPoint(widget.width(), widget.height()))
    return corner.x() <= page.width() and corner.y() <= page.height() and widget.height() > 40


def test_larger_letters_are_scrolled_and_not_cut(page: EdgePage, fake: FakeMeasures, looks: Appearance) -> None:
    (room,) = page.findChildren(LeastRoom)
    measure(page, fake)
    assert not room.verticalScrollBar().isVisible()
    page.resize(1280, 540)
    looks.text = "largest"
    QApplication.processEvents()
    QApplication.processEvents()
    assert room.verticalScrollBar().isVisible()
    assert page.height() == 540
    assert page.table.height() >= page.table.minimumSizeHint().height()
    assert page.below.height() >= page.below.minimumSizeHint().height()


def test_what_went_wrong_stands_out_from_what_there_is_to_know(page: EdgePage, fake: FakeMeasures) -> None:
    controls = page.controls
    assert controls.trouble.isHidden()
    controls.measure.click()
    fake.say(Over("The file is gone. Open it again."))
    assert controls.trouble.text() == "The file is gone. Open it again."
    assert controls.trouble.objectName() == "warning"
    assert "million parameters" in controls.status.text()
    assert "gone" not in controls.status.text()
    controls.measure.click()
    assert controls.trouble.isHidden(), "it is tried again"
    fake.answer_all()
    page.show_subject(Subject("mine.onnx", onnx=Path("mine.onnx")))
    measure(page, fake)
    assert controls.status.isHidden(), "a line without words takes no room"


def test_an_onnx_file_says_why_pytorch_has_no_numbers(page: EdgePage, fake: FakeMeasures) -> None:
    page.show_subject(Subject("mine.onnx", onnx=Path("mine.onnx")))
    page.controls.measure.click()
    assert page.table._words_of("torch") == AS_FILE
    assert page.table._words_of("onnx") == "It is being measured…"


def test_a_network_without_answers_is_said_to_have_none(page: EdgePage, fake: FakeMeasures) -> None:
    page.bench.measure()
    fake.say(Answering(fake.pictures))
    fake.say(Measured(measured("onnx")))
    fake.say(Over())
    assert page.below.changed.words.text() == NO_ANSWERS


@pytest.mark.parametrize("theme", list(THEMES))
def test_what_the_page_is_about_is_read_whole_in_the_largest_letters(
    page: EdgePage, looks: Appearance, theme: str
) -> None:
    looks.theme = THEMES[theme]
    looks.text = "largest"
    page.setStyleSheet(stylesheet(looks))
    page.resize(1280, 700)
    ways_out = QWidget()
    ways_out.setFixedWidth(480)
    page.have_way_out(ways_out)
    QApplication.processEvents()
    words = page.subtitle
    wraps = Qt.TextFlag.TextWordWrap if words.wordWrap() else Qt.TextFlag.TextSingleLine
    needed = words.fontMetrics().boundingRect(words.contentsRect(), wraps, words.text())
    assert words.text() == ABOUT
    assert page.minimumSizeHint().width() <= page.width() == 1280
    assert words.contentsRect().contains(needed)
