"""The command `convoscope`: the window, and everything that can be had without one.

What a command doesn't need it doesn't load: `scenes` knows no Qt, nothing here knows torch.
"""

from __future__ import annotations

import argparse
import errno
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets import version
from desktop.classroom.lessons.model import ENDING
from desktop.cli import streams, words
from desktop.cli.cards import add_cards_words
from desktop.cli.homework import add_homework_words
from desktop.cli.lesson import add_lesson_words
from desktop.cli.streams import say
from desktop.cli.words import UsageError
from desktop.system.processes import use_utf8
from desktop.system.tracebacks import DEBUG, told, wanted
from scenes.stage.numbers.reading import LONGEST_ECHO, echoed

if TYPE_CHECKING:
    from scenes.stage.core.catalogue import Scene
    from scenes.stage.core.knobs import Knobs
    from scenes.stage.data.pictures import Picture
    from scenes.stage.data.recording import Recording
    from scenes.stage.output.theme import Theme

FAILED, WRONG_INPUT, INTERRUPTED = 1, 2, 130
_FULL = (errno.ENOSPC, errno.EDQUOT)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LONG_WORD = re.compile(rf"[^\s…]{{{LONGEST_ECHO + 1},}}")
EXAMPLES = """\
examples:
  convoscope                                             open the window
  convoscope --scene convolution --knob stride=2         open it on a scene
  convoscope --scene convolution --step "Add the bias"   open it at the end of a step
  convoscope my.lesson.toml                              open a lesson
  convoscope lesson check my.lesson.toml                 say what is wrong in it, with lines
  convoscope homework make my.lesson.toml --students class.csv -o sheets
  convoscope homework check handed-in --key sheets/teacher/key.toml -o report
  convoscope scenes                                      list the scenes and their knobs
  convoscope export convolution --step 5 -o step5.png    save what is shown at the end of a step
  convoscope export convolution --knob picture=cat.jpg --all -o cat.svg
  convoscope export convolution --sheet -o sheet.png     save all steps as one picture
  convoscope train race --steps 200 --json > run.jsonl   train without a window
  convoscope networks resnet-18                          list the layers of a real network
  convoscope latency mobilenet-v1 resnet-50              measure how long real networks take here
  convoscope cards -o cards.pdf                          make cards A to D for a class to hold up
  convoscope doctor                                      look whether everything is in place
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out a command line; returns the exit status: 0, 1 where something failed, 2 where the words were wrong.

    Without `argv` it is the program's own, which goes on in UTF-8 whatever the system's encoding is.
    """
    if argv is None:
        use_utf8()
    streams.prepare()
    try:
        return _carry_out(argv)
    except UsageError as error:
        say(_UNPRINTABLE.sub("?", _LONG_WORD.sub(lambda found: echoed(found[0]), str(error))))
        return WRONG_INPUT
    except BrokenPipeError:  # whoever read along has enough
        streams.silence(sys.stdout)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # nobody should have to read a traceback to learn that something is broken
        if wanted():
            raise
        if isinstance(error, OSError) and (error.filename is None or error.errno in _FULL):
            streams.silence(sys.stdout)
            what = error.filename or "What was to be printed"
            why = "The disk is full" if error.errno in _FULL else f"The system says: {error.strerror}"
            say(f"{what} can't be written. {why}. Make room, or choose another place, and run it again.")
        else:
            say(f"{told(error)}; set {DEBUG}=1 and run it again for the traceback, which a bug report needs.")
        return FAILED


def _carry_out(argv: Sequence[str] | None) -> int:
    try:
        options = _options(list(sys.argv[1:] if argv is None else argv))
        act: Callable[[argparse.Namespace], int] = options.act
        status = act(options)
    except SystemExit as leaving:  # --help and --version have said what they had to say
        status = leaving.code if isinstance(leaving.code, int) else 0
    sys.stdout.flush()
    return status


