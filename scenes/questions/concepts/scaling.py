"""Items on scaling networks up, and on reading what is said of them: C21 and C22."""

from __future__ import annotations

from scenes.questions.draws import Draw
from scenes.questions.items import Made, Option, item
from scenes.questions.moments import Moment, Target
from scenes.questions.writing import number, told_apart, written
from scenes.stage.numbers.values import decimals_for

EIGHT = 8
SHOWN = 5
"""The largest k of top-k that the scene shows."""
LOGITS = ("cat", "dog", "fox", "owl", "hen", "bee")


@item("compound-cost", concept="C21", scene="scaling")
def compound_cost(draw: Draw) -> Made:
    """The work of a network that is deeper, wider and sharper: d·w²·r²."""
    d, w, r = draw.integer("d", 1, 4), draw.integer("w", 1, 3), draw.integer("r", 1, 3)
    draw.need((d, w, r).count(1) <= 1)
    cost = d * w**2 * r**2
    draw.need(cost != 4)  # what the picture before shows
    key = number(
        cost, f"{d} · {w}² · {r}²: layers cost once each, but width counts in and out, and maps have two sides.",
        shown=Moment("scaling", {"depth": d, "width": w, "resolution": r}, "All three at once"),
        target=Target("gauge"), unit=" ×",
    )  # fmt: skip
    wrong = told_apart(key, [
        number(d * w * r, "All three are taken to count once.", "C21/all-once", unit=" ×"),
        number(cost * d, "Depth is squared, too, but twice the layers take only twice the work.", "C21/depth-squared",
               unit=" ×"),
        number(d * w**2 * r, "The resolution counts once, but maps grow in height and in width.", "C21/one-side",
               unit=" ×"),
        number(d * w * r**2, "The width counts once, but a layer reads more channels and writes more.",
               "C21/one-end", unit=" ×"),
        number(d + w + r, "The factors are added.", "C21/added", unit=" ×"),
    ])  # fmt: skip
    turned = [
        f"{factor} times {what}"
        for factor, what in ((d, "the layers"), (w, "the channels"), (r, "the side of its pictures"))
        if factor > 1
    ]
    stem = (
        f"A network gets {', '.join(turned[:-1])} and {turned[-1]}. Nothing else is changed. "
        "How many times the work does it take?"
    )
    code = (
        "import torch\n"
        "\n"
        "def macs(layers, channels, side):\n"
        "    conv = torch.nn.Conv2d(channels, channels, 3, padding=1, bias=False)\n"
        "    return layers * conv.weight.numel() * conv(torch.zeros(1, channels, side, side))[0, 0].numel()\n"
        "\n"
        f"answer = macs({2 * d}, {4 * w}, {6 * r}) / macs(2, 4, 6)"
    )
    return Made(stem, key, wrong, Moment("scaling", {}, "Twice the resolution"), code, in_order=True)


