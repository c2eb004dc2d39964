"""What measurements teach, as sentences with their numbers: each is said only where what was measured supports it.

They are about the computer that measured: whoever shows them says so above them, once for all.

Where the numbers say the opposite of what is usual, so does the sentence. A difference of times that is within their
spread is no difference, nor is one of answers that chance alone could make.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from desktop.edge.measuring.words import Form, Measurement
from desktop.edge.model.forms import Forms, compared, milliseconds, share, short, size, times

About = Literal["framework", "int8", "sizes", "gates", "file"]

QUARTER = (0.22, 0.29)
"""What share of a file is about a quarter of it."""
SMALL = 1_000_000
"""In a file of fewer bytes what is no weight counts."""
RULE = 2
"""So many networks must have gained, and as many lost, before sizes are told as the reason."""
CERTAIN = 2.0
"""So many standard errors two shares are apart at least, or chance alone could make the difference."""
MOSTLY, CLEARLY = 0.5, 1.25
"""A layer is told as slower if it loses so much of what all lose together, and takes so many times as long."""


class Lesson(NamedTuple):
    """One sentence or a few: what about, a heading that says what came out, and the numbers."""

    about: About
    heading: str
    words: str


def lessons(forms: Forms, others: Iterable[Forms] = ()) -> tuple[Lesson, ...]:
    """What is to be learned from a network's measurements, and from those of `others` that were measured too."""
    rest = tuple(each for each in others if each.network != forms.network)
    found = (_framework(forms), _int8(forms), _sizes((forms, *rest)), _gates(forms, rest), _file(forms))
    return tuple(each for each in found if each is not None)


def _both(forms: Forms, one: Form, other: Form) -> tuple[Measurement, Measurement] | None:
    first, second = forms.of(one), forms.of(other)
    return (first, second) if first is not None and second is not None else None


def _framework(forms: Forms) -> Lesson | None:
    """Whether the framework of training costs time of its own for one picture."""
    pair = _both(forms, "torch", "onnx")
    found = compared(*pair) if pair is not None else None
    if pair is None or found is None:
        return None
    torch, onnx = pair
    numbers = (
        f"One picture takes {milliseconds(torch.median)} in PyTorch and {milliseconds(onnx.median)} in ONNX Runtime: "
        f"{times(found.factor)} as long in"
    )
    if found.longer is torch:
        words = f"{numbers} PyTorch, which is made for training."
        return Lesson("framework", "The framework costs time", words)
    why = "With other networks or on another computer it can be the other way round."
    return Lesson("framework", "PyTorch is the faster one here", f"{numbers} ONNX Runtime. {why}")


def _int8(forms: Forms) -> Lesson | None:
    """Whether int8 is faster or slower than float32 in the same program."""
    pair = _both(forms, "onnx", "int8")
    found = compared(*pair) if pair is not None else None
    if pair is None or found is None:
        return None
    whole, eight = pair
    numbers = f"{milliseconds(eight.median)} in int8 and {milliseconds(whole.median)} in float32"
    if found.longer is eight:
        sentences = (
            f"One picture takes {numbers}: {times(found.factor)} as long in int8.",
            *_slower_layer(whole, eight),
        )
        return Lesson("int8", "int8 is slower here", " ".join(sentences))
    words = f"One picture takes {numbers}: float32 takes {times(found.factor)} as long."
    return Lesson("int8", "int8 is faster here", words)


def _slower_layer(whole: Measurement, eight: Measurement) -> Iterator[str]:
    """The layer that loses most by int8, in a sentence; none where it is not most of what all layers lose."""
    before, after = dict(whole.layers), dict(eight.layers)
    lost = {name: seconds - before[name] for name, seconds in after.items() if name in before}
    name = max(lost, key=lambda each: lost[each], default="")
    together = sum(after.values()) - sum(before.values())
    if lost and together > 0 and lost[name] > MOSTLY * together and after[name] >= CLEARLY * before[name]:
        yield (
            f"{name} alone takes {short(after[name])} in int8 and {short(before[name])} in float32, timed layer by "
            "layer."
        )


