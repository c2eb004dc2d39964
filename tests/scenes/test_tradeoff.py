"""The trade-off map: its counts, what is quoted and how, top-k by hand, and times that were measured."""

from dataclasses import replace

import pytest

from scenes.stage.core.catalogue import catalogue, plan, render
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.latencies import Latencies
from scenes.stage.data.networks import network
from scenes.stage.draw.blocks import brief
from scenes.stage.output.theme import THEMES
from scenes.tradeoff import tradeoff
from scenes.tradeoff.computed import CLASSES, best_within, guess, measured, spot, spots, unbeaten
from scenes.tradeoff.draw_card import BOX as CARD
from scenes.tradeoff.draw_map import BOX, LANDMARKS, PLANE, macs_place
from scenes.tradeoff.knobs import Knobs
from scenes.tradeoff.naming import settled, touches
from scenes.tradeoff.quoted import ONE, PAPERS, RESNET_50, SOURCES, TEN, TORCHVISION
from tests.desktop.metrics import overlaps, text_boxes
from tests.scenes.seen import at_step, turned

MAP, PAIR, FOUR, FRONT, HERE = "The networks", "Small is not", "Four numbers", "Best for", "What runs"
BOTH = [Knobs(), turned(Knobs(), source="torchvision")]


def timed(knobs: Knobs, *names: str) -> Knobs:
    """Knobs with times, as if each network did ten billion MACs a second; for some networks, or all."""
    seconds = tuple(sorted((name, network(name).macs / 1e10) for name in names or measured(knobs.source)))
    return replace(knobs, latencies=Latencies("a CPU", 1, "2026-01-01", seconds))


def test_it_stands_in_the_catalogue():
    assert catalogue().find("tradeoff") is tradeoff
    assert (tradeoff.chapter, tradeoff.order) == ("Going small", 22)


@pytest.mark.parametrize(
    ("label", "size"), [("VGG-16", "553.4 MB (527.8 MiB)"), ("MobileNet v1", "16.9 MB (16.1 MiB)")]
)
def test_worked_example_of_the_size_in_fp32(label, size):
    now = at_step(tradeoff, turned(Knobs(), picked=label), MAP)
    of = spot("papers", label).network
    assert now.named["card parameters"].text == brief(of.parameters)
    assert f"{of.parameters:,} parameters, 4 · {of.parameters:,} = {4 * of.parameters:,} bytes = {size}" in now.more


@pytest.mark.parametrize("knobs", BOTH)
def test_every_network_stands_where_its_numbers_say_with_its_parameters_as_area(knobs):
    now = at_step(tradeoff, knobs, MAP)
    vgg = now.named["VGG-16"]
    for each in spots(knobs.source):
        mark = now.named[each.label]
        middle = (mark.x + mark.width / 2, mark.y + mark.height / 2)
        assert middle == pytest.approx(PLANE.at(each.network.macs / 1e9, each.quoted.top1))
        share = (mark.width / vgg.width) ** 2
        assert share == pytest.approx(each.network.parameters / 138_357_544)
        assert mark.value == each.quoted.top1


def test_circles_of_averages_over_crops_are_dashed_and_the_foot_says_so():
    now = at_step(tradeoff, Knobs(), MAP)
    dashed = {each.label for each in spots("papers") if now.named[each.label].dashed}
    assert dashed == {"AlexNet", "VGG-16", *(f"ResNet-{depth}" for depth in (18, 34, 50, 101, 152))}
    assert now.named["note"].text == "dashed: average over several crops"
    assert "note" not in at_step(tradeoff, BOTH[1], MAP).named


@pytest.mark.parametrize("knobs", BOTH)
def test_no_name_covers_a_circle_of_another_network(knobs):
    listed = [(each.short, each.radius, macs_place(each)) for each in spots(knobs.source)]
    wanted = tuple(each for each, one in zip(listed, spots(knobs.source), strict=True) if one.label in LANDMARKS)
    nameless = tuple((at, radius) for name, radius, at in listed if (name, radius, at) not in wanted)
    places = settled(wanted, nameless, (CARD,), BOX, False)
    assert sum(place is not None for place in places) >= len(wanted) - 1 > 7
    for index, place in enumerate(places):
        if place is None:
            continue
        others = [(at, radius) for other, (_, radius, at) in enumerate(wanted) if other != index]
        assert not touches(place.box, [*others, *nameless])


