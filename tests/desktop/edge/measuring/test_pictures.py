"""Networks that answered the same pictures are told from those that answered others."""

from __future__ import annotations

from msgspec.structs import replace

from desktop.edge.measuring.pictures import Shape, pictures_of
from desktop.edge.measuring.words import OfKit, Prepare, Source
from engine.contract.spec import about
from scenes.stage.data.published import LITE
from tests.desktop.edge.measuring.small_nets import of_run


def which(source: Source, shape: Shape) -> str:
    going = pictures_of(Prepare(source, ""), shape)
    try:
        next(going)
    except StopIteration as done:
        return str(done.value.which)
    raise AssertionError("these are there at once")


def test_contestants_of_a_run_answer_the_same_pictures_and_those_of_other_data_do_not() -> None:
    one, other = of_run(index=0), of_run(index=1)
    shape = about(one.order.spec.data).shape
    assert one.order.contestant != other.order.contestant
    assert which(one, shape) == which(other, shape)
    digits = replace(one, order=replace(one.order, spec=replace(one.order.spec, data="digits")))
    assert which(digits, about("digits").shape) != which(one, shape)


def test_cut_outs_are_the_same_ones_in_another_size() -> None:
    assert which(OfKit(LITE), (3, 224, 224)) == which(OfKit(LITE), (3, 96, 96)) != ""
