from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop.player.remembered import Remembered, fitting
from desktop.player.session import SceneSession
from desktop.player.stand_ins import NOTHING
from scenes.stage.core.catalogue import Catalogue, Scene, poster
from scenes.stage.core.knobs import Knobs, integer
from scenes.stage.core.stage import Stage
from tests.desktop.conftest import mini, other


def test_turning_a_knob_draws_at_once_and_keeps_time(session: SceneSession, qtbot: QtBot) -> None:
    session.jump(5.0)
    before = session.frame
    with qtbot.waitSignals([session.drawn, session.turned, session.stepped]):
        assert session.turn("n", 4)
    assert session.frame != before
    assert session.player.t == 5.0
    assert session.frame.steps[1].caption == "The second caption, for size 4."


def test_turning_a_knob_while_playing_keeps_playing(session: SceneSession) -> None:
    session.toggle()
    session.advance(1.0)
    session.turn("n", 2)
    assert session.player.playing
    assert session.player.t == 1.0


def test_time_is_clamped_when_the_scene_becomes_shorter(session: SceneSession) -> None:
    session.jump(8.0)
    session.turn("mode", "wide")
    assert session.player.t == session.seconds == 6.0
    assert session.frame.t == 6.0


def test_undo_of_what_made_the_scene_shorter_brings_the_place_back(session: SceneSession) -> None:
    session.jump(7.5)
    session.turn("mode", "wide")
    session.turn("n", 2)
    assert (session.player.t, session.frame.t, session.step) == (6.0, 6.0, 1)
    session.undo()
    assert session.player.t == 6.0
    session.undo()
    assert (session.player.t, session.frame.t, session.step) == (7.5, 7.5, 2)
    session.redo()
    assert session.player.t == 6.0
    session.jump(4.0)
    session.undo()
    assert session.player.t == 4.0, "where somebody has gone since"


def test_an_impossible_value_is_refused_with_its_reason(session: SceneSession, qtbot: QtBot) -> None:
    session.turn("mode", "odd")
    with qtbot.waitSignal(session.refused) as refused:
        assert not session.turn("n", 4)
    assert refused.args == ["n", "Odd mode needs an odd size."]
    assert session.knobs.n == 3
    assert session.refusal("n", 4) == "Odd mode needs an odd size."
    assert session.refusal("n", 5) is None


def test_undo_and_redo_are_per_scene(session: SceneSession) -> None:
    session.turn("n", 4)
    session.open("other")
    assert not session.undoable
    session.open("mini")
    session.undo()
    assert session.knobs.n == 3
    assert session.redoable
    session.redo()
    assert session.knobs.n == 4


def test_a_merged_gesture_is_one_undo(session: SceneSession) -> None:
    for n in (4, 2, 1):
        session.turn("n", n, "slide")
    session.seal()
    session.undo()
    assert session.knobs.n == 3
    assert not session.undoable


def test_reset_can_be_undone(session: SceneSession) -> None:
    session.turn("n", 1)
    session.reset()
    assert session.knobs.n == 3
    session.undo()
    assert session.knobs.n == 1


def test_a_scene_is_left_and_found_where_it_was(session: SceneSession) -> None:
    session.jump(3.0)
    session.open("other")
    assert session.player.t == 0.0
    session.open("mini")
    assert session.player.t == 3.0


def test_next_step_plays_and_then_completes(session: SceneSession) -> None:
    session.next_step()
    assert session.player.playing
    session.advance(0.5)
    session.next_step()
    assert session.player.t == 2.0
    assert not session.player.playing


def test_reduced_motion_shows_step_ends_only(session: SceneSession) -> None:
    session.reduced_motion = True
    session.next_step()
    assert (session.player.t, session.player.playing) == (2.0, False)
    session.toggle()
    assert (session.player.t, session.player.playing) == (6.0, False), "it would stop there"
    session.to_start()
    session.set_through(True)
    session.next_step()
    session.toggle()
    session.advance(1.0)
    assert (session.player.t, session.frame.t) == (3.0, 6.0)
    session.next_step()
    assert (session.player.t, session.player.playing) == (8.0, False), "what is shown already is no next step"


def test_a_scene_opened_at_its_beginning_shows_its_poster_until_time_moves(session: SceneSession) -> None:
    session.open_afresh("other")
    assert session.at_poster
    assert session.frame == poster(other)
    assert (session.player.t, session.step) == (0.0, 0)
    session.set_loop(True)
    session.set_speed(2.0)
    session.to_start()
    assert session.at_poster, "none of this moves time"
    session.jump(0.5)
    assert not session.at_poster
    session.open("mini")
    session.open("other")
    assert not session.at_poster, "it opens where it was left"
    session.open_afresh("other")
    assert (session.at_poster, session.player.t) == (True, 0.0), "a hand that chooses it begins anew"