def test_networks_drop_in_by_year():
    counts = []
    for share in (0.1, 0.3, 0.5, 1.0):
        now = at_step(tradeoff, Knobs(), MAP, share)
        counts.append(sum(each.label in now.named for each in spots("papers")))
        years = [each.network.year for each in spots("papers") if each.label in now.named]
        if share < 1:
            falling = spot("papers", now.named["the one that falls"].text).network
            assert now.named["year"].text == str(falling.year)
            assert falling.year >= max(years)
    assert counts == sorted(set(counts))
    assert counts[-1] == len(PAPERS)


@pytest.mark.parametrize("knobs", BOTH)
def test_squeezenet_has_fewer_parameters_and_more_macs_than_alexnet(knobs):
    small, large = spot(knobs.source, "SqueezeNet 1.0").network, spot(knobs.source, "AlexNet").network
    assert small.parameters == 1_248_424
    assert small.parameters * 48 < large.parameters
    assert large.macs < small.macs == 818_924_576
    now = at_step(tradeoff, knobs, PAIR)
    assert now.value("multiply-accumulates of SqueezeNet 1.0") == small.macs
    assert now.value("weights of AlexNet") == large.parameters
    assert "49 times fewer weights" in now.caption
    assert "= 656 for SqueezeNet 1.0" in now.more


def test_resnet_50_has_four_numbers_each_with_its_reason():
    now = at_step(tradeoff, Knobs(), FOUR)
    assert [round(told.top1, 2) for told in RESNET_50] == [75.3, 76.13, 77.15, 80.86]
    assert "As papers print them: 24.7, 23.87, 22.85, 19.14 % top-1 error." in now.more
    for told in RESNET_50:
        assert now.value(f"top-1 of {told.whose}") == told.top1
        assert told.whose in now.texts
        assert network(told.network).parameters == 25_557_032
    (crops,) = [told for told in RESNET_50 if told.crop == TEN]
    assert now.named[f"how {crops.whose}"].text == "mean of 10 crops, 10 times the work"


def test_quoted_numbers_carry_what_belongs_to_them():
    by_label = {quoted.label: quoted for quoted in PAPERS}
    assert (by_label["AlexNet"].top1, by_label["AlexNet"].crop) == (100 - 40.7, TEN)
    assert (by_label["ResNet-50"].top1, by_label["ResNet-50"].crop) == (77.15, TEN)
    assert by_label["MobileNet v1"].top1 < by_label["Inception v3"].top1 - 8
    assert abs(by_label["MobileNet v1"].top1 - by_label["GoogLeNet"].top1) < 1
    assert {quoted.crop for quoted in TORCHVISION} == {ONE}
    for quoted in (*PAPERS, *TORCHVISION):
        assert quoted.source
        assert quoted.top5 is None or quoted.top1 < quoted.top5
    now = at_step(tradeoff, turned(Knobs(), picked="AlexNet"), MAP)
    assert "ILSVRC-2012 validation, one network, 10 crops, averaged; Krizhevsky et al., NIPS 2012, table 2" in now.more
    assert "7.2 G with all crops" in now.more


@pytest.mark.parametrize("source", SOURCES)
def test_nothing_beats_the_unbeaten_and_something_beats_the_others(source):
    front = unbeaten(source)
    for each in spots(source):
        better = [
            other for other in spots(source)
            if other is not each and other.network.macs <= each.network.macs and other.quoted.top1 >= each.quoted.top1
        ]  # fmt: skip
        assert (not better) == (each in front)
    now = at_step(tradeoff, Knobs(source=source), FRONT)
    assert now.named["how many"].text == f"{len(front)} of {len(spots(source))}"
    assert f"These {len(front)} networks are the most accurate" in now.caption
    assert at_step(tradeoff, Knobs(source=source), FRONT, 0.2).named["how many"].text != now.named["how many"].text


def test_a_click_puts_a_network_on_the_card():
    now = at_step(tradeoff, Knobs(), MAP)
    after = now.clicked("SqueezeNet 1.0")
    assert after.picked == "SqueezeNet 1.0"
    assert at_step(tradeoff, after, MAP).named["card MACs"].text == "819 M"
    assert "One pass takes 818,924,576 MACs" in at_step(tradeoff, after, MAP).more
    assert "SqueezeNet 1.0 takes 0.819 G MACs = 1.64 GFLOPs" in at_step(tradeoff, after, FRONT).more


def test_another_source_keeps_the_network_if_it_has_it():
    assert turned(Knobs(), picked="VGG-16", source="torchvision").picked == "VGG-16"
    assert turned(Knobs(), picked="MobileNet v1", source="torchvision").picked == "ResNet-50"
    assert {"resnet-50", "alexnet-torchvision"} <= set(tradeoff.measures(turned(Knobs(), source="torchvision")))
    assert {"resnet-50-v1", "alexnet"} <= set(tradeoff.measures(Knobs()))


