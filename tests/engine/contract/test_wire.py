import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.contract import events, questions, spec, wire
from engine.contract.pace import Pace
from engine.contract.sweeps import messages

RUN = spec.PRESETS["race"].spec
ENTRANT = events.ContestantInfo("CNN", spec.SmallCNN(), (events.Layer("conv1", "conv", "x", (8, 2, 2), 5, 7),), 5, 7)
PICTURE = events.Array.of(np.arange(4, dtype=np.uint8).reshape(1, 2, 2))
PICTURES = events.Array.of(np.arange(8, dtype=np.uint8).reshape(2, 1, 2, 2))
VALUES = events.Array.of(np.linspace(-1, 1, 6, dtype=np.float32))
HEADED = questions.Headed("efficientnet-lite0", ("x", "y"), VALUES, VALUES, VALUES, VALUES)

COMMANDS: list[events.Command] = [
    events.Start(RUN, paused=True),
    events.Start(RUN, weights=({"conv1.weight": VALUES}, {})),
    *(events.Start(preset.spec) for preset in spec.PRESETS.values()),
    events.Pause(),
    events.Resume(),
    events.Step(),
    events.Stop(),
    events.SetLearningRate(0.1),
    events.SetBatch(20),
    events.SetProbe(3),
    events.SetStop(spec.StopAt(steps=5, accuracy=0.9)),
    events.SetPace(Pace(rate=5.0, stop_at_epochs=True)),
    events.Measure("vgg-16", threads=2),
    questions.Query(0, questions.Present(1), questions.FindStrongest(RUN, "relu1", 3)),
    questions.Query(1, questions.Present(1), questions.Ascend((1, 8, 8), "relu1", 3, steps=8)),
    questions.Query(2, questions.Present(1), questions.SwitchOff(RUN, "relu1", (0, 3))),
    questions.Query(3, questions.Present(1), questions.Forward(PICTURE)),
    questions.Query(4, questions.Stored(spec.SmallCNN(), 10, 70.0, 100.0, {"a": VALUES}), questions.Forward(PICTURE)),
    questions.Query(5, questions.Fresh(RUN, ({"a": VALUES},)), questions.TryRates(1e-5, 1.0, 50)),
    questions.Query(
        6,
        questions.Stored(spec.SmallCNN(), 10, 70.0, 100.0, {"a": VALUES}),
        questions.MapGround(RUN, ({"a": VALUES}, {"a": VALUES}), "chance", 5, 20),
    ),
    questions.Query(
        7,
        questions.Untrained(spec.SmallCNN(), 10, 70.0, 100.0, 3),
        questions.Explain(PICTURE, "grad-cam", 4, 7, "conv1"),
    ),
    questions.Query(8, questions.Present(1), questions.Cover(PICTURE, 1, 30.5, (0, 1), (0,))),
    questions.Query(9, questions.Present(1), questions.CoverByRows(questions.Cover(PICTURE, 2, 30.5, (0,), (0,)))),
    questions.Query(10, questions.Present(1), questions.MapPoints("digits", ("relu1",), "t-sne", (VALUES,), 20)),
    questions.Query(11, questions.Published("efficientnet-lite0", 5), questions.ReadMaps(PICTURE, ("a",), (("a", 3),))),
    questions.Query(12, HEADED, questions.ReadMaps(PICTURE, ("a",))),
    questions.Query(13, questions.Published("efficientnet-lite0"), questions.ReadMeans(PICTURES)),
    questions.Query(
        14, questions.Published("a"), questions.TeachHead(("x", "y"), VALUES, (0, 1, 1), (False, False, True))
    ),
    questions.Query(
        15, questions.Published("a"), questions.CompareTeaching(PICTURES, VALUES, (0, 1), (2, 5), draws=3, seed=4)
    ),
    questions.Query(16, questions.Published("a"), questions.TimePasses((3, 224, 224), threads=2)),
    questions.Query(17, questions.Published("a"), questions.JudgeAll(PICTURES)),
    questions.BreakOff(5),
    events.Lend(spec.OwnData("mine", (1, 8, 8), ("a", "b"), ((5, 1), (5, 1)), "0" * 64), b"file"),
    messages.TrainAll((RUN, RUN), "ray:10.0.0.1:6379"),
    events.Ping(7),
    events.Quit(),
]
EVENTS: list[events.Event] = [
    events.Hello(events.PROTOCOL, {"python": "3.11"}),
    events.Ready((events.Device("cpu", "a CPU", True), events.Device("mps", "none", False, "No.")), 1, 0.5),
    events.Started(RUN, (ENTRANT,), ("bear", "bird"), 10, 4, 70.0, 100.0, 3, 12, 1, "cpu"),
    events.Started(RUN, (ENTRANT,), ("bear", "bird"), 10, 4, 70.0, 100.0, 3, 12, 1, "cpu", PICTURE, PICTURE),
    events.Tick(1, 0.25, 0.003, 64, 0.1, 0.2, (events.StepResult(2.3, 0.1, (1.0, float("inf"))), None)),
    events.ByHeart(10, (events.Learned(6, 0.02), events.Learned(150, float("inf")))),
    events.Ticks(2, (bytes(8), bytes(16))),
    events.Validated(1, 0.25, 500, (events.Score(2.0, 0.5), None)),
    events.Validated(1, 0.25, 500, (events.Score(2.0, 0.5, events.Health((0.5,), (1e-3, 2e-3))), None)),
    events.Predicted(1, (events.Predictions(PICTURE, PICTURE, VALUES), None)),
    events.Snapshot(1, 0.25, 0, PICTURE, 3, (events.View(VALUES, VALUES, (VALUES, PICTURE), VALUES, VALUES), None)),
    events.Checkpoint(1, ({"conv1.weight": VALUES}, None)),
    events.Paused(1),
    events.Resumed(1),
    events.Changed(1, 0.1, 20, 3, spec.StopAt(epochs=2.0), 850),
    events.Diverged(4, 0, "conv1", float("inf"), 3, "It did."),
    events.Finished("stopped", 4, 0.5, 1.0),
    events.Notice("Hear."),
    events.Failed("No.", "because", fatal=False),
    events.Measured("vgg-16", 0.5, 5, 1, "a CPU"),
    events.Unmeasured("vgg-16", "No.", "because"),
    questions.Reply(0, 0, 2, questions.Scanned(250, 500)),
    questions.Reply(0, 1, 2, questions.StrongestFound(PICTURE, (5,), (1,), (0.5,), ((3, 4),), (1, 0), 1)),
    questions.Reply(1, 0, 2, questions.Ascended(0, PICTURE, 0.5)),
    questions.Reply(2, 0, 2, questions.SwitchedOff(None, (4, 5), (5, 5))),
    questions.Reply(3, 0, 1, questions.Forwarded(events.View(VALUES, VALUES, (VALUES,), VALUES, VALUES)), step=5),
    questions.Reply(5, 49, 50, questions.RateTried(1.0, (2.5, None))),
    questions.Reply(6, 0, 6, questions.GroundPlane((-1.0, 1.0), (0.0, 2.0), ((0.5, 0.25), (0.0, 0.0)), 0.9, 11_274)),
    questions.Reply(6, 1, 6, questions.GroundRow(0, VALUES)),
    questions.Reply(7, 0, 1, questions.Explained(VALUES, VALUES)),
    questions.Reply(8, 0, 1, questions.Covered(0, VALUES, VALUES), step=5),
    questions.Reply(10, 0, 1, questions.PointsMapped("relu1", VALUES, 0.5, None)),
    questions.Reply(11, 0, 1, questions.MapsRead(VALUES, (PICTURE, VALUES))),
    questions.Reply(13, 1, 2, questions.MeansRead(25, VALUES)),
    questions.Reply(14, 0, 1, questions.HeadTaught(HEADED, (0.7, 0.5), 0.5, ((1, 0), (1, 0)), VALUES)),
    questions.Reply(14, 0, 1, questions.HeadTaught(HEADED, (), None, (), VALUES)),
    questions.Reply(15, 7, 30, questions.TeachingCompared("scratch", 5, 2, 0.75)),
    questions.Reply(16, 0, 1, questions.PassesTimed((0.25, 0.5), "a CPU", "PyTorch 2", (("conv1", 0.125),), 4096, 512)),
    questions.Reply(17, 1, 2, questions.Judged(1, VALUES)),
    questions.Waits(5, "Later."),
    questions.NoReply(3, "No.", "because"),
    messages.Training(0.5, (0, 3)),
    messages.RunTrained(3, b"tape"),
    messages.RunFailed(3, "No.", "because"),
    messages.AllTrained("failed", "No.", "because"),
    events.Pong(7),
]


