"""The formula of each step of the AlexNet scene, with its numbers filled in."""

from __future__ import annotations

from scenes.alexnet.computed import Build
from scenes.alexnet.draw_columns import told_of
from scenes.alexnet.knobs import Knobs
from scenes.alexnet.story import Steps
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.data.networks import Layer

APART = "      "


def set_formula(stage: Stage, of: Build, knobs: Knobs, now: Steps) -> None:
    """Set the formula of the present step."""
    if now.name == "picture":
        _size(stage, of)
    elif now.name in ("conv1", "conv", "dense"):
        layer = of.layers[told_of(knobs, now)]
        (_convolution if layer.convolves else _dense)(stage, of, layer)
    elif now.name == "shares":
        _shares(stage, of)
    elif now.name == "gpus":
        _groups(stage, of)
    else:
        stage.formula(
            r"\mathrm{top\mbox{-}5\ error} = "
            r"\mathrm{pictures\ whose\ label\ is\ not\ among\ the\ five\ likeliest} \, / \, \mathrm{all}",
            "top-5 error = pictures whose label is not among the five likeliest / all",
            "Krizhevsky, Sutskever, Hinton, NIPS 2012, section 6, tables 1 and 2",
        )


def _size(stage: Stage, of: Build) -> None:
    layer, n = of.layers[0], of.network.shape[1]
    assert layer.kernel is not None
    k, s, p = layer.kernel[0], layer.stride[0], layer.padding[0]
    exact = (n + 2 * p - k) / s
    floor = "" if exact == int(exact) else f"{APART}rounded down: {int(exact)}"
    numbers = f"({n} + 2·{p} − {k}) / {s} = {exact:g}{floor}{APART}{int(exact)} + 1 = {layer.shape[1]}"
    stage.formula(r"n' = \left\lfloor (n + 2p - k) / s \right\rfloor + 1", "n' = floor((n + 2p - k) / s) + 1", numbers)


def _convolution(stage: Stage, of: Build, layer: Layer) -> None:
    assert layer.kernel is not None
    k, before, (maps, height, width) = layer.kernel[0], of.before(layer)[0], layer.shape
    each = f"{before}/{layer.groups}" if layer.groups > 1 else f"{before}"
    numbers = [
        TextRun(f"{layer.label}:  ", bold=True),
        TextRun(f"{k}·{k}·{each}·{maps} + {maps} = "),
        TextRun(f"{layer.parameters:,}", Role.KERNEL, bold=True),
        TextRun(f"{APART}{height}·{width}·{maps}·{k}·{k}·{each} = "),
        TextRun(f"{layer.macs:,}", Role.OUTPUT, bold=True),
    ]
    stage.formula(
        r"\textcolor{kernel}{\mathrm{parameters}} = k^2 \, (C/g) \, C' + C' \qquad"
        r" \textcolor{output}{\mathrm{MACs}} = H' W' \, C' \, k^2 \, (C/g)",
        "parameters = k k (C/g) C' + C', MACs = H' W' C' k k (C/g), with g groups",
        numbers,
    )


def _dense(stage: Stage, of: Build, layer: Layer) -> None:
    before, after = of.before(layer)[0], layer.shape[0]
    numbers = [
        TextRun(f"{layer.label}:  ", bold=True),
        TextRun(f"{before}·{after} + {after} = "),
        TextRun(f"{layer.parameters:,}", Role.KERNEL, bold=True),
        TextRun(f"{APART}{before}·{after} = "),
        TextRun(f"{layer.macs:,}", Role.OUTPUT, bold=True),
    ]
    stage.formula(
        r"\textcolor{kernel}{\mathrm{parameters}} = n \, n' + n' \qquad \textcolor{output}{\mathrm{MACs}} = n \, n'",
        "parameters = n n' + n', MACs = n n'",
        numbers,
    )


def _shares(stage: Stage, of: Build) -> None:
    dense = sum(layer.parameters for layer in of.dense)
    work = sum(layer.macs for layer in of.convolutions)
    numbers = [
        TextRun(f"{work:,} / {of.network.macs:,} = "),
        TextRun(f"{100 * work / of.network.macs:.1f} %", Role.OUTPUT, bold=True),
        TextRun(f"{APART}{dense:,} / {of.network.parameters:,} = "),
        TextRun(f"{100 * dense / of.network.parameters:.1f} %", Role.KERNEL, bold=True),
    ]
    stage.formula(
        r"\textcolor{output}{\mathrm{MACs}} = \textcolor{kernel}{\mathrm{weights}} \cdot \mathrm{places}",
        "MACs = weights times places: H' W' of them in a convolution, one in a dense layer",
        numbers,
    )


def _groups(stage: Stage, of: Build) -> None:
    layer = next((each for each in of.convolutions if each.groups > 1), of.convolutions[1])
    assert layer.kernel is not None
    k, before, maps = layer.kernel[0], of.before(layer)[0], layer.shape[0]
    numbers = [
        TextRun(f"{layer.label}:  ", bold=True),
        TextRun(f"{k}·{k}·{before // layer.groups}·{maps} + {maps} = "),
        TextRun(f"{layer.parameters:,}", Role.KERNEL, bold=True),
        TextRun(f"{APART}not divided: {k}·{k}·{before}·{maps} + {maps} = {of.ungrouped_parameters(layer):,}"),
    ]
    stage.formula(
        r"\textcolor{kernel}{\mathrm{parameters}} = k^2 \, (C/g) \, C' + C'",
        "parameters = k k (C/g) C' + C', with g groups",
        numbers,
    )
