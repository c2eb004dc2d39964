"""The player: it plays, pauses, rests, plays backwards, steps, jumps, scrubs and loops, and never leaves the scene."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scenes.stage.core.player import SPEEDS, Player, rest_after
from scenes.stage.core.timeline import Step, boundaries, step_at

steadily = settings(derandomize=True, deadline=None, max_examples=60)
Steps = tuple[Step, ...]


def steps_of(*seconds: float) -> Steps:
    return tuple(Step(f"Step {index}", "Something happens.", each) for index, each in enumerate(seconds))


STEPS = steps_of(2.0, 3.0, 1.0)
plans = st.lists(st.floats(0.1, 20), min_size=1, max_size=6).map(lambda seconds: steps_of(*seconds))
speeds = st.sampled_from([*SPEEDS, *(-speed for speed in SPEEDS)])
moments = st.floats(0.0001, 0.5)

MOVES: dict[str, Callable[[Player, Steps], Player]] = {
    "advance": lambda player, steps: player.advance(0.4, steps),
    "rush": lambda player, steps: player.advance(1000.0, steps),
    "toggle": Player.toggled,
    "play step": Player.played_step,
    "step": Player.stepped,
    "step back": Player.stepped_back,
    "jump before": lambda player, steps: player.jumped(-3.0, steps),
    "jump beyond": lambda player, steps: player.jumped(1e9, steps),
    "scrub": lambda player, steps: player.scrubbed(1.7, steps),
    "turn round": lambda player, steps: replace(player, speed=-player.speed, once=False),
    "loop": lambda player, steps: replace(player, loop=not player.loop),
    "play through": lambda player, steps: replace(player, through=not player.through),
    "arrive": Player.arrived,
}


def test_every_speed_of_the_course_is_there() -> None:
    assert (min(SPEEDS), max(SPEEDS)) == (0.25, 4.0)
    assert 1.0 in SPEEDS


@steadily
@given(plans, speeds, st.lists(st.sampled_from(sorted(MOVES)), max_size=12))
def test_time_stays_within_the_scene_whatever_is_done(steps: Steps, speed: float, moves: list[str]) -> None:
    player, length = Player(speed=speed), boundaries(steps)[-1]
    for move in moves:
        player = MOVES[move](player, steps)
        assert 0 <= player.t <= length
        assert 0 <= player.shown(steps, reduced_motion=True) <= length
        assert player.playing or (player.once, player.rest) == (False, 0.0)
        assert player.rest == 0.0 or player.t in (0.0, *boundaries(steps))


@steadily
@given(plans, speeds, moments, moments, st.floats(0, 1), st.booleans())
def test_two_short_advances_are_one_long_one(
    steps: Steps, speed: float, first: float, second: float, share: float, loop: bool
) -> None:
    """How often time is asked for makes no difference, over rests and ends too."""
    player = Player(t=share * boundaries(steps)[-1], speed=speed, playing=True, loop=loop, through=True)
    once, twice = player.advance(first + second, steps), player.advance(first, steps).advance(second, steps)
    assert once.playing == twice.playing
    assert once.t == pytest.approx(twice.t, abs=1e-6)
    assert once.rest == pytest.approx(twice.rest, abs=1e-6)


@steadily
@given(plans, speeds, moments, st.floats(0, 1))
def test_backwards_undoes_forwards(steps: Steps, speed: float, dt: float, share: float) -> None:
    length = boundaries(steps)[-1]
    player = Player(t=share * length, speed=speed, playing=True)
    there = player.advance(dt, steps)
    assume(there.playing)
    back = replace(there, speed=-speed).advance(dt, steps)
    assert back.t == pytest.approx(player.t, abs=1e-9)


@pytest.mark.parametrize(("speed", "start", "end"), [(2.0, 5.5, 6.0), (-2.0, 0.5, 0.0)])
def test_it_stops_at_the_end_and_plays_on_from_the_other(speed: float, start: float, end: float) -> None:
    stopped = Player(t=start, speed=speed, playing=True).advance(1.0, STEPS)
    assert (stopped.t, stopped.playing) == (end, False)
    again = stopped.toggled(STEPS)
    assert (again.t, again.playing) == (6.0 - end, True)
    assert 0 < again.advance(0.1, STEPS).t < 6


@pytest.mark.parametrize(
    ("speed", "start", "end"), [(1.0, 2.0, 5.0), (-1.0, 5.0, 2.0), (0.5, 2.5, 5.0), (-1.0, 4.0, 2.0)]
)
def test_it_stops_at_the_end_of_each_step_in_both_directions(speed: float, start: float, end: float) -> None:
    stopped = Player(t=start, speed=speed).toggled(STEPS).advance(1000.0, STEPS)
    assert stopped == Player(t=end, speed=speed)


@pytest.mark.parametrize(
    ("words", "seconds", "lead", "rest"),
    [(4, 2.0, 0.0, 1.2), (14, 3.6, 0.6, 2.6), (14, 20.0, 0.6, 1.2), (20, 2.0, 0.0, 6.0)],
)
def test_a_step_rests_as_long_as_its_words_need_beyond_its_motion(
    words: int, seconds: float, lead: float, rest: float
) -> None:
    assert rest_after(Step("Title", " word" * words, seconds, lead=lead)) == pytest.approx(rest)


@pytest.mark.parametrize("speed", [0.5, 1.0, 4.0])
def test_playing_through_it_rests_at_each_steps_end_and_time_stands_still(speed: float) -> None:
    rest = rest_after(STEPS[0])
    arrived = Player(t=1.0, speed=speed, playing=True, through=True).advance(1.0 / speed, STEPS)
    assert (arrived.t, arrived.rest, arrived.playing) == (2.0, rest, True)
    resting = arrived.advance(0.75 * rest / speed, STEPS)
    assert (resting.t, resting.playing) == (2.0, True)
    assert resting.advance((0.25 * rest + 0.5) / speed, STEPS).t == pytest.approx(2.5)


def test_playing_through_it_stops_at_the_end_of_the_scene_at_once() -> None:
    assert Player(t=5.5, playing=True, through=True).advance(0.5, STEPS) == Player(t=6.0, through=True)
    back = Player(t=0.5, speed=-1.0, playing=True, through=True).advance(0.5, STEPS)
    assert back == Player(t=0.0, speed=-1.0, through=True)


def test_a_rest_is_over_as_soon_as_a_hand_does_something() -> None:
    resting = Player(t=1.5, playing=True, through=True).advance(1.0, STEPS)
    assert resting.rest > 0
    through = Player(through=True)
    assert resting.toggled(STEPS) == replace(through, t=2.0)
    assert resting.played_step(STEPS) == replace(through, t=2.0, playing=True, once=True), "it goes on, it is no end"
    assert resting.scrubbed(4.0, STEPS) == replace(through, t=4.0, playing=True)
    assert resting.stepped_back(STEPS) == through
    assert resting.toggled(STEPS).toggled(STEPS).advance(0.5, STEPS).t == 2.5


def test_a_step_asked_for_stops_at_its_end_also_where_it_plays_through() -> None:
    player = Player(t=2.0, through=True).played_step(STEPS)
    assert player.advance(1000.0, STEPS) == Player(t=5.0, through=True)
    on_the_way = Player(t=2.0, playing=True, through=True).advance(1.0, STEPS)
    assert on_the_way.played_step(STEPS) == Player(t=5.0, through=True)


@pytest.mark.parametrize(("speed", "start", "t"), [(1.0, 5.5, 0.5), (4.0, 5.0, 1.5), (-1.0, 0.25, 5.25)])
def test_a_loop_rests_at_the_end_and_starts_over(speed: float, start: float, t: float) -> None:
    way = start if speed < 0 else 6.0 - start
    resting = Player(t=start, speed=speed, playing=True, loop=True).advance(way / abs(speed), STEPS)
    assert (resting.t, resting.playing) == (0.0 if speed < 0 else 6.0, True)
    assert resting.rest == pytest.approx(1.2)
    on_its_way = t if speed > 0 else 6.0 - t
    player = resting.advance((resting.rest + on_its_way) / abs(speed), STEPS)
    assert player.t == pytest.approx(t)


@steadily
@given(plans, speeds, st.lists(st.floats(0, 100), min_size=1, max_size=5))
def test_a_loop_never_stops(steps: Steps, speed: float, pauses: list[float]) -> None:
    player = Player(speed=speed, playing=True, loop=True)
    for dt in pauses:
        player = player.advance(dt, steps)
        assert player.playing
        assert 0 <= player.t < boundaries(steps)[-1] + 1e-9


def test_a_pause_keeps_the_moment() -> None:
    paused = Player(t=1.5, playing=True).toggled(STEPS)
    assert paused == Player(t=1.5)
    assert paused.advance(5.0, STEPS) == paused
    assert paused.toggled(STEPS) == Player(t=1.5, playing=True)


@steadily
@given(plans)
def test_stepping_visits_every_boundary_both_ways(steps: Steps) -> None:
    ends = [0.0, *boundaries(steps)]
    player = Player()
    for end in ends[1:]:
        player = player.stepped(steps)
        assert player == Player(t=end)
    assert player.stepped(steps) == player
    for end in reversed(ends[:-1]):
        player = player.stepped_back(steps)
        assert player == Player(t=end)
    assert player.stepped_back(steps) == player


def test_stepping_from_within_a_step_goes_to_its_ends() -> None:
    assert Player(t=3.0, playing=True).stepped(STEPS) == Player(t=5.0)
    assert Player(t=3.0, playing=True).stepped_back(STEPS) == Player(t=2.0)


def test_one_step_is_played_to_its_end_and_no_further() -> None:
    player = Player(t=2.0, speed=4.0).played_step(STEPS)
    assert player.playing
    half_way = player.advance(0.5, STEPS)
    assert (half_way.t, half_way.playing) == (4.0, True)
    arrived = half_way.advance(0.5, STEPS)
    assert arrived == Player(t=5.0, speed=4.0)


def test_asked_again_on_the_way_a_played_step_is_over_at_once() -> None:
    on_the_way = Player(t=2.0).played_step(STEPS).advance(0.5, STEPS)
    assert on_the_way.played_step(STEPS) == Player(t=5.0)


def test_a_step_is_always_played_forwards_also_in_a_loop() -> None:
    player = Player(t=5.0, speed=-2.0, loop=True).played_step(STEPS)
    assert player.speed == 2.0
    assert player.advance(10.0, STEPS) == Player(t=6.0, speed=2.0, loop=True)
    assert Player(t=6.0).played_step(STEPS) == Player(t=6.0)


def test_playing_on_after_a_played_step_does_not_stop_at_its_end() -> None:
    player = Player(through=True).played_step(STEPS).toggled(STEPS).toggled(STEPS)
    assert player.advance(3.0, STEPS).playing


@pytest.mark.parametrize(("asked", "t"), [(-1.0, 0.0), (2.5, 2.5), (99.0, 6.0)])
def test_a_jump_rests_and_a_scrub_plays_on(asked: float, t: float) -> None:
    playing = Player(t=1.0, playing=True, once=True)
    assert playing.jumped(asked, STEPS) == Player(t=t)
    assert playing.scrubbed(asked, STEPS) == Player(t=t, playing=True)
    assert Player(t=1.0).scrubbed(asked, STEPS) == Player(t=t)


def test_reduced_motion_shows_only_the_ends_of_steps_each_once() -> None:
    player = Player(playing=True, through=True)
    seen = [player.shown(STEPS, reduced_motion=True)]
    while player.playing:
        player = player.advance(1 / 30, STEPS)
        seen.append(player.shown(STEPS, reduced_motion=True))
    assert sorted(set(seen)) == [0.0, 2.0, 5.0, 6.0]
    assert seen[-1] == player.t
    assert all(later >= earlier for earlier, later in pairwise(seen))


@steadily
@given(plans, st.floats(0.001, 1))
def test_reduced_motion_stays_in_the_present_step(steps: Steps, share: float) -> None:
    player = Player(t=share * boundaries(steps)[-1], playing=True)
    still = player.shown(steps, reduced_motion=True)
    assert step_at(steps, still) == step_at(steps, player.t)
    assert still in boundaries(steps)
    assert player.shown(steps) == player.t
    at_rest = replace(player, playing=False)
    assert at_rest.shown(steps, reduced_motion=True) == player.t


def test_a_scene_without_steps_holds_the_player_at_its_start() -> None:
    for move in MOVES.values():
        assert move(Player(), ()).t == 0.0
    assert Player(playing=True).advance(1.0, ()).t == 0.0
    assert Player(playing=True, loop=True, through=True).advance(1.0, ()).t == 0.0
    assert Player(playing=True).shown((), reduced_motion=True) == 0.0


@pytest.mark.parametrize(("t", "shown"), [(0.0, 0.0), (1.5, 1.5), (2.0, 2.0), (2.1, 2.6), (2.6, 2.6), (3.0, 3.0)])
def test_with_reduced_motion_a_hand_cuts_from_step_to_step(t: float, shown: float) -> None:
    steps = (Step("One", "The first one.", 2.0), Step("Two", "The second one.", 2.0, lead=0.6))
    assert Player(t=t).shown(steps, reduced_motion=True) == pytest.approx(shown)
    assert Player(t=t).shown(steps) == t