@given(st.lists(st.sampled_from(COMMANDS), max_size=8), st.integers(1, 300))
def test_commands_arrive_whatever_the_pieces(commands: list[events.Command], size: int) -> None:
    stream = b"".join(wire.frame(command) for command in commands)
    decoder = wire.command_decoder()
    arrived = [one for at in range(0, len(stream), size) for one in decoder.feed(stream[at : at + size])]
    assert arrived == commands


@given(st.lists(st.sampled_from(EVENTS), max_size=8), st.integers(1, 300))
def test_events_arrive_whatever_the_pieces(sent: list[events.Event], size: int) -> None:
    stream = b"".join(wire.frame(event) for event in sent)
    decoder = wire.event_decoder()
    arrived = [one for at in range(0, len(stream), size) for one in decoder.feed(stream[at : at + size])]
    assert arrived == sent


def test_every_message_is_tried_above() -> None:
    assert {type(command) for command in COMMANDS} == set(events.Command.__args__)
    assert {type(event) for event in EVENTS} == set(events.Event.__args__)
    queries = [command for command in COMMANDS if isinstance(command, questions.Query)]
    assert {type(query.about) for query in queries} == set(questions.Subject.__args__)
    assert {type(query.question) for query in queries} == set(questions.Question.__args__)
    answers = {type(event.answer) for event in EVENTS if isinstance(event, questions.Reply)}
    assert answers == set(questions.Answer.__args__)


