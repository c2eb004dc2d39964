"""Networks built part by part, as plain data: what is refused and in which words; tapes and settings hold them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from engine.contract import tape
from engine.contract.events import Hello, Started
from engine.contract.spec import DATA, PRESETS, Built, Contestant, Network, RunSpec, SpecError, StopAt, check, opened
from engine.contract.spec.built import parts as p
from engine.contract.spec.built.network import MAX_LEAVES
from engine.contract.spec.built.survey import survey
from engine.training.train import train

END = (p.Flatten(), p.Dense(None))
NET = Built((p.Conv(4), p.Residual((p.Activate(), p.Lanes(((p.Conv(2),), (p.Pointwise(2),))))), *END), "he")


def run_of(network: Network) -> RunSpec:
    return RunSpec(contestants=(Contestant("mine", network),), data="digits", stop=StopAt(steps=3), threads=1)


@pytest.mark.parametrize(
    ("network", "words"),
    [
        (Built((p.Conv(), p.Dense(None))), "Dense needs a list of numbers"),
        (Built((p.Activate(),) * MAX_LEAVES + END), f"at most {MAX_LEAVES} layers"),
        (
            Built((p.Residual((p.Residual((p.Residual((p.Residual((p.BatchNorm(),)),)),)),)), *END)),
            "At most 3 brackets",
        ),
        (Built(END, 99.0), "gain 99"),
        (Built((p.Conv(256), p.Flatten(), *(p.Dense(1024),) * 5, p.Dense(None))), "parameters"),
        (Built((*(p.Conv(256, 11, 1, 5),) * 3, p.Mean(), p.Dense(None))), "multiply-accumulates"),
        (Built((p.Mean(), p.SideClassifier(), p.Dense(9))), "one number for each of the 10 classes"),
        (Built((p.Dropout(1.0), *END)), "Dropout of 100 %"),
    ],
)
def test_what_can_not_be_trained_is_refused_in_one_sentence(network: Built, words: str) -> None:
    with pytest.raises(SpecError, match=words):
        check(run_of(network))


def test_the_classes_of_the_pictures_count() -> None:
    yellow = msgspec.structs.replace(run_of(Built((p.Flatten(), p.Dense(10)))), data="yellow")
    with pytest.raises(SpecError, match="each of the 2 classes"):
        check(yellow)
    check(msgspec.structs.replace(yellow, contestants=run_of(NET).contestants))


@pytest.mark.parametrize("name", PRESETS)
def test_settings_hold_what_is_built(name: str) -> None:
    spec = PRESETS[name].spec
    shape = DATA[spec.data].shape
    built = tuple(Contestant(each.name, opened(each.network, shape)) for each in spec.contestants)
    wanted = msgspec.structs.replace(spec, contestants=built)
    assert msgspec.json.decode(msgspec.json.encode(wanted), type=RunSpec) == wanted
    assert msgspec.json.decode(msgspec.json.encode(spec), type=RunSpec) == spec  # and those of before open as they were


def test_a_tape_holds_a_run_of_what_is_built(tmp_path: Path) -> None:
    said = list(train(run_of(NET)))
    kept = tape.tape([Hello(tape.PROTOCOL, {}), *said])
    tape.write(tmp_path / "mine.tape", kept)
    assert tape.read(tmp_path / "mine.tape") == kept
    started = next(event for event in said if isinstance(event, Started))
    found = survey(NET.parts, (1, 8, 8), 10)
    assert started.contestants[0].parameters == found.parameters
    assert started.contestants[0].macs == found.macs


def test_receptive_fields_grow_with_windows_and_strides() -> None:
    parts = (
        p.Conv(4, 3),
        p.Pool(),
        p.Conv(4, 5, 1, 2),
        p.Residual((p.Conv(4, 3),)),
        p.Lanes(((p.Conv(4, 5, 1, 2),), ())),
    )
    fields = {block.place: block.field for block in survey((*parts, p.Mean(), p.Dense(None)), (1, 28, 28), 10).blocks}
    assert [fields[(index,)] for index in range(5)] == [3, 4, 12, 16, 24]
    assert fields[(5,)] == 28


def test_a_number_of_a_flattened_picture_sees_what_it_saw_before() -> None:
    ends = (p.Flatten(), p.Activate(), p.Dense(None))
    for before, side in (((), 1), ((p.Conv(4, 3), p.Pool()), 4)):
        blocks = survey((*before, *ends), (1, 28, 28), 10).blocks
        assert [block.field for block in blocks[len(before) :]] == [side, side, 28]


def test_a_net_says_in_words_what_it_is() -> None:
    assert NET.words((1, 8, 8)) == ("built of 4 filters 3×3, shortcut around (ReLU, 2 lanes), flatten, dense")
    assert Built((p.Activate(),) * 15).words((1, 8, 8)).endswith(" and 5 more")
