from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from desktop.lab.drawing.answers import LETTERS, NARROWEST, Answers, chance_text, grid
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from scenes.stage.data.recording import Recording

BOTH, ALONE = (228.0, 146.0), (420.0, 146.0)
"""The room beside the pad in a window of 1280 by 720, with the charts and without them."""


@pytest.mark.parametrize("room", [BOTH, ALONE])
@pytest.mark.parametrize("networks", range(1, 7))
def test_every_network_has_room_for_its_answer_in_letters_that_can_be_read(
    networks: int, room: tuple[float, float]
) -> None:
    found = grid(networks, 10, room, LETTERS)
    rows = -(-networks // found.across)
    assert found.letter >= 11
    assert found.classes >= (3 if networks < 4 else 1)
    assert rows * (found.classes + 1) * 1.35 * found.letter <= room[1] + 1e-6
    assert found.across == 1 or room[0] / found.across >= NARROWEST * found.letter


def test_in_next_to_no_room_the_strongest_stands_beside_each_name() -> None:
    found = grid(6, 10, (228.0, 80.0), LETTERS)
    assert (found.across, found.classes) == (1, 0)
    assert 6 * 1.35 * found.letter <= 80.0 + 1e-6


@pytest.fixture
def recording(story: SimpleNamespace) -> Recording:
    made: Recording = story.recording_of(story.run_events(40))
    return made


@pytest.fixture
def answers(qtbot: QtBot, looks: Appearance) -> Answers:
    made = Answers(looks)
    qtbot.addWidget(made)
    made.resize(228, 146)
    return made


def test_each_network_says_its_strongest_class_in_its_colour(
    answers: Answers, looks: Appearance, recording: Recording
) -> None:
    snapshot = recording.snapshots[-1]
    answers.show_snapshot(recording.plan, snapshot)
    assert len(answers.words) == len(recording.plan.contestants)
    for words, contestant, view in zip(answers.words, recording.plan.contestants, snapshot.views, strict=True):
        assert view is not None
        strongest = int(view.probabilities.array.argmax())
        assert words.startswith(f"{contestant.name}: {recording.plan.classes[strongest]} ")
    seen = answers.grab().toImage()
    colours = {seen.pixelColor(x, y).name() for x in range(seen.width()) for y in range(seen.height())}
    assert {contestant_colour(index, looks.theme).lower() for index in range(len(answers.words))} <= colours


def test_who_has_left_the_race_gives_no_answer(answers: Answers, recording: Recording) -> None:
    snapshot = recording.snapshots[-1]
    answers.show_snapshot(recording.plan, replace(snapshot, views=(None, *snapshot.views[1:])))
    assert answers.words[0].endswith(": no answer")
    answers.grab()
    answers.show_snapshot(recording.plan, None)
    assert answers.words == ()


def test_a_probability_is_told_in_whole_per_cent() -> None:
    assert [chance_text(share) for share in (0.0, 0.614, 1.0)] == ["0 %", "61 %", "100 %"]
    assert chance_text(0.18, before=0.7) == "70 → 18 %"


def test_what_was_said_before_stands_beside_what_is_said_now(answers: Answers, recording: Recording) -> None:
    now, before = recording.snapshots[-1], recording.snapshots[0]
    answers.show_snapshot(recording.plan, now, before)
    for index, words in enumerate(answers.words):
        one, other = (each.views[index] for each in (now, before))
        assert one is not None
        assert other is not None
        said = int(one.probabilities.array.argmax())
        shares = (float(each.probabilities.array[said]) for each in (one, other))
        assert words.endswith(f"{recording.plan.classes[said]} {chance_text(*shares)}")
    assert not answers.grab().toImage().isNull()


def test_two_networks_in_a_narrow_room_have_bars_that_can_be_read() -> None:
    """At the side of a lens they stand one under the other."""
    assert grid(2, 10, (240.0, 100.0), LETTERS, enough=2).across == 1
    assert grid(2, 10, (480.0, 100.0), LETTERS, enough=2).across == 2
    assert grid(2, 10, (400.0, 100.0), LETTERS, enough=2, wider=4.0).across == 1, "longer figures need more room"
