"""What there is, as text or as JSON: scenes, presets, networks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from desktop.cli.streams import printable_json, say
from scenes.stage.numbers.reading import number_in_words

if TYPE_CHECKING:
    from engine.contract.spec import Preset
    from scenes.stage.core.catalogue import Scene
    from scenes.stage.data.networks import Layer, Network


def list_scenes(as_json: bool) -> int:
    """Print all scenes with their knobs; the exit status is 1 if a scene could not be read."""
    from scenes.stage.core.catalogue import catalogue

    found = catalogue()
    if as_json:
        print_json([_described(scene) for scene in found.scenes])
    else:
        width = max((len(scene.name) for scene in found.scenes), default=0)
        for scene in found.scenes:
            print(f"{scene.name:{width}}  {scene.chapter}: {scene.title}. {scene.subtitle}".rstrip(". "))
            for knob in _described(scene)["knobs"]:
                print(f"{'':{width}}    {knob['name']} = {knob['default']}  ({knob['values']})")
    for name, sentence in found.broken:
        say(f"scenes/{name} could not be read: {sentence}")
    return 1 if found.broken else 0


def list_presets(as_json: bool) -> int:
    """Print the runs that can be trained by name; returns the exit status."""
    import msgspec

    from engine.contract.spec import PRESETS

    if as_json:
        print_json({name: msgspec.to_builtins(preset) for name, preset in PRESETS.items()})
        return 0
    width = max(map(len, PRESETS))
    for name, preset in PRESETS.items():
        print(f"{name:{width}}  " + f"\n{'':{width}}  ".join(introduction(preset)))
    return 0


def introduction(preset: Preset) -> list[str]:
    """A preset in lines: its title, what to look for, and who described it."""
    return [preset.title, preset.what_to_look_for] + [f"Source: {preset.source}"] * bool(preset.source)


def list_networks(as_json: bool) -> int:
    """Print the real networks, one a line; returns the exit status."""
    from scenes.stage.data.networks import networks

    found = networks()
    if as_json:
        print_json([_told(network) for network in found])
        return 0
    head = ("network", "year", "parameters", "MACs", "input", "layers", "conv + dense")
    rows = [
        (
            network.name,
            str(network.year),
            f"{network.parameters:,}",
            f"{network.macs:,}",
            _by(network.shape),
            str(len(network.inference)),
            str(len(network.weighted)),
        )
        for network in found
    ]
    _print_table(head, rows, left=(0,))
    return 0


def list_layers(name: str, as_json: bool) -> int:
    """Print a network layer by layer; returns the exit status.

    Raises:
        KeyError: there is no network of that name; the message is one sentence.
    """
    from scenes.stage.data.networks import network

    found = network(name)
    if as_json:
        print_json(_told(found) | {"layers": [asdict(layer) for layer in found.layers]})
        return 0
    print(f"{found.title} ({found.year}). {found.source}.", *filter(None, [found.note]))
    print(f"input {_by(found.shape)}, {found.parameters:,} parameters, {found.macs:,} MACs")
    if found.parameters_in_training != found.parameters:
        more = f"{found.parameters_in_training:,} parameters, {found.macs_in_training:,} MACs"
        print(f"with the auxiliary classifiers, which fall off at inference: {more}")
    print()
    head = ("layer", "kind", "window", "output", "parameters", "MACs", "r", "j", "reads")
    previous = ("", *(layer.name for layer in found.layers))
    _print_table(head, map(_row, found.layers, previous), left=(0, 1, 2, 8))
    return 0


def print_json(found: object) -> None:
    """Print something as JSON for people and programs."""
    import json

    print(printable_json(json.dumps(found, indent=2, ensure_ascii=False)))


def _described(scene: Scene) -> dict[str, Any]:
    """A scene as plain data."""
    from scenes.stage.core.catalogue import plan
    from scenes.stage.core.knobs import knobs_of

    knobs = []
    for form in knobs_of(scene.knobs):
        if form.kind == "hidden":
            continue
        choices = [each.name if form.kind == "picture" else each for each in form.choices]
        values = (
            ", ".join(map(str, choices)) if choices else f"{number_in_words(form.low)} to {number_in_words(form.high)}"
        )
        default = form.default.name if form.kind == "picture" else form.default
        if form.kind == "toggle":
            default, values = "on" if form.default else "off", "on, off"
        knobs.append({"name": form.name, "label": form.label, "kind": form.kind, "default": default, "values": values})
    return {
        "name": scene.name,
        "title": scene.title,
        "chapter": scene.chapter,
        "subtitle": scene.subtitle,
        "steps": [
            {"title": step.title, "caption": step.caption, "seconds": step.seconds, "more": step.more}
            for step in plan(scene, scene.knobs())
        ],
        "knobs": knobs,
    }


def _told(network: Network) -> dict[str, Any]:
    """A network's facts and totals as plain data."""
    names = ("name", "title", "family", "year", "source", "note", "shape")
    totals = ("parameters", "macs", "parameters_in_training", "macs_in_training")
    facts = {name: getattr(network, name) for name in (*names, *totals)}
    return facts | {"layers": len(network.inference), "weighted": len(network.weighted)}


def _row(layer: Layer, previous: str) -> tuple[str, ...]:
    """A layer as words; what it reads is said where that is not the layer before."""
    kind = f"{layer.kind}, training only" if layer.auxiliary else layer.kind
    return (
        layer.name,
        kind,
        _window(layer),
        _by(layer.shape),
        f"{layer.parameters:,}" if layer.parameters else "",
        f"{layer.macs:,}" if layer.macs else "",
        "" if layer.r is None else str(layer.r),
        "" if layer.j is None else str(layer.j),
        "" if layer.inputs == (previous,) else ", ".join(layer.inputs),
    )


def _window(layer: Layer) -> str:
    """A window in the field's short form: kernel/stride/padding, and the groups if there are several."""
    if layer.kernel is None:
        return ""
    padding = str(layer.padding[0]) if layer.padding[0] == layer.padding[1] else _by(layer.padding)
    if layer.behind is not None:
        padding += f" and {layer.behind[0]} behind"
    groups = f", {layer.groups} groups" if layer.groups > 1 else ""
    return f"{_by(layer.kernel)}/{layer.stride[0]}/{padding}{groups}"


def _by(sizes: Iterable[int]) -> str:
    return "x".join(map(str, sizes))


def _print_table(head: Sequence[str], rows: Iterable[Sequence[str]], left: Sequence[int]) -> None:
    """Print rows under a heading, the columns `left` flush left and the others flush right."""
    lines = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (
            cell.ljust(width) if at in left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        print("  ".join(cells).rstrip())