def _options(argv: list[str]) -> argparse.Namespace:
    """What was typed. A first word that is no command but a file is a lesson to open."""
    parser, commands = _parser()
    place = next((at for at, word in enumerate(argv) if _is_free(argv, at)), None)
    lesson = None if place is None or argv[place] in commands.choices else argv[place]
    if place is None or lesson is None or not (lesson.endswith(ENDING) or os.path.exists(lesson)):
        return parser.parse_args(argv)
    options = parser.parse_args(argv[:place] + argv[place + 1 :])
    options.lesson = Path(lesson)
    return options


def _is_free(argv: Sequence[str], at: int) -> bool:
    """Whether a word is neither an option nor what stands behind one."""
    before = argv[at - 1] if at else ""
    return not argv[at].startswith("-") and not (before.startswith("--") and "=" not in before)


# --- The words ------------------------------------------------------------------------------------------------------


def _parser() -> tuple[argparse.ArgumentParser, argparse._SubParsersAction[words.Parser]]:
    parser = words.Parser(
        prog="convoscope",
        description="Teach convolutional networks with animated scenes and live training.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=words.Version, nargs=0, help="say the version and leave")
    parser.add_argument("--scene", metavar="NAME", default="", help="the scene to open the window with")
    parser.add_argument("--step", metavar="N|TITLE", default="", help="the step at whose end the scene opens")
    words.add_knobs(parser)
    words.add_theme(parser)
    share = "begin to present, with the picture in a window of its own to share in a video call"
    parser.add_argument("--beam", choices=["window"], default="", help=share)
    parser.set_defaults(act=_open, lesson=None)
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=words.Parser)

    scenes = commands.add_parser("scenes", help="list the scenes and their knobs")
    scenes.add_argument("--json", action="store_true", help="as JSON")
    scenes.set_defaults(act=_scenes)

    export = commands.add_parser("export", help="save pictures of a scene")
    export.add_argument("scene", metavar="SCENE")
    words.add_knobs(export)
    moment = export.add_mutually_exclusive_group()
    moment.add_argument("--step", metavar="N|TITLE", help="the end of a step: its number from 1, or its title")
    moment.add_argument("--t", type=words.number, metavar="S", help="the picture after S seconds")
    moment.add_argument("--all", action="store_true", help="the ends of all steps, one file each")
    moment.add_argument("--sheet", action="store_true", help="the ends of all steps with their words in one PNG")
    words.add_theme(export)
    size = "pixels of a PNG, of each step of a sheet; e.g. 1920x1080"
    export.add_argument("--size", type=words.size, metavar="WxH", default=None, help=size)
    export.add_argument("--more", action="store_true", help="with what more there is to say under it (not in JSON)")
    export.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="a .png, .svg or .json file")
    export.set_defaults(act=_export)

    train = commands.add_parser("train", help="train without a window")
    train.add_argument("preset", metavar="PRESET", help="one of `convoscope presets`")
    train.add_argument("--steps", type=words.whole, metavar="N", help="stop after N steps")
    train.add_argument("--seed", type=words.whole, metavar="S", help="another start, other batches")
    train.add_argument("--device", metavar="D", help="cpu, cuda or mps")
    train.add_argument("--json", action="store_true", help="every event as a line of JSON")
    train.set_defaults(act=_train)

    presets = commands.add_parser("presets", help="list the runs that `train` knows")
    presets.add_argument("--json", action="store_true", help="as JSON")
    presets.set_defaults(act=_presets)

    networks = commands.add_parser("networks", help="list the real networks, or the layers of one")
    networks.add_argument("name", metavar="NAME", nargs="?", default="", help="the network whose layers to list")
    networks.add_argument("--json", action="store_true", help="as JSON")
    networks.set_defaults(act=_networks)

    latency = commands.add_parser("latency", help="measure how long real networks take here for one picture")
    latency.add_argument("names", metavar="NAME", nargs="*", help="of `convoscope networks`; without, those of scenes")
    latency.add_argument("--threads", type=words.whole, default=1, metavar="N", help="of the processor (default: 1)")
    latency.add_argument("--json", action="store_true", help="every network as a line of JSON")
    latency.set_defaults(act=_latency)

    engine = commands.add_parser("engine", help="train for a window, also one elsewhere: `ssh HOST convoscope engine`")
    engine.set_defaults(act=_engine)

    lesson = commands.add_parser("lesson", help="check lesson files, begin a new one, list those there are")
    add_lesson_words(lesson)

    cards = commands.add_parser("cards", help="make cards A to D for a class to hold up, as a PDF to print")
    add_cards_words(cards)

    homework = commands.add_parser("homework", help="make a sheet of questions for each student, and check the answers")
    add_homework_words(homework)

    doctor = commands.add_parser("doctor", help="look whether everything is in place")
    doctor.add_argument("--json", action="store_true", help="as JSON")
    doctor.set_defaults(act=_doctor)
    return parser, commands