@item("channels-in-eights", concept="C21", scene="scaling")
def channels_in_eights(draw: Draw) -> Made:
    """How EfficientNet rounds widened channels: to the nearest multiple of eight, but not far down."""
    channels, width = draw.choice("channels", *range(16, 321, EIGHT)), draw.choice("width", 1.1, 1.4)
    product = round(channels * width, 6)
    down = int(product // EIGHT) * EIGHT
    draw.need(product > down)
    nearest = down if product - down < EIGHT / 2 else down + EIGHT
    result = nearest if nearest >= 0.9 * product else nearest + EIGHT
    exact = f"The product is {written(product, decimals_for([product]))}"
    key = number(
        result, f"{exact}, and the nearest multiple of 8 is taken." if result == nearest
        else f"{exact}. The nearest multiple, {nearest}, takes more than a tenth away, so it is the next one.",
        shown=Moment("scaling", {"channels": channels}, "Channels in eights"),
        target=Target(f"channels at {width:g}", read="number"),
    )  # fmt: skip
    wrong = told_apart(key, [
        number(product, "The product is not rounded to a multiple of 8.", "C21/plain-product",
               decimals=decimals_for([product])),
        number(down, "It is always rounded down.", "C21/down"),
        number(down + EIGHT, "It is always rounded up.", "C21/up"),
        number(channels, "The channels stay as they are.", "C21/unchanged"),
    ])  # fmt: skip
    stem = (
        f"A layer of EfficientNet has {channels} channels. It is made {width:g} times as wide, and widths are "
        "multiples of 8. How many channels does it get?"
    )
    code = (
        "import torch\n"
        f"wanted = torch.tensor({channels} * {width}, dtype=torch.float64)\n"
        f"nearest = torch.floor((wanted + 4) / 8) * 8\n"
        "answer = (nearest if nearest >= 0.9 * wanted else nearest + 8).item()"
    )
    return Made(stem, key, wrong, Moment("scaling", {}, "B0 to B7"), code, in_order=True)


@item("top-k-hit", concept="C22", scene="tradeoff")
def top_k_hit(draw: Draw) -> Made:
    """The smallest k for which top-k counts a hit: the rank of the right class."""
    logits = [draw.integer(name, -3, 6) for name in LOGITS]
    label = draw.integer("label", 1, len(LOGITS)) - 1
    draw.need(len(set(logits)) == len(logits))
    rank = 1 + sum(other > logits[label] for other in logits)
    draw.need(2 <= rank <= SHOWN)
    below = len(logits) + 1 - rank
    edits = [[[place], float(logit)] for place, logit in enumerate(logits)]

    def top(k: int, why: str, slip: str = "") -> Option:
        shown = Moment("tradeoff", {"k": k, "label": label, "logits": edits}, "Among the first k")
        return Option(float(k), f"top-{k}", why, slip, shown, Target("what counts", read="number"))

    others = rank - 1
    larger = "1 class has a larger logit" if others == 1 else f"{others} classes have larger logits"
    key = top(rank, f"{larger}, so the right class has rank {rank}.")
    wrong = told_apart(key, [
        top(1, "Only the class with the largest logit is counted: that is top-1.", "C22/only-the-first"),
        *([top(below, "The ranks are counted from the smallest logit.", "C22/from-below")] if below <= SHOWN else []),
        top(rank - 1, "Only the classes before it are counted, not the class itself.", "C22/before-it"),
        *([top(rank + 1, "One class more is taken to be needed.", "C22/one-more")] if rank < SHOWN else []),
    ])  # fmt: skip
    listed = ", ".join(f"{name} {written(logit)}" for name, logit in zip(LOGITS, logits, strict=True))
    stem = (
        f"The logits of a picture are {listed}. It shows {_with_article(LOGITS[label])}. "
        f"Which is the first of top-1, top-2, top-3 and so on that counts a hit?"
    )
    code = (
        "import torch\n"
        f"order = torch.tensor({[float(logit) for logit in logits]}).argsort(descending=True)\n"
        f"answer = order.tolist().index({label}) + 1"
    )
    other = next(k for k in range(1, SHOWN + 1) if k not in {each.value for each in (key, *wrong)})
    return Made(stem, key, wrong, Moment("tradeoff", {"k": other}, "Among the first k"), code, in_order=True)


@item("mobilenet-near", concept="C22", scene="tradeoff")
def mobilenet_near(_: Draw) -> Made:
    """Whose accuracy MobileNet v1 reaches on ImageNet: GoogLeNet's, not that of Inception v3."""

    def network(name: str, why: str, slip: str = "", shown: bool = False) -> Option:
        moment = Moment("tradeoff", {"source": "papers"}, "The networks on the map") if shown else None
        return Option(name, name, why, slip, moment, Target(f"name of {name}", read="text") if shown else None)

    key = network(
        "GoogLeNet", "GoogLeNet reaches 69.8 %, and MobileNet v1 takes about a third of its work.", shown=True
    )
    wrong = (
        network("Inception v3", "The near-tie with it was on photographs of dogs. On ImageNet it reaches 78.8 %.",
                "E28"),
        network("AlexNet", "AlexNet has 14 times as many weights, but these do not make it more accurate.",
                "C22/more-weights", shown=True),
        network("EfficientNet-B0", "All small networks are taken to be alike, but EfficientNet-B0 reaches 77.1 %.",
                "C22/all-small-alike"),
    )  # fmt: skip
    stem = "MobileNet v1 reaches a top-1 accuracy of 70.6 % on ImageNet. Which of these networks is nearest to it?"
    return Made(stem, key, wrong, Moment("tradeoff", {}, "Among the first k"), "")


def _with_article(name: str) -> str:
    """A cat, an owl."""
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
