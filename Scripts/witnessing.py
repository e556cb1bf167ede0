"""What the scripts that record what a framework computes have in common."""

import argparse
from pathlib import Path

import seeded_numbers


def parser(description, required=True):
    """Arguments of every such script: the file, the network by both names, and its size."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--model", help="the framework's name of it", required=required)
    parser.add_argument("--network", action="append", required=required,
                        help="the table's name of it; once more for each of its dialects")
    parser.add_argument("--scale", type=float, default=1,
                        help="of the picture: larger numbers are clipped where small ones are not")
    parser.add_argument("--width", type=float)
    parser.add_argument("--classes", type=int)
    parser.add_argument("--resolution", type=int, default=96)
    parser.add_argument("--structure", action="store_true")
    return parser


def heading(arguments, framework, version):
    """Whose network it is."""
    return {
        "framework": framework, "version": version, "model": arguments.model,
        "networks": arguments.network,
    }


def sizes(arguments, options):
    """What is asked of the definition, and what that is in the table's words."""
    asked = {"options": options, "width": arguments.width, "classes": arguments.classes}
    return {key: value for key, value in asked.items() if value}


def picture(arguments, witness):
    """The picture, channels first, in 64 bits; the witness says how large it is."""
    side = arguments.resolution
    witness["input"] = [3, side, side]
    if arguments.scale != 1:
        witness["scale"] = arguments.scale
    return seeded_numbers.picture(side, side).transpose(2, 0, 1).astype("float64") * arguments.scale


def write(arguments, witness):
    """The file."""
    arguments.file.write_text(seeded_numbers.text(witness) + "\n")
