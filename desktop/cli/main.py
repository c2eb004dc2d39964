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
from pathlib import Path
from typing import Any

from assets import version
from desktop.classroom.lessons.model import ENDING
from desktop.cli import streams, wished, words
from desktop.cli.cards import add_cards_words
from desktop.cli.classify import add_classify_words
from desktop.cli.export import add_export_words
from desktop.cli.homework import add_homework_words
from desktop.cli.lesson import add_lesson_words
from desktop.cli.measuring.latency import add_latency_words
from desktop.cli.networks import add_networks_words
from desktop.cli.streams import say
from desktop.cli.sweep import add_sweep_words
from desktop.cli.words import UsageError
from desktop.model_files.endings import is_network
from desktop.system.processes import use_utf8
from desktop.system.tracebacks import DEBUG, told, wanted
from scenes.stage.numbers.reading import LONGEST_ECHO, echoed

KEY = "key.toml"
"""What the teacher's key to a homework is called."""
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
  convoscope resnet18.safetensors                        open a network from a file (.onnx, .pt and .pth too)
  convoscope sheet-a1b2.answers.toml                     open a sheet of homework and answer it
  convoscope lesson check my.lesson.toml                 say what is wrong in it, with lines
  convoscope homework make my.lesson.toml --students class.csv -o sheets
  convoscope homework check handed-in --key sheets/teacher/key.toml -o report
  convoscope homework pool --each 5 -o course.xml        questions for Moodle (.zip: QTI 2.1, for Canvas and others)
  convoscope scenes                                      list the scenes and their knobs
  convoscope export convolution --step 5 -o step5.png    save what is shown at the end of a step
  convoscope export convolution --knob picture=cat.jpg --all -o cat.svg
  convoscope export convolution --sheet -o sheet.png     save all steps as one picture
  convoscope export convolution --step 5 -o step5.mp4    save a step as a film
  convoscope lesson export my.lesson.toml -o handout.pdf save a lesson as pages to print
  convoscope torch convolution --knob stride=2           print the lines of PyTorch that compute the same
  convoscope train race --steps 200 --json > run.jsonl   train without a window
  convoscope sweep race --over lr=1e-4..1e-1:7 --over seed=0..4 -o rates
  convoscope networks resnet-18                          list the layers of a real network
  convoscope networks model.onnx --csv > layers.csv      list those of a file, also safetensors or weights of PyTorch
  convoscope classify photos --csv classes.csv           what a network for photographs sees in a folder of pictures
  convoscope latency mobilenet-v1 resnet-50              measure how long real networks take here
  convoscope latency efficientnet-lite0 --forms          what it costs in eight bits and without PyTorch, and loses
  convoscope cards -o cards.pdf                          make cards A to F for a class to hold up
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
        for sentence in error.args:
            say(_UNPRINTABLE.sub("?", _LONG_WORD.sub(lambda found: echoed(found[0]), str(sentence))))
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
    """What was typed. A first word that is no command but a file is opened: a lesson, a sheet, or a network."""
    parser, commands = _parser()
    place = next((at for at, word in enumerate(argv) if _is_free(argv, at)), None)
    file = None if place is None or argv[place] in commands.choices else argv[place]
    if place is None or file is None or not (_names_a_file(file) or os.path.exists(file)):
        return parser.parse_args(argv)
    options = parser.parse_args(argv[:place] + argv[place + 1 :])
    options.file = Path(file)
    return options


def _names_a_file(word: str) -> bool:
    """Whether a word has the ending of a file that the window opens."""
    return word.endswith(ENDING) or _is_sheet(word) or is_network(Path(word))