@pytest.mark.parametrize(("k", "hit"), [(1, False), (2, True), (3, True)])
def test_top_k_counts_ranks(k, hit):
    now = at_step(tradeoff, turned(Knobs(), k=k), "Among")
    assert now.named["what counts"].text == f"top-{k}"
    assert now.named["verdict"].text == ("hit" if hit else "miss")
    assert f"rank of fox is 2 {'≤' if hit else '>'} {k}" in now.more


def test_a_logit_typed_over_and_another_label_change_the_rank():
    now = at_step(tradeoff, Knobs(), "Among")
    assert guess(now.typed("logit of fox", 5.0)).rank == 1
    assert guess(now.typed("logit of fox", -9.0)).rank == len(CLASSES)
    assert guess(now.clicked("class bee")).rank == 6
    assert guess(now.clicked("k = k = 3")).hit
    tie = guess(now.typed("logit of fox", 3.4))
    assert (tie.rank, tie.hit) == (2, False)


def test_without_times_the_step_says_how_to_get_them():
    now = at_step(tradeoff, Knobs(), HERE)
    assert "Nothing is measured here yet." in now.texts
    assert "Press N to measure this computer." in now.texts
    assert "card here" not in now.named


def test_measured_networks_move_to_their_times_and_the_best_that_keeps_up_is_ringed():
    knobs = timed(Knobs())
    now = at_step(tradeoff, knobs, HERE)
    assert "ResNet-50: 3.86 G MACs / 0.386 s = 10.0 G MACs a second" in now.more
    assert now.named["card here"].text == "386 ms"
    best = best_within("papers", knobs.latencies, 10)
    assert best is not None
    assert best.network.macs <= 1e9
    assert best.quoted.top1 == max(each.quoted.top1 for each in spots("papers") if each.network.macs <= 1e9)
    assert now.named["machine"].text == "a CPU"
    assert now.named["conditions"].text == "PyTorch, fp32, 1 thread, 2026-01-01"
    ring, mark = now.named["the best that keeps up"], now.named[best.label]
    assert ring.x + ring.width / 2 == pytest.approx(mark.x + mark.width / 2)
    assert best.label in now.caption
    assert now.named["budget in words"].text == "100 ms for each picture"
    budget = now.named["budget"].points[0][0]
    for each in spots("papers"):
        mark = now.named[each.label]
        assert (mark.x + mark.width / 2 <= budget + 1e-6) == (each.network.macs <= 1e9)


def test_nothing_keeps_up_with_too_many_pictures_and_half_a_measurement_shows_its_half():
    slow = timed(Knobs(), "vgg-16", "alexnet")
    assert best_within("papers", slow.latencies, 240) is None
    now = at_step(tradeoff, turned(slow, rate=240), HERE)
    assert "None of these networks manages 240" in now.caption
    assert {"VGG-16", "AlexNet"} == {each.label for each in spots("papers")} & set(now.named)
    assert "the best that keeps up" not in now.named


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("rate", [1, 10, 240])
def test_words_beside_times_do_not_touch(source, rate):
    knobs = turned(timed(turned(Knobs(), source=source)), rate=rate)
    knobs = replace(
        knobs, latencies=replace(knobs.latencies, machine="Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz", threads=16)
    )
    for theme in THEMES.values():
        frame = render(tradeoff, knobs, boundaries(plan(tradeoff, knobs))[-1])
        assert not overlaps(text_boxes(frame, theme))


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("knobs", [*BOTH, timed(BOTH[1])])
@pytest.mark.parametrize("picked", ["ResNet-50", "EfficientNet-B7", "SqueezeNet 1.0"])
def test_no_circle_reaches_under_the_card(knobs, picked):
    knobs = turned(knobs, picked=picked)
    for title in (MAP, HERE) if knobs.latencies.seconds else (MAP,):
        now = at_step(tradeoff, knobs, title)
        words = {text.text for name, text in now.named.items() if name.startswith("card ")}
        boxes = [box for words_of, box in text_boxes(now.frame, THEMES["projector"]) if words_of in words]
        assert len(boxes) == 7
        for each in spots(knobs.source):
            mark = now.named[each.label]
            circle = ((mark.x + mark.width / 2, mark.y + mark.height / 2), mark.width / 2)
            assert not any(touches(box.getCoords(), [circle]) for box in boxes), (title, each.label)
