"""The bench measures when asked, keeps what was measured of each network, and gives way to training."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.edge.model import bench as module
from desktop.edge.model.asking import Over, Working
from desktop.edge.model.bench import AS_FILE, BUSY, GAVE_WAY, NONE, SOME, STOPPED, Bench
from desktop.edge.model.networks import Network, OfRun, drawn, of_file, shipped
from desktop.edge.model.subject import Subject
from tests.desktop.edge.conftest import Lab
from tests.desktop.edge.fake_measures import FakeMeasures

RUN = Network("CNN · digits", OfRun("key", 0), "run")
FILE = of_file(Subject("mine.onnx", onnx=Path("mine.onnx")))


@pytest.fixture
def bench(fake: FakeMeasures, lab: Lab) -> Bench:
    return Bench(fake, (shipped(), RUN), lambda: lab.training)


def test_nothing_is_measured_before_somebody_asks(bench: Bench, fake: FakeMeasures) -> None:
    bench.choose(RUN)
    bench.show_threads(1)
    assert not fake.wishes
    assert bench.result is None
    assert bench.lessons == ()


def test_forms_are_there_one_after_the_other_and_stay(bench: Bench, fake: FakeMeasures) -> None:
    bench.measure()
    assert bench.going
    fake.say(Working("Loading the network", 1, 5))
    assert bench.working == Working("Loading the network", 1, 5)
    fake.answer("torch")
    assert bench.result is not None
    assert bench.result.forms.of("onnx") is None
    fake.answer_all()
    assert not bench.going
    assert [each.form for each in bench.result.forms.measurements] == ["torch", "onnx", "int8"]
    assert fake.pictures is not None
    assert bench.result.forms.asked == fake.pictures.asked
    assert [each.about for each in bench.lessons] == ["framework", "int8", "file"]


def test_another_network_has_no_numbers_of_the_first_and_those_come_back_with_it(
    bench: Bench, fake: FakeMeasures
) -> None:
    bench.measure()
    fake.answer_all()
    first = bench.result
    bench.choose(RUN)
    assert bench.result is None
    bench.choose(shipped())
    assert bench.result is first


def test_what_is_measured_belongs_to_the_network_that_was_asked_about(bench: Bench, fake: FakeMeasures) -> None:
    bench.measure()
    bench.choose(RUN)
    fake.answer_all()
    assert bench.result is None
    bench.choose(shipped())
    assert bench.result is not None


def test_a_stop_keeps_what_is_measured_and_hears_no_more(bench: Bench, fake: FakeMeasures) -> None:
    bench.measure()
    fake.answer("torch")
    bench.stop()
    assert fake.stops == 1
    assert bench.problem == f"{STOPPED} {SOME}"
    assert bench.result is not None
    assert [each.form for each in bench.result.forms.measurements] == ["torch"]
    bench.measure()
    assert bench.problem == ""


def test_a_stop_before_the_first_form_leaves_the_older_result(bench: Bench, fake: FakeMeasures) -> None:
    bench.measure()
    fake.answer_all()
    before = bench.result
    bench.measure()
    bench.stop()
    assert bench.result is before
    assert bench.problem == f"{STOPPED} {NONE}"


def test_while_a_run_trains_measuring_waits(bench: Bench, fake: FakeMeasures, lab: Lab) -> None:
    lab.training = True
    bench.measure()
    assert bench.hindrance == BUSY
    assert not fake.wishes
    lab.training = False
    bench.measure()
    assert len(fake.wishes) == 1


def test_a_run_that_begins_ends_the_measuring(bench: Bench, fake: FakeMeasures, lab: Lab) -> None:
    bench.measure()
    bench.follow_training()
    assert bench.going
    lab.training = True
    bench.follow_training()
    assert not bench.going
    assert fake.stops == 1
    assert bench.problem == f"{GAVE_WAY} {NONE}"


def test_a_problem_and_what_is_missing_are_told(bench: Bench, fake: FakeMeasures) -> None:
    bench.measure()
    fake.say(Over("The file is gone.", "ONNX needs the extra edge."))
    assert not bench.going
    assert (bench.problem, bench.missing) == ("The file is gone.", "ONNX needs the extra edge.")
    bench.choose(RUN)
    assert bench.problem == ""


def test_the_wish_says_network_threads_and_folder(
    bench: Bench, fake: FakeMeasures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "cores", lambda: 4)
    bench.show_threads(9)
    bench.show_folder(Path("pictures"))
    bench.measure()
    (wish,) = fake.wishes
    assert (wish.network, wish.threads, wish.folder) == (shipped(), 4, Path("pictures"))
    bench.stop()
    bench.choose(RUN)
    assert bench.folder is None


def test_a_network_that_is_gone_leaves_the_bench(bench: Bench) -> None:
    bench.choose(RUN)
    bench.offer((shipped(), RUN, *drawn()))
    assert bench.network == RUN
    bench.offer((shipped(),))
    assert bench.network == shipped()


def test_gates_are_told_between_two_networks(bench: Bench, fake: FakeMeasures) -> None:
    gated = next(each for each in drawn() if each.title == "EfficientNet-B0")
    assert gated.gates
    assert shipped().gates is False
    bench.offer((shipped(), gated))
    fake.wrong["int8"] = (1,)
    bench.measure()
    fake.answer_all()
    bench.choose(gated)
    fake.wrong["int8"] = (1, 0, 2, 3, 4, 5)
    bench.measure()
    fake.answer_all()
    assert "gates" in [each.about for each in bench.lessons]


def test_an_onnx_file_waits_for_no_numbers_of_pytorch(bench: Bench, fake: FakeMeasures) -> None:
    bench.offer((shipped(), FILE))
    assert bench.absent == {}
    bench.choose(FILE)
    assert bench.absent == {"torch": AS_FILE}
    bench.measure()
    assert bench.form_now == "onnx"
    fake.answer("onnx")
    assert bench.form_now == "int8"


def test_a_file_that_fits_a_description_runs_in_pytorch_too(bench: Bench) -> None:
    described = of_file(Subject("other.safetensors", "resnet-18", Path("laid-out")))
    bench.offer((described,))
    bench.measure()
    assert bench.absent == {}
    assert bench.form_now == "torch"


def test_what_is_missing_is_said_of_the_forms_that_need_it(bench: Bench, fake: FakeMeasures) -> None:
    bench.measure()
    fake.say(Over(missing="ONNX needs the extra edge."))
    assert bench.absent == dict.fromkeys(("onnx", "int8"), "ONNX needs the extra edge.")


def test_a_problem_with_another_network_than_the_one_on_the_bench_names_it(bench: Bench, fake: FakeMeasures) -> None:
    bench.measure()
    bench.choose(RUN)
    fake.say(Over("The file is gone."))
    assert bench.problem == f"{shipped().title}: The file is gone."
    bench.measure()
    fake.say(Over("It is too large."))
    assert bench.problem == "It is too large."


def test_a_problem_goes_with_the_network_that_had_it(bench: Bench, fake: FakeMeasures) -> None:
    bench.choose(RUN)
    bench.measure()
    fake.say(Over("The file is gone."))
    bench.offer((shipped(),))
    assert bench.problem == ""