def _sizes(everything: Iterable[Forms]) -> Lesson | None:
    """With which networks int8 was faster, and with which slower; needs one of each, and more to tell a reason."""
    faster: list[Measurement] = []
    slower: list[Measurement] = []
    for forms in everything:
        pair = _both(forms, "onnx", "int8")
        found = compared(*pair) if pair is not None else None
        if pair is not None and found is not None:
            (slower if found.longer is pair[1] else faster).append(pair[0])
    if not faster or not slower:
        return None
    order = (max(each.file for each in slower) < min(each.file for each in faster)) - (
        max(each.file for each in faster) < min(each.file for each in slower)
    )
    words = f"int8 was faster with {_named(faster)}, and slower with {_named(slower)}."
    told = {
        1: ("int8 pays where a network is large", " The larger ones gained, the smaller ones lost."),
        -1: ("Here int8 pays where a network is small", " The smaller ones gained, the larger ones lost."),
        0: ("The size alone doesn’t tell whether int8 pays", " The size of its file alone doesn’t tell which."),
    }
    heading, why = told[order]
    if order and min(len(faster), len(slower)) < RULE:
        heading, why = "int8 pays with some networks only", " These are too few to tell whether size is the reason."
    return Lesson("sizes", heading, words + why)


def _named(found: list[Measurement]) -> str:
    """Networks with the sizes of their files, the smallest first."""
    ordered = sorted(found, key=lambda each: each.file)
    return _listed([f"{each.network} ({size(each.file)})" for each in ordered])


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _gates(forms: Forms, others: Iterable[Forms]) -> Lesson | None:
    """What int8 changes in a network with gates and in one without, which answered the same pictures."""
    one = _judged(forms)
    other = next((each for each in others if each.gates is (not forms.gates) and _same_pictures(forms, each)), None)
    another = _judged(other) if other is not None else None
    if forms.gates is None or one is None or another is None:
        return None
    (whole_gated, gated), (whole_plain, plain) = (one, another) if forms.gates else (another, one)
    if not _apart(gated, plain):
        return None
    of_gated, of_plain = (
        f"{share(len(each.changed or ()), each.answered)} of the answers of {each.network}" for each in (gated, plain)
    )
    numbers = f"{of_gated}, which has gates, and {of_plain}, which has none"
    lost = (_lost(whole_gated, gated), _lost(whole_plain, plain))
    more = (_changed(gated) or 0.0) > (_changed(plain) or 0.0)
    heading = "int8 costs the network with gates more" if more else "int8 costs the network with gates less here"
    sentences = (f"int8 changed {numbers}. Both answered the same pictures.", *filter(None, lost))
    return Lesson("gates", heading, " ".join(sentences))


def _judged(forms: Forms) -> tuple[Measurement, Measurement] | None:
    """A network in float32 and in int8, if it is known which answers changed."""
    pair = _both(forms, "onnx", "int8")
    return pair if pair is not None and _changed(pair[1]) is not None else None


def _same_pictures(one: Forms, other: Forms) -> bool:
    """Whether two networks had to tell the same classes of the same pictures."""
    return one.asked is not None and one.asked == other.asked and bool(one.asked.classes) and _judged(other) is not None


def _changed(measured: Measurement) -> float | None:
    """The share of its answers that are others than in float32."""
    return len(measured.changed) / measured.answered if measured.changed is not None and measured.answered else None


def _apart(one: Measurement, other: Measurement) -> bool:
    """Whether two shares of changed answers differ by more than chance can make."""
    shares = [(_changed(each) or 0.0, each.answered) for each in (one, other)]
    (first, _), (second, _) = shares
    error = math.sqrt(sum(found * (1 - found) / count for found, count in shares))
    return abs(first - second) > CERTAIN * error


def _lost(whole: Measurement, eight: Measurement) -> str:
    """What a network lost of its right answers, in a sentence; "" where no right answers are known."""
    if whole.right is None or eight.right is None or not whole.judged or whole.judged != eight.judged:
        return ""
    return (
        f"Of {whole.judged:,} answers of {whole.network}, {whole.right:,} were right before and {eight.right:,} are "
        "right now."
    )


def _file(forms: Forms) -> Lesson | None:
    """What int8 saves of the file."""
    pair = _both(forms, "onnx", "int8")
    if pair is None or not pair[0].file:
        return None
    whole, eight = pair
    part = eight.file / whole.file
    numbers = f"The file takes {size(eight.file)} in place of {size(whole.file)}, {100 * part:.0f} % of it."
    byte = "A weight takes one byte in place of four"
    if QUARTER[0] <= part <= QUARTER[1]:
        return Lesson("file", "A quarter of the file", f"{numbers} {byte}.")
    if part >= 1:
        why = f"{byte}, but scales and zero points come with it, and there are few weights."
        return Lesson("file", "The file became larger", f"{numbers} {why}")
    if part > QUARTER[1] and eight.file < SMALL:
        why = f"{byte}, but names, scales and zero points count in a small file."
        return Lesson("file", "More than a quarter is left", f"{numbers} {why}")
    return Lesson("file", "More than a quarter is left", numbers)