def _is_sheet(word: str) -> bool:
    """Whether a word names a sheet of answers."""
    from desktop.homework.answers import ENDING as SHEET

    return word.endswith(SHEET)


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
    parser.set_defaults(act=_open, file=None)
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=words.Parser)

    scenes = commands.add_parser("scenes", help="list the scenes and their knobs")
    scenes.add_argument("--json", action="store_true", help="as JSON")
    scenes.set_defaults(act=_scenes)

    export = commands.add_parser("export", help="save pictures, films and documents of a scene")
    add_export_words(export)

    torch = commands.add_parser("torch", help="print the lines of PyTorch that compute what a scene shows")
    torch.add_argument("scene", metavar="SCENE")
    words.add_knobs(torch)
    torch.set_defaults(act=_torch)

    train = commands.add_parser("train", help="train without a window")
    train.add_argument("preset", metavar="PRESET", help="one of `convoscope presets`")
    train.add_argument("--steps", type=words.whole, metavar="N", help="stop after N steps")
    train.add_argument("--seed", type=words.whole, metavar="S", help="another start, other batches")
    train.add_argument("--device", metavar="D", help="cpu, cuda or mps")
    train.add_argument("--json", action="store_true", help="every event as a line of JSON")
    train.set_defaults(act=_train)

    sweep = commands.add_parser("sweep", help="train many runs that differ in what you name")
    add_sweep_words(sweep)

    presets = commands.add_parser("presets", help="list the runs that `train` knows")
    presets.add_argument("--json", action="store_true", help="as JSON")
    presets.set_defaults(act=_presets)

    networks = commands.add_parser("networks", help="list the real networks, or the layers of one or of a file")
    add_networks_words(networks)

    classify = commands.add_parser(
        "classify", help="send a folder of pictures through a network, and tell their classes"
    )
    add_classify_words(classify)

    latency = commands.add_parser("latency", help="measure how long real networks take here for one picture")
    add_latency_words(latency)

    engine = commands.add_parser("engine", help="train for a window, also one elsewhere: `ssh HOST convoscope engine`")
    engine.set_defaults(act=_engine)

    lesson = commands.add_parser("lesson", help="check lesson files, begin a new one, list or export those there are")
    add_lesson_words(lesson)

    cards = commands.add_parser("cards", help="make cards A to F for a class to hold up, as a PDF to print")
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

    wished.theme(options.theme)
    if options.knobs and not options.scene:
        raise UsageError("Knobs belong to a scene: say which one with --scene.")
    if options.step and not options.scene:
        raise UsageError("A step belongs to a scene: say which one with --scene.")
    if options.file is not None and options.scene:
        raise UsageError("Open either a file or a scene.")
    if options.file is not None:
        _check(options.file)
    scene, knobs = wished.scene(options.scene, options.knobs) if options.scene else (None, None)
    if scene is not None and knobs is not None and options.step:
        wished.step(scene, knobs, options.step)
    sentence = problem()
    if sentence is not None:
        say(sentence)
        return FAILED
    from desktop.app.application import run

    if not (options.scene or options.theme or options.file or options.beam):
        return run()
    from desktop.app.composition import StartOptions

    turned = knobs if options.knobs else None
    share = options.beam == "window"
    return run(StartOptions(scene.name if scene else "", turned, options.theme, share, options.step, options.file))


def _check(path: Path) -> None:
    """Raise UsageError for a file that the window can't open."""
    name = echoed(str(path))
    if not os.path.isfile(path):
        if _is_sheet(str(path)):
            raise UsageError(f"There is no sheet {name!r}: say in which folder it lies.")
        if is_network(path):
            raise UsageError(f"There is no file {name!r}: say in which folder it lies.")
        raise UsageError(f"There is no lesson {name!r}; `convoscope lesson list` shows those there are.")
    if path.name == KEY:
        raise UsageError(f"{name} is the key to a homework. Open a sheet of it, and drop the key on the window.")


def _scenes(options: argparse.Namespace) -> int:
    from desktop.cli.listings import list_scenes

    return list_scenes(options.json)


def _torch(options: argparse.Namespace) -> int:
    from desktop.cli.in_torch import print_lines

    return print_lines(*wished.scene(options.scene, options.knobs))


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
