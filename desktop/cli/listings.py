"""What there is, as text or as JSON: scenes and presets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.cli.streams import printable_json, say
from scenes.stage.numbers.reading import number_in_words

if TYPE_CHECKING:
    from engine.contract.spec import Preset
    from scenes.stage.core.catalogue import Scene


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
