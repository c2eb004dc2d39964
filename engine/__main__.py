"""`python -m engine` serves the window.

`python -m engine kernels` trains the CNNs whose kernels scenes show, `python -m engine weights` the networks whose
real activations scenes show; `python -m engine readings` stores what published networks make of the photos that
ship; `python -m engine record PRESET` records a run, `python -m engine seeds` what holds over seeds; `python -m engine
teaching` compares what a published network is worth to new classes; `python -m engine networks` describes the real
networks. `python -m engine unpack` takes the weights out of a foreign file of PyTorch's, for the window.
"""

import argparse
import gc
import os
import sys
from pathlib import Path


def main() -> int:
    """Read the command line and do what it says; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m engine", description=__doc__)
    jobs = parser.add_subparsers(dest="job")
    kernels = jobs.add_parser("kernels", help="train the CNNs whose weights ship for scenes")
    kernels.add_argument("--into", type=Path, default=None, help="folder for their files (default: assets/kernels)")
    networks = jobs.add_parser("networks", help="describe the real networks, layer by layer, for scenes and windows")
    networks.add_argument("--into", type=Path, default=None, help="folder for the files (default: assets/networks)")
    weights = jobs.add_parser("weights", help="train the networks whose real activations scenes show")
    weights.add_argument("--into", type=Path, default=None, help="folder for the files (default: assets/weights)")
    readings = jobs.add_parser("readings", help="store what published networks make of the photos that ship")
    readings.add_argument("--into", type=Path, default=None, help="folder for the file (default: assets/published)")
    seeds = jobs.add_parser("seeds", help="train presets with several seeds, for scenes that show what holds over them")
    seeds.add_argument("--into", type=Path, default=None, help="folder for the files (default: assets/recordings)")
    teaching = jobs.add_parser("teaching", help="compare ways of learning from few pictures, for ready examples")
    teaching.add_argument("--into", type=Path, default=None, help="folder for the files (default: assets/recordings)")
    record = jobs.add_parser("record", help="train a preset and keep the run as a file")
    record.add_argument("presets", nargs="*", metavar="PRESET", help="which (default: all whose recordings ship)")
    record.add_argument("-o", dest="into", type=Path, help="the file (default: assets/recordings/PRESET.tape)")
    record.add_argument("--seed", type=int, help="another seed than the preset's")
    record.add_argument("--steps", type=int, help="stop after so many steps")
    record.add_argument("--snapshots", type=int, help="how many snapshots to keep")
    unpack = jobs.add_parser("unpack", help="write the weights of a foreign file of PyTorch's as safetensors")
    unpack.add_argument("file", type=Path)
    unpack.add_argument("into", type=Path, metavar="OUT")
    arguments = parser.parse_args()
    if arguments.job is not None:
        try:
            return _do(arguments)
        except OSError as error:
            where = error.filename or arguments.into or "The folder"
            print(f"{where} can't be written ({error.strerror}): choose another folder, or make room.", file=sys.stderr)
            return 2
    from engine.process.server import main as serve

    return _leave(serve())


def _leave(status: int) -> int:
    """End at once: torch takes most of a second to take itself apart, and a window may be waiting for the end."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _do(arguments: argparse.Namespace) -> int:
    """Do a job that needs no window."""
    if arguments.job == "networks":
        from engine.models.descriptions.store import write as describe

        return describe(arguments.into)
    from engine.machine import runtime

    if arguments.job == "unpack":
        runtime.end_with_parent(True)
        gc.disable()  # a window waits, and a sixth of what importing torch takes would go into looking for rubbish
        from engine.models.state_dicts import main as unpack

        return _leave(unpack(arguments.file, arguments.into))
    runtime.wait_quietly()
    runtime.keep_pages()
    if arguments.job == "kernels":
        from engine.making.kernels import write

        return write(arguments.into)
    if arguments.job == "weights":
        from engine.making.weights import write as train

        return train(arguments.into)
    if arguments.job == "readings":
        from engine.making.readings import write as answer

        return answer(arguments.into)
    if arguments.job == "seeds":
        from engine.making.seeds import write as repeat

        return repeat(arguments.into)
    if arguments.job == "teaching":
        from engine.making.teaching import write as compare

        return compare(arguments.into)
    from engine.making.record import record

    return record(arguments.presets, arguments.into, arguments.seed, arguments.steps, arguments.snapshots)


if __name__ == "__main__":
    sys.exit(main())