@pytest.mark.parametrize("begin", ["next_step", "toggle", "play"])
@pytest.mark.parametrize("reduced", [False, True])
def test_what_starts_the_first_step_leaves_the_poster(
    session: SceneSession, qtbot: QtBot, begin: str, reduced: bool
) -> None:
    session.reduced_motion = reduced
    assert session.at_poster
    with qtbot.waitSignals([session.drawn, session.stepped]):
        getattr(session, begin)()
    assert not session.at_poster
    assert session.frame.t == session.player.t == (2.0 if reduced else 0.0)
    assert session.player.playing != reduced


def test_a_poster_follows_the_knobs(session: SceneSession) -> None:
    session.turn("n", 4)
    assert session.at_poster
    assert session.frame == poster(mini, session.knobs)


def test_what_was_left_at_its_beginning_is_restored_as_a_poster(session: SceneSession) -> None:
    session.restore(Remembered(scene="other"))
    assert session.at_poster
    session.restore(Remembered(scene="mini", times={"mini": 3.0}, through=True))
    assert not session.at_poster
    assert (session.player.t, session.player.through) == (3.0, True)
    assert session.remember().through


def test_with_reduced_motion_a_hand_may_still_go_anywhere(session: SceneSession) -> None:
    session.reduced_motion = True
    session.jump(3.0)
    assert session.frame.t == 3.0


def test_a_held_player_stands_still_and_goes_on(session: SceneSession) -> None:
    session.toggle()
    session.held = True
    session.advance(1.0)
    assert session.player.t == 0.0
    session.held = False
    session.advance(1.0)
    assert session.player.t == 1.0


def test_playing_backwards_and_turning_round(session: SceneSession) -> None:
    session.jump(4.0)
    session.play(backwards=True)
    session.advance(1.0)
    assert session.player.t == 3.0
    session.play()
    assert session.player.playing
    session.advance(0.5)
    assert session.player.t == 3.5
    session.play()
    assert not session.player.playing


def test_speed_goes_along_the_list_and_keeps_the_direction(session: SceneSession) -> None:
    session.play(backwards=True)
    session.change_speed(1)
    assert session.player.speed == -1.5
    session.set_speed(99)
    assert session.player.speed == -4.0
    session.change_speed(1)
    assert session.player.speed == -4.0


def test_a_scene_that_raises_is_told_and_can_be_undone(session: SceneSession, qtbot: QtBot) -> None:
    session.open("broken")
    with qtbot.waitSignal(session.failed) as failed:
        session.turn("works", False)
    assert isinstance(failed.args[0], ZeroDivisionError)
    assert "can't be drawn" in session.steps[0].caption
    session.undo()
    assert session.steps[0].title == "Fine"


def test_without_scenes_there_is_still_something_to_show(qapp: object) -> None:
    session = SceneSession(Catalogue(()))
    assert session.scene is NOTHING
    session.next_step()
    assert session.frame.steps[0].title == "Nothing to show"


def test_an_unknown_scene_is_named(session: SceneSession) -> None:
    with pytest.raises(KeyError, match="mini, other, broken"):
        session.open("nowhere")


def test_a_session_is_remembered(session: SceneSession, small_catalogue: Catalogue) -> None:
    session.turn("n", 5)
    session.jump(3.5)
    session.set_speed(2.0)
    session.set_loop(True)
    session.open("other")
    remembered = session.remember()
    again = SceneSession(small_catalogue)
    assert again.restore(remembered) == []
    assert again.scene.name == "other"
    assert (again.player.speed, again.player.loop) == (2.0, True)
    again.open("mini")
    assert again.knobs.n == 5
    assert again.player.t == 3.5
    assert not again.undoable


def test_knobs_that_no_longer_fit_are_dropped_with_a_message(session: SceneSession) -> None:
    stored: dict[str, Any] = {"mini": {"n": 4, "gone": 1, "gain": "loud"}}
    messages = session.restore(Remembered(knobs=stored, scene="vanished"))
    assert session.knobs.n == 4
    assert session.scene.name == "mini"
    assert len(messages) == 2
    assert all(message.startswith("Mini:") for message in messages)


def test_knobs_that_fit_only_together_are_taken_in_any_order(mini_scene: Scene) -> None:
    for order in (("n", "relu", "bad"), ("bad", "relu", "n")):
        stored = {name: {"n": 4, "relu": True, "bad": 0}[name] for name in order}
        knobs, dropped = fitting(mini_scene.knobs, stored)
        assert (knobs.n, knobs.relu, dropped) == (4, True, ["bad"])


