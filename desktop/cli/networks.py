"""`convoscope networks`: what there is of real networks, and the layers of one or of a file, with what they cost."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.listings import print_json
from desktop.cli.words import Parser, UsageError
from desktop.model_files.endings import is_network
from desktop.words.layers import NOT_COUNTED, Row, by, layer_table
from desktop.words.plain import counted, on_one_line, size_text

if TYPE_CHECKING:
    from desktop.model_files.words import Contents
    from scenes.stage.data.networks import Layer, Network

CONVENTION = (
    "MACs: each use of a weight of convolutions and dense layers is one; biases, batch norm and everything else count "
    "nothing. Parameters include biases and scale and shift of batch norm. A file whose batch norms were merged into "
    "its convolutions, as exporters of ONNX often do, has fewer. Layers with weights of other kinds, such as LSTMs, "
    "are not counted: the table says so, and JSON has null. r is the side of the receptive field, j how many pixels of "
    "the picture lie between two neighbouring units; gates (squeeze-and-excitation) see the whole picture, and r "
    "leaves that out. A window is kernel/stride/padding. Where a file calls its layers otherwise, its own names stand "
    "in a column “in the file”."
)
_FORMATS = {"onnx": "ONNX", "safetensors": "safetensors", "pytorch": "PyTorch"}
_RUNS = {"engine": "It runs in PyTorch.", "onnx": "It runs in ONNX Runtime."}
_NETWORKS = ("network", "year", "parameters", "MACs", "input", "layers", "conv + dense")


def add_networks_words(parser: Parser) -> None:
    """Say what can be typed."""
    parser.description = "List the real networks, or the layers of one or of a file."
    parser.epilog = CONVENTION
    parser.add_argument("name", metavar="NAME|FILE", nargs="?", default="", help="the network whose layers to list")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON")
    form.add_argument("--csv", action="store_true", help="as a table with commas, with a heading and plain numbers")
    parser.set_defaults(act=_networks)


def _networks(options: argparse.Namespace) -> int:
    from scenes.stage.data.networks import names, network

    name = options.name
    if not name:
        return _list_networks(options)
    if name not in names() and (is_network(Path(name)) or Path(name).exists()):
        return _list_file(Path(name), options)
    try:
        return _list_layers(network(name), options)
    except KeyError as error:
        raise UsageError(error.args[0]) from error


def _list_networks(options: argparse.Namespace) -> int:
    """Print the real networks, one a line."""
    from scenes.stage.data.networks import networks

    found = networks()
    if options.json:
        print_json([_told(network) for network in found])
        return 0
    rows: list[Row] = [
        (
            network.name,
            str(network.year),
            network.parameters,
            network.macs,
            by(network.shape),
            len(network.inference),
            len(network.weighted),
        )
        for network in found
    ]
    _print_rows(_NETWORKS, rows, options.csv, left=(0,))
    return 0


def _list_layers(found: Network, options: argparse.Namespace) -> int:
    """Print a network layer by layer."""
    if options.json:
        print_json(_told(found) | {"layers": [asdict(layer) for layer in found.layers]})
    elif options.csv:
        _print_csv(*layer_table(found.layers))
    else:
        print(f"{found.title} ({found.year}). {found.source}.", *filter(None, [found.note]))
        print(f"input {by(found.shape)}, {found.parameters:,} parameters, {found.macs:,} MACs")
        if found.parameters_in_training != found.parameters:
            more = f"{found.parameters_in_training:,} parameters, {found.macs_in_training:,} MACs"
            print(f"with the auxiliary classifiers, which fall off at inference: {more}")
        print()
        _print_layers(found.layers, *layer_table(found.layers))
    return 0


def _list_file(path: Path, options: argparse.Namespace) -> int:
    """Print what is in a file, layer by layer."""
    from desktop.model_files.blocking import opened
    from desktop.model_files.errors import FileError

    try:
        with opened(path) as file:
            found = file.contents
    except FileError as error:
        raise UsageError(str(error)) from error
    head, rows = layer_table(found.layers, found.counted, found.uncounted, found.names_there)
    if options.json:
        print_json(_told_of_file(found))
    elif options.csv:
        _print_csv(head, rows)
    else:
        print(f"{on_one_line(path.name)}: {_FORMATS[found.format]}, {size_text(found.bytes)}.", _running(found))
        print(", ".join(_totals(found)))
        for note in found.notes:
            print(on_one_line(note))
        print()
        _print_layers(found.layers, head, rows)
    return 0


def _totals(found: Contents) -> list[str]:
    """What a file has in all; layers that aren't counted are told."""
    told = [f"input {by(found.shape)}"] if found.shape else []
    told.append(f"{found.parameters:,} parameters")
    if found.counted:
        told.append(f"{sum(layer.macs for layer in found.layers) if found.macs is None else found.macs:,} MACs")
    if found.uncounted:
        told.append(f"{counted(len(found.uncounted), 'layer')} {NOT_COUNTED}")
    return told


def _running(found: Contents) -> str:
    """What runs the network of a file, or why nothing does."""
    from scenes.stage.data.networks import network

    fits = f"Its weights fit {network(found.network).title}." if found.network else ""
    timed = "What it costs can be measured." if found.timed else ""
    return " ".join(filter(None, (fits, _RUNS.get(found.runs, found.why), timed)))


def _told(network: Network) -> dict[str, Any]:
    """A network's facts and totals as plain data."""
    names = ("name", "title", "family", "year", "source", "note", "shape")
    totals = ("parameters", "macs", "parameters_in_training", "macs_in_training")
    facts = {name: getattr(network, name) for name in (*names, *totals)}
    return facts | {"layers": len(network.inference), "weighted": len(network.weighted)}


def _told_of_file(found: Contents) -> dict[str, Any]:
    """The facts of a file as plain data; what isn't known is null."""
    import msgspec

    told: dict[str, Any] = msgspec.to_builtins(found)
    there = told.pop("names_there")
    for layer in told["layers"]:
        layer["macs"] = layer["macs"] if found.counted and layer["name"] not in found.uncounted else None
        layer["name_in_file"] = there.get(layer["name"]) if there else layer["name"]
    return told


def _print_layers(layers: Sequence[Layer], head: Sequence[str], rows: Sequence[Row]) -> None:
    """Print layers as a table: without zeros, and what one reads only where that is not the layer before."""
    reads = head.index("reads")
    shown: list[Row] = []
    for row, layer, previous in zip(rows, layers, ("", *(layer.name for layer in layers)), strict=False):
        cells = [cell or "" for cell in row]
        cells[reads] = "" if layer.inputs == (previous,) else cells[reads]
        shown.append(tuple(cells))
    _print_rows(head, shown, False, left=(0, 1, 2, *range(reads, len(head))))


def _print_csv(head: Sequence[str], rows: Iterable[Row]) -> None:
    """Print rows for table programs."""
    from desktop.words.tables import as_csv

    print(as_csv(head, rows).decode("utf-8-sig").replace("\r\n", "\n"), end="")


def _print_rows(head: Sequence[str], rows: Iterable[Row], as_csv: bool, left: Sequence[int]) -> None:
    """Print rows under a heading, the columns `left` flush left and the others flush right."""
    if as_csv:
        _print_csv(head, rows)
        return
    words = [[f"{cell:,}" if isinstance(cell, int) else on_one_line(cell) for cell in row] for row in rows]
    lines = [head, *words]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (
            cell.ljust(width) if at in left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        print("  ".join(cells).rstrip())
