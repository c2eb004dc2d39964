import math
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.contract import events, tape, wire
from engine.contract.spec import Contestant, DenseNet, RunSpec, StopAt
from engine.contract.tape import Tape, TapeError
from engine.training.train import train

SPEC = RunSpec(
    contestants=(Contestant("One", DenseNet((5,))), Contestant("Two", DenseNet(()))),
    data="digits",
    stop=StopAt(steps=7),
    threads=1,
    snapshot_every=1,
    activation_gradients=True,
)
HELLO = events.Hello(events.PROTOCOL, {"torch": "9.9"})
LINE = b"Convoscope tape\n"


@pytest.fixture(scope="module")
def full() -> Tape:
    return tape.tape([HELLO, *train(SPEC)])


def test_a_tape_is_read_as_it_was_written(full: Tape, tmp_path: Path) -> None:
    path = tmp_path / "run.tape"
    path.write_bytes(b"what was there before")
    tape.write(path, full)
    assert tape.read(path) == full
    assert [file.name for file in tmp_path.iterdir()] == ["run.tape"]
    assert full.hello == HELLO
    assert replace(full.started.spec, validate_every=None, snapshot_every=1) == SPEC


def test_the_last_run_is_kept_and_what_measures_nothing_is_left_out(full: Tape) -> None:
    said = [events.Ready((), 1, 0.1), *train(SPEC), events.Paused(3), events.Pong(1)]
    found = tape.tape([HELLO, full.started, events.Finished("stopped", 0, 0.0, 0.0), *said])
    assert [type(event).__name__ for event in found.events] == [type(event).__name__ for event in full.events]
    for nothing in ([], [HELLO], [full.started]):
        with pytest.raises(TapeError, match="start one first"):
            tape.tape(nothing)


@pytest.mark.parametrize(
    ("most", "steps"), [(0, []), (1, [7]), (2, [0, 7]), (4, [0, 2, 5, 7]), (8, list(range(8))), (99, list(range(8)))]
)
def test_snapshots_are_thinned_out_evenly(full: Tape, most: int, steps: list[int]) -> None:
    found = tape.thinned(full, most)
    assert [event.step for event in found.events if isinstance(event, events.Snapshot)] == steps
    assert sum(isinstance(event, events.Tick) for event in found.events) == 7


def test_a_rounded_tape_without_snapshots_is_small_and_true_to_five_digits(full: Tape, tmp_path: Path) -> None:
    whole = full._replace(events=tuple(one for one in full.events if not isinstance(one, events.Checkpoint)))
    thin = tape.rounded(tape.thinned(whole, 0))
    pairs = zip(
        (event for event in full.events if isinstance(event, events.Tick)),
        (event for event in thin.events if isinstance(event, events.Tick)),
        strict=True,
    )
    for before, after in pairs:
        for one, two in zip(before.results, after.results, strict=True):
            assert one is not None
            assert two is not None
            assert two.accuracy == one.accuracy
            assert (two.loss, *two.gradients, *two.activation_gradients, two.seconds) == pytest.approx(
                (one.loss, *one.gradients, *one.activation_gradients, one.seconds), rel=1e-5
            )
    for name, kept in (("full", full), ("thin", thin)):
        tape.write(tmp_path / name, kept)
    assert (tmp_path / "thin").stat().st_size < 0.5 * (tmp_path / "full").stat().st_size
    assert tape.rounded(thin) == thin


@given(st.floats())
def test_numbers_are_rounded_to_17_binary_digits(number: float) -> None:
    short = tape._short(number)
    if abs(number) < 1e308:
        assert short == pytest.approx(number, rel=2.0**-17, abs=5e-324)
        assert (math.frexp(short)[0] * 2**17).is_integer()
    else:
        assert str(short) == str(number)


def test_a_contestant_that_has_left_stays_away() -> None:
    broken = events.StepResult(math.inf, 0.0, (math.nan,), (), 0.1)
    tick = events.Tick(1, 0.1, 0.1, 10, 0.1, 0.1, (None, broken))
    started = next(event for event in train(SPEC) if isinstance(event, events.Started))
    (found,) = tape.rounded(Tape(HELLO, started, (tick,))).events
    assert isinstance(found, events.Tick)
    assert found.results[0] is None
    assert found.results[1] is not None
    assert found.results[1].loss == math.inf