# --- The commands ---------------------------------------------------------------------------------------------------


def _open(options: argparse.Namespace) -> int:
    from desktop.system.preflight import problem

    _theme(options)
    if options.knobs and not options.scene:
        raise UsageError("Knobs belong to a scene: say which one with --scene.")
    if options.step and not options.scene:
        raise UsageError("A step belongs to a scene: say which one with --scene.")
    if options.lesson is not None and options.scene:
        raise UsageError("Open either a lesson or a scene.")
    if options.lesson is not None and not os.path.isfile(options.lesson):
        raise UsageError(
            f"There is no lesson {echoed(str(options.lesson))!r}; `convoscope lesson list` shows those there are."
        )
    scene, knobs = _wished(options.scene, options.knobs) if options.scene else (None, None)
    if scene is not None and knobs is not None and options.step:
        _step(scene, knobs, options.step)
    sentence = problem()
    if sentence is not None:
        say(sentence)
        return FAILED
    from desktop.app.application import run

    if not (options.scene or options.theme or options.lesson or options.beam):
        return run()
    from desktop.app.composition import StartOptions

    turned = knobs if options.knobs else None
    share = options.beam == "window"
    return run(StartOptions(scene.name if scene else "", turned, options.theme, share, options.step, options.lesson))


def _scenes(options: argparse.Namespace) -> int:
    from desktop.cli.listings import list_scenes

    return list_scenes(options.json)


def _export(options: argparse.Namespace) -> int:
    from desktop.export.sheet import STEP_SIZE, export_sheet
    from desktop.export.still import AtTime, EveryStep, ExportError, StepEnd, Style, Where, export

    scene, knobs = _wished(options.scene, options.knobs)
    style = Style(more=options.more)
    theme = _theme(options)
    if theme is not None:
        style = replace(style, theme=theme)
    if options.size or options.sheet:
        style = replace(style, size=options.size or STEP_SIZE)
    where: Where | None = EveryStep() if options.all else None
    if options.step is not None:
        where = StepEnd(_step(scene, knobs, options.step))
    elif options.t is not None:
        where = AtTime(options.t)
    try:
        if options.sheet:
            print(export_sheet(scene, knobs, options.output, style, _recording(scene, knobs)))
            return 0
        for path in export(scene, knobs, options.output, where, style, _recording(scene, knobs)):
            print(path)
    except ExportError as error:
        raise UsageError(str(error)) from error
    return 0


def _train(options: argparse.Namespace) -> int:
    import msgspec

    from desktop.cli.listings import introduction
    from desktop.cli.train import train
    from desktop.training.blocking_engine import EngineError
    from engine.contract.spec import PRESETS, SpecError, StopAt, check

    if options.preset not in PRESETS:
        raise UsageError(f"There is no preset named {echoed(options.preset)!r}; the presets are {', '.join(PRESETS)}.")
    preset = PRESETS[options.preset]
    changes: dict[str, Any] = {name: getattr(options, name) for name in ("seed", "device")}
    changes["stop"] = None if options.steps is None else StopAt(steps=options.steps)
    spec = msgspec.structs.replace(preset.spec, **{name: value for name, value in changes.items() if value is not None})
    try:
        check(spec)
        return train(spec, options.json, [*introduction(preset), ""])
    except SpecError as error:
        raise UsageError(str(error)) from error
    except EngineError as error:
        say(str(error))
        return FAILED


