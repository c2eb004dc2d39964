"""Inception: four branches look at one spot with windows of different size, and their maps are concatenated."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.inception import words
from scenes.inception.confusions import CONFUSIONS
from scenes.inception.draw_branch import draw_branch
from scenes.inception.draw_module import real_module
from scenes.inception.draw_nine import nine_modules
from scenes.inception.draw_windows import concatenated, windows
from scenes.inception.draw_work import area, savings
from scenes.inception.knobs import Knobs
from scenes.inception.module import module
from scenes.inception.small import Branch, scales, small
from scenes.inception.view import View
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story

KEY_PICTURE = Box(30.0, 72.0, 1230.0)
"""The maps of all branches in one stack."""


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: one small module, then one of real size, what its reductions save, and all nine."""

    windows: Span
    branches: tuple[Span, ...]
    concatenate: Span
    module: Span
    area: Span
    savings: Span
    nine: Span


def tell(stage: Stage, knobs: Knobs) -> Steps:
    """Lay out the steps."""

    def step(title: str, said: words.Said, seconds: float, asked: tuple[str, ...] = ()) -> Span:
        caption, more = said
        return stage.step(title, caption, seconds, more=more, knobs=asked)

    of, without, reduced = small(knobs), module(knobs, False), module(knobs, True)
    turns = (("c1",), ("reductions", "r3", "c3"), ("reductions", "r5", "c5"), ("reductions", "cp"))
    real, edited = ("module", "reductions"), ", its widths edited" if knobs.widths else ""
    return Steps(
        windows=step("Four windows on one spot", words.windows(), 5.0),
        branches=tuple(
            step(f"Branch {index + 1}: {_does(branch)}", words.branch(of, index, knobs), 8.0, turns[index])
            for index, branch in enumerate(of.branches)
        ),
        concatenate=step("Concatenate", words.concatenates(of, knobs), 6.0, ("c1", "c3", "c5", "cp")),
        module=step(
            f"Module {knobs.module} of GoogLeNet{edited}", words.real(module(knobs, knobs.reductions), knobs), 7.0, real
        ),
        area=step("A 5×5 window on fewer maps", words.reads_fewer(without, knobs), 5.0, real),
        savings=step("What the 1×1 reductions save", words.saves(without, reduced, knobs), 6.0, real),
        nine=step("Nine modules, no residual", words.nine(), 5.0, ("module",)),
    )


def _does(branch: Branch) -> str:
    """What a branch does, one thing after the other."""
    if branch.pools:
        return f"max-pool{', then 1×1' if branch.weights is not None else ''}"
    return f"{'1×1, then ' if branch.reduction is not None else ''}{branch.name}"


@scene(
    chapter="Going deeper",
    title="Inception module",
    short="Inception",
    order=13,
    subtitle="four branches with windows of different size, concatenated along the channels",
    try_this=(
        "Click another spot of the input, near the edge. What do the 5×5 window and the pooling find outside?",
        "Turn the 1×1 reductions off. Which branch gets most work by it, and why are there 416 maps instead of 256?",
        "In the real module, type 192 over the reduction before 5×5. Does it still save anything then?",
        "Predict the number of maps of module 4a from its four widths, then look.",
    ),
    mistaken=(
        "The branches are concatenated, not added. 64 + 128 + 32 + 32 maps are 256 maps, and none of them is changed.",
        "Inception v1 to v3 have no residual connections. Nothing goes past the branches. Residuals are ResNet's.",
        "Branches are not heads. Each ends inside its module. The two auxiliary classifiers of GoogLeNet are something "
        "else. They help training and are removed after it.",
        "The pooling branch does not halve the maps. Its stride is 1.",
    ),
    sources=(
        "Szegedy et al.: Going deeper with convolutions (CVPR 2015), section 4 and table 1",
        "MACs and parameters counted in GoogLeNet as published, with biases and true 5×5 windows, without the "
        "auxiliary classifiers",
    ),
    confusions=CONFUSIONS,
)
def inception(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the module in small, a module at real size, what reductions save, and all nine modules."""
    stage.scales = scales(knobs)
    steps = tell(stage, knobs)
    stage.poster(steps.concatenate, KEY_PICTURE)
    now, of = steps.present, small(knobs)
    without, reduced = module(knobs, False), module(knobs, True)
    if now is steps.windows:
        stage.add(*windows(View(of, now, knobs)))
    elif now in steps.branches:
        index = steps.branches.index(now)
        stage.add(*draw_branch(View(of, now, knobs, walks=of.branches[index].weights is not None), index))
    elif now is steps.concatenate:
        stage.add(*concatenated(View(of, now, knobs)))
    elif now is steps.module:
        stage.add(*real_module(now, module(knobs, knobs.reductions)))
    elif now is steps.area:
        stage.add(*area(now, without, knobs))
    elif now is steps.savings:
        stage.add(*savings(now, without, reduced, knobs))
    else:
        stage.add(*nine_modules(now, knobs.module))