def test_the_end_of_a_gesture_that_changed_nothing_is_not_news(session: SceneSession, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(session.turned):
        session.seal()


def test_the_slowest_and_the_fastest_stay_what_they_are(session: SceneSession) -> None:
    for by, speed in ((-1, 0.25), (1, 4.0)):
        for _ in range(12):
            session.change_speed(by)
        assert session.player.speed == speed


@pytest.mark.parametrize(("stored", "speed"), [(99.0, 4.0), (-2.0, 2.0), (0.0, 0.25)])
def test_a_stored_speed_is_one_that_can_be_played(session: SceneSession, stored: float, speed: float) -> None:
    session.restore(Remembered(speed=stored))
    assert session.player.speed == speed


@pytest.mark.parametrize(("stored", "t"), [(-5.0, 0.0), (1e9, 8.0)])
def test_a_stored_time_is_one_of_the_scene(session: SceneSession, stored: float, t: float) -> None:
    session.restore(Remembered(scene="mini", times={"mini": stored}))
    assert session.player.t == t


def test_another_scene_is_opened_at_rest(session: SceneSession) -> None:
    session.toggle()
    session.open("other")
    assert not session.player.playing


@given(st.lists(st.tuples(st.sampled_from(["mini", "other"]), st.integers(1, 5), st.booleans()), max_size=12))
def test_a_knob_is_set_alike_whether_its_scene_is_open_or_not(acts: list[tuple[str, int, bool]]) -> None:
    aside, opened = (SceneSession(Catalogue((mini, other))) for _ in range(2))
    for scene, n, merged in acts:
        aside.open(scene)
        opened.open("mini")
        for session in (aside, opened):
            session.put("mini", "n", n, merging="found out" if merged else None)
    aside.open("mini")
    for _ in range(13):
        assert aside.knobs == opened.knobs == aside.knobs_of("mini")
        assert (aside.undoable, aside.redoable) == (opened.undoable, opened.redoable)
        aside.undo()
        opened.undo()


def test_what_was_stored_under_a_scenes_old_name_is_its_own(small_catalogue: Catalogue) -> None:
    renamed = Catalogue(
        tuple(replace(each, name=f"new-{each.name}", was=(each.name,)) for each in small_catalogue.scenes)
    )
    session = SceneSession(renamed)
    assert session.restore(Remembered(scene="mini", knobs={"mini": {"n": 4}}, times={"mini": 2.5})) == []
    assert (session.scene.name, session.knobs.n, session.player.t) == ("new-mini", 4, 2.5)  # type: ignore[attr-defined]
    session.open("other")
    assert session.scene.name == "new-other"


def test_of_what_was_stored_for_a_scene_that_was_split_each_part_takes_its_own_knobs() -> None:
    @dataclass(frozen=True)
    class First(Knobs):
        n: int = integer(2, 1, 5, label="Number")

    @dataclass(frozen=True)
    class Second(Knobs):
        m: int = integer(2, 1, 5, label="Number")

    first, second = replace(mini, name="whole", knobs=First), replace(mini, name="part", knobs=Second, was=("whole",))
    session = SceneSession(Catalogue((first, second)))
    assert session.restore(Remembered(scene="whole", knobs={"whole": {"n": 4, "m": 3}})) == []
    assert (session.knobs_of("whole").n, session.knobs_of("part").m) == (4, 3)  # type: ignore[attr-defined]
    told = session.restore(Remembered(scene="whole", knobs={"whole": {"gone": 1}}))
    assert len(told) == 2
    assert all("gone is as at first" in each for each in told)


def test_a_knob_that_makes_a_step_longer_leaves_the_player_at_the_same_share_of_it() -> None:
    def build(stage: Stage, knobs: Any) -> None:
        stage.step("One", "The first step.", 2.0 * knobs.n)
        stage.step("Two", "The second step.", 2.0)

    longer = replace(mini, name="longer", build=build)
    session = SceneSession(Catalogue((longer,)))
    session.turn("n", 2)
    session.jump(4.0)
    session.turn("n", 4)
    assert (session.step, session.player.t) == (0, 8.0)
    session.jump(9.0)
    session.undo()
    assert (session.step, session.player.t) == (1, 5.0)


def test_a_stop_of_a_lesson_has_its_scene_to_itself_and_is_found_as_it_was_left(session: SceneSession) -> None:
    session.turn("n", 4)
    session.jump(2.0)
    session.enter("stop 1", session.catalogue.find("mini"), mini.knobs(n=2), ("n",))
    assert (session.knobs, session.player.t, session.undoable, session.shows) == (mini.knobs(n=2), 0.0, False, ("n",))
    session.turn("n", 3)
    session.jump(5.0)
    session.enter("stop 2", session.catalogue.find("mini"), mini.knobs())
    assert session.knobs == mini.knobs()
    session.enter("stop 1", session.catalogue.find("mini"), mini.knobs(n=2))
    assert (session.knobs, session.player.t) == (mini.knobs(n=3), 5.0)
    assert session.left_at("stop 2") == mini.knobs()
    session.undo()
    assert session.knobs == mini.knobs(n=2)
    session.forget_stops()
    assert session.left_at("stop 2") is None
    assert (session.knobs, session.player.t, session.stop) == (mini.knobs(n=4), 2.0, "")


def test_another_scene_with_a_step_of_the_same_title_does_not_move_the_one_that_is_opened(
    session: SceneSession,
) -> None:
    session.turn("mode", "wide")
    session.jump(5.0)
    session.enter("stop", session.catalogue.find("mini"), mini.knobs())
    session.jump(5.0)
    session.open("mini")
    assert session.player.t == 5.0