def packed(*messages: events.Event) -> bytes:
    return zlib.compress(b"".join(map(wire.frame, messages)))


def test_a_damaged_tape_is_one_sentence(full: Tape, tmp_path: Path) -> None:
    path = tmp_path / "run.tape"
    tape.write(path, full)
    good = path.read_bytes()
    spoilt = bytearray(good)
    spoilt[len(good) // 2] ^= 1
    cases = {
        "is damaged": [
            *(good[:-1], good[: len(good) // 2], bytes(spoilt), good + b"x", LINE, LINE + b"x"),
            LINE + packed(HELLO),
            LINE + packed(full.started),
            LINE + packed(HELLO, HELLO),
            LINE + packed(HELLO, full.started, events.Pong(1)),
            LINE + packed(HELLO, full.started, full.started),
            LINE + zlib.compress(b"\0\0\0\5hello"),
            LINE + zlib.compress(wire.frame(HELLO) + wire.frame(full.started)[:-1]),
        ],
        "is no recording of Convoscope": [b"", good[1:], b"PK\3\4", zlib.compress(b"")],
    }
    for words, contents in cases.items():
        for content in contents:
            path.write_bytes(content)
            with pytest.raises(TapeError, match=words) as refused:
                tape.read(path)
            assert str(refused.value).endswith(".")
            assert "run.tape" in str(refused.value)


def test_a_tape_that_was_cut_off_is_read_up_to_its_last_whole_event(full: Tape, tmp_path: Path) -> None:
    path = tmp_path / "run.tape"
    with path.open("wb") as file:
        writer = tape.Writer(file, 1)
        ends = []
        for event in (full.hello, full.started, *full.events):
            writer.add(event)
            writer.flush()
            ends.append(file.tell())
    whole = path.read_bytes()
    assert tape.tape(tape.salvage(path)) == full
    with pytest.raises(TapeError, match="is damaged"):
        tape.read(path)
    for count in (0, 1, 5):
        for torn in (whole[: ends[count + 1]], whole[: ends[count + 2] - 9], whole[: ends[count + 1]] + bytes(20)):
            path.write_bytes(torn)
            assert tape.tape(tape.salvage(path)) == full._replace(events=full.events[:count]), (count, len(torn))
    path.write_bytes(whole[: ends[1] - 9])
    with pytest.raises(TapeError, match="is damaged"):
        next(tape.salvage(path))
    tape.write(path, full)
    assert tape.tape(tape.salvage(path)) == full


def test_tapes_are_read_since_runs_are_told_in_the_same_words(full: Tape, tmp_path: Path) -> None:
    path = tmp_path / "run.tape"
    tape.write(path, full._replace(hello=replace(HELLO, protocol=tape.UNCHANGED_SINCE)))
    assert tape.read(path).events == full.events
    path.write_bytes(LINE + packed(replace(HELLO, protocol=tape.UNCHANGED_SINCE - 1), full.started))
    with pytest.raises(TapeError, match="another version"):
        tape.read(path)


def test_a_tape_of_another_version_says_so(full: Tape, tmp_path: Path) -> None:
    path = tmp_path / "run.tape"
    path.write_bytes(LINE + packed(replace(HELLO, protocol=99), full.started))
    with pytest.raises(TapeError, match=r"another version of Convoscope \(protocol 99, this one reads"):
        tape.read(path)


def test_a_tape_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tape, "LARGEST", 1000)
    path = tmp_path / "run.tape"
    path.write_bytes(LINE + zlib.compress(bytes(100_000)))
    with pytest.raises(TapeError, match="is damaged"):
        tape.read(path)


def test_a_file_that_cannot_be_read_or_written_is_one_sentence(full: Tape, tmp_path: Path) -> None:
    with pytest.raises(TapeError, match=r"gone\.tape can't be read \(No such file or directory\)\."):
        tape.read(tmp_path / "gone.tape")
    (tmp_path / "folder.tape").mkdir()
    with pytest.raises(TapeError, match=r"folder\.tape can't be written"):
        tape.write(tmp_path / "folder.tape", full)
    assert [file.name for file in tmp_path.iterdir()] == ["folder.tape"]