def test_a_loss_that_is_not_a_number_arrives_as_one() -> None:
    tick = events.Tick(1, 0.0, 0.1, 1, 0.0, 0.0, (events.StepResult(float("nan"), 0.0, ()),))
    (arrived,) = wire.event_decoder().feed(wire.frame(tick))
    assert isinstance(arrived, events.Tick)
    assert arrived.results[0] is not None
    assert np.isnan(arrived.results[0].loss)


@given(st.binary(min_size=4, max_size=400))
def test_garbage_gives_messages_or_one_sentence(garbage: bytes) -> None:
    sentence = "Nothing was wrong."
    try:
        list(wire.event_decoder().feed(garbage))
    except wire.WireError as error:
        sentence = str(error)
    assert sentence.endswith(".")
    assert "\n" not in sentence


@given(st.binary(max_size=300))
def test_a_garbled_message_is_noticed(body: bytes) -> None:
    decoder = wire.event_decoder()
    with pytest.raises(wire.WireError):
        list(decoder.feed(len(body).to_bytes(4, "big") + body))


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=4))
def test_text_on_the_pipe_is_noticed_at_once(text: str) -> None:
    with pytest.raises(wire.WireError):
        list(wire.event_decoder().feed(text.encode()))


def test_what_came_before_the_garbage_still_arrives() -> None:
    arriving = wire.event_decoder().feed(wire.frame(events.Paused(3)) + b"Traceback (most recent call last)")
    assert next(arriving) == events.Paused(3)
    with pytest.raises(wire.WireError):
        next(arriving)


def test_a_command_is_no_event() -> None:
    with pytest.raises(wire.WireError):
        list(wire.event_decoder().feed(wire.frame(events.Pause())))


def test_a_message_that_is_too_large_is_not_sent() -> None:
    with pytest.raises(wire.WireError, match="too large"):
        wire.frame(events.Notice("x" * (wire.LIMIT + 1)))


def test_only_an_engine_of_the_same_protocol_is_greeted() -> None:
    hello = events.Hello(events.PROTOCOL, {})
    assert wire.greet(hello) is hello
    with pytest.raises(wire.WireError, match="protocol 99"):
        wire.greet(events.Hello(99, {}))
    with pytest.raises(wire.WireError, match="introduce"):
        wire.greet(events.Pong())