def _presets(options: argparse.Namespace) -> int:
    from desktop.cli.listings import list_presets

    return list_presets(options.json)


def _networks(options: argparse.Namespace) -> int:
    from desktop.cli.listings import list_layers, list_networks

    if not options.name:
        return list_networks(options.json)
    try:
        return list_layers(options.name, options.json)
    except KeyError as error:
        raise UsageError(error.args[0]) from error


def _latency(options: argparse.Namespace) -> int:
    from desktop.cli.latency import measure, usual
    from desktop.training.blocking_engine import EngineError
    from scenes.stage.data.networks import network

    if options.threads < 1:
        raise UsageError("A network runs on one thread at least.")
    try:
        for name in options.names:
            network(name)
        return measure(options.names or usual(), options.threads, options.json)
    except KeyError as error:
        raise UsageError(error.args[0]) from error
    except EngineError as error:
        say(str(error))
        return FAILED


def _engine(options: argparse.Namespace) -> int:
    from desktop.system.processes import become

    return become("engine")


def _doctor(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from desktop.cli.doctor import examine, report
    from desktop.cli.listings import print_json

    findings = examine(version())
    if not options.json:
        return report(findings)
    found = list(findings)
    print_json([asdict(finding) for finding in found])
    return 1 if any(finding.advice for finding in found) else 0


# --- What they share ------------------------------------------------------------------------------------------------


def _theme(options: argparse.Namespace) -> Theme | None:
    """The theme that was asked for."""
    if not options.theme:
        return None
    from scenes.stage.output.theme import THEMES

    if options.theme not in THEMES:
        raise UsageError(f"There is no theme named {echoed(options.theme)!r}; the themes are {', '.join(THEMES)}.")
    return THEMES[options.theme]


def _wished(name: str, words: Sequence[tuple[str, str]]) -> tuple[Scene, Knobs]:
    """The scene of a name with its knobs turned as some words say."""
    from scenes.stage.core.catalogue import catalogue
    from scenes.stage.core.knobs import KnobError, parse

    try:
        scene = catalogue().find(name)
        return scene, parse(scene.knobs, dict(words), {"picture": _picture})
    except KeyError as error:
        raise UsageError(error.args[0]) from error
    except KnobError as error:
        raise UsageError(str(error)) from error


def _step(scene: Scene, knobs: Knobs, word: str) -> int:
    """The number, from 1, of the step that a number or a title means."""
    from scenes.stage.core.catalogue import plan
    from scenes.stage.core.timeline import step_named

    try:
        return step_named(plan(scene, knobs), word) + 1
    except KeyError as error:
        raise UsageError(error.args[0]) from error


def _recording(scene: Scene, knobs: Knobs) -> Recording | None:
    """The run that a scene shows, if it shows one."""
    if scene.preset is None:
        return None
    from desktop.runs.storage import RecordingError, bundled

    try:
        return bundled(scene.preset(knobs))
    except RecordingError as error:
        raise UsageError(str(error)) from error


def _picture(word: str) -> Picture:
    """A bundled picture by its name, or one from a file."""
    from scenes.stage.data.pictures import BUNDLED, Picture

    if word in BUNDLED:
        return Picture(word)
    if not os.path.exists(word):  # which knows that "" is no path, nor a word of 300 letters
        raise UsageError(f"There is no picture {echoed(word)!r}: give a file, or one of {', '.join(BUNDLED)}.")
    from desktop.pictures.answers import PictureError
    from desktop.pictures.reading import read_picture

    try:
        opened = read_picture(Path(word))
    except PictureError as error:
        raise UsageError(str(error)) from error
    for note in opened.notes:
        print(note, file=sys.stderr)
    return opened.picture
