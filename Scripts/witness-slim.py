#!/usr/bin/env python3
"""Records what TensorFlow computes of TF-slim's MobileNets, as Scripts/slim_networks.py defines them.

    witness-slim.py FILE --model mobilenet_v2 --network mobilenet-v2@slim

Weights and picture are those of a formula (Sources/Inference/Weights/SeededNumbers.swift), so that no file is
shared. The answers are computed in 64 bits. `--preset` records the input that slim's preprocessing makes of
Tables/Witnesses/picture.ppm and of 16x16 copies of it. Needs what Scripts/keras-requirements.txt lists.
"""

import argparse
from pathlib import Path

import numpy

import slim_networks
from seeded_numbers import text
from slim_networks import statistics, tensorflow

PICTURE = Path(__file__).resolve().parent.parent / "Tables/Witnesses/picture.ppm"


def preset():
    content = PICTURE.read_bytes().split()
    assert content[0] == b"P3" and content[3] == b"255"
    width, height = int(content[1]), int(content[2])
    image = numpy.array(content[4:], dtype=numpy.uint8).reshape(height, width, 3)
    return {"preprocessing": statistics(slim_networks.prepared(image)),
            "shrinking": statistics(slim_networks.prepared(numpy.tile(image, (16, 16, 1))))}


def record(arguments):
    side = arguments.resolution
    witness = {
        "framework": "TensorFlow", "version": tensorflow.__version__,
        "model": f"{arguments.model}, of TF-slim's names and layers", "networks": arguments.network,
    }
    if arguments.preset:
        return witness | preset()
    if arguments.width != 1: witness["width"] = arguments.width
    graph, network = slim_networks.define(arguments.model, side, arguments.width, precise=True)
    witness["parameters"] = sum(
        int(numpy.prod(shape)) for name, shape in network.tensors.items() if "/moving_" not in name)
    # As output x input x height x width.
    witness["tensors"] = network.tensors
    witness["input"] = [3, side, side]
    results = slim_networks.run(graph, network, network.taps | {"output": network.last})
    output = results.pop("output")
    witness["taps"] = {name: statistics(result[0]) for name, result in results.items()}
    witness["outputs"] = {"output": statistics(output[0])}
    return witness


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--model", required=True, choices=[
        "mobilenet_v1", "mobilenet_v2", "mobilenet_v3_large", "mobilenet_v3_small",
        "mobilenet_v3_large_minimalistic", "mobilenet_v3_small_minimalistic"])
    parser.add_argument("--network", action="append", required=True,
                        help="the table's name of it, with a dialect; several times for several")
    parser.add_argument("--width", type=float, default=1)
    parser.add_argument("--resolution", type=int, default=96)
    parser.add_argument("--preset", action="store_true", help="the prepared picture only")
    arguments = parser.parse_args()
    arguments.file.write_text(text(record(arguments)) + "\n")


main()
