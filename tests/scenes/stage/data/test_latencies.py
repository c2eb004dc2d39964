"""Times measured on a computer, as a knob's value."""

import json
from dataclasses import dataclass

import pytest

from scenes.stage.core.knobs import KnobError, Knobs, from_plain, latencies, to_plain
from scenes.stage.data.latencies import KNOB, Latencies


@dataclass(frozen=True)
class Timed(Knobs):
    latencies: Latencies = latencies()


def test_results_of_one_machine_stand_together_and_others_take_their_place() -> None:
    first = Latencies().measured("vgg-16", 0.5, "a CPU", 1, "2026-01-01")
    both = first.measured("alexnet", 0.1, "a CPU", 1, "2026-01-02")
    assert (both.of("vgg-16"), both.of("alexnet"), both.of("lenet-5")) == (0.5, 0.1, None)
    assert both.date == "2026-01-02"
    assert both.measured("vgg-16", 0.4, "a CPU", 1, "2026-01-03").of("vgg-16") == 0.4
    for other in (both.measured("alexnet", 0.2, "another", 1, "d"), both.measured("alexnet", 0.2, "a CPU", 2, "d")):
        assert other.seconds == (("alexnet", 0.2),)
    assert both.only(("vgg-16",)).seconds == (("vgg-16", 0.5),)


def test_they_survive_being_stored_under_their_name() -> None:
    knobs = Timed(Latencies().measured("vgg-16", 0.5, "a CPU", 1, "2026-01-01"))
    plain = json.loads(json.dumps(to_plain(knobs)))
    assert list(plain) == [KNOB]
    assert from_plain(Timed, plain) == knobs


@pytest.mark.parametrize("seconds", [0, -1, "NaN", "soon"])
def test_stored_nonsense_is_refused(seconds: object) -> None:
    plain = {"machine": "a CPU", "threads": 1, "date": "2026-01-01", "seconds": {"vgg-16": seconds}}
    with pytest.raises(KnobError):
        from_plain(Timed, {KNOB: plain})
