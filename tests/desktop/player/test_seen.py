from __future__ import annotations

import pytest

from desktop.player.seen import Seen
from desktop.player.session import SceneSession
from scenes.stage.core.catalogue import Catalogue


@pytest.fixture
def seen(session: SceneSession) -> Seen:
    return Seen(session)


def test_a_scene_is_seen_when_time_moves_in_its_last_step(session: SceneSession, seen: Seen) -> None:
    session.jump(6.0)
    assert seen.names == frozenset(), "the second step's end is not the third"
    session.jump(6.1)
    assert seen.names == {"mini"}
    session.to_start()
    assert seen.names == {"mini"}


def test_to_open_a_scene_where_it_was_left_is_not_to_see_it(session: SceneSession) -> None:
    session.jump(8.0)
    seen = Seen(session)
    session.open("other")
    session.open("mini")
    assert seen.names == frozenset()
    session.jump(7.9)
    assert seen.names == {"mini"}


def test_a_scene_of_one_step_is_seen_when_it_has_moved(session: SceneSession, seen: Seen) -> None:
    session.open("other")
    assert "other" not in seen.names
    session.jump(0.5)
    assert seen.names == {"other"}


def test_next_is_the_first_of_the_course_that_was_not_seen(session: SceneSession) -> None:
    seen = Seen(session, ("mini", "gone since"))
    assert seen.next is not None
    assert seen.next.name == "other"
    session.open("broken")
    session.jump(1.0)
    assert seen.next.name == "other"
    session.open("other")
    session.jump(1.0)
    assert seen.next.name == "mini", "all were seen, so it begins again"
    assert Seen(SceneSession(Catalogue(()))).next is None


def test_to_begin_afresh_puts_all_to_the_beginning_and_can_be_taken_back(session: SceneSession, seen: Seen) -> None:
    session.turn("n", 5)
    session.jump(7.0)
    session.open("broken")
    session.set_speed(2.0)
    session.set_loop(True)
    seen.begin_afresh()
    assert (session.scene.name, session.player.t) == ("mini", 0.0)
    assert session.knobs == session.scene.knobs()
    assert (session.player.speed, session.player.loop) == (1.0, False)
    assert seen.names == frozenset()
    assert seen.can_take_back
    seen.take_back()
    assert session.scene.name == "broken"
    assert session.knobs_of("mini").n == 5
    assert (session.player.speed, session.player.loop) == (2.0, True)
    assert seen.names == {"mini"}
    session.open("mini")
    assert session.player.t == 7.0
    assert not seen.can_take_back


def test_it_is_not_taken_back_once_something_is_opened(session: SceneSession, seen: Seen) -> None:
    session.turn("n", 5)
    seen.begin_afresh()
    session.open("other")
    assert not seen.can_take_back
    seen.take_back()
    assert session.knobs_of("mini").n == 3
