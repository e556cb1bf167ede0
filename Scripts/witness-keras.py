#!/usr/bin/env python3
"""Records what Keras computes of a network, from its own definition of it.

    witness-keras.py FILE --model MobileNetV2 --network mobilenet-v2@keras

Weights and picture are those of a formula (Sources/Inference/Weights/SeededNumbers.swift), so that no file is
shared. The answers are computed in 64 bits. Needs what Scripts/keras-requirements.txt lists.
"""

import argparse
import json
from pathlib import Path

import keras_networks
import seeded_numbers
from keras_networks import keras


def following(layer):
    return layer._outbound_nodes[0].operation


def taps(model):
    """The layers whose results are those of blocks, by the block's name."""
    layers = {layer.name: layer for layer in model.layers}
    found = {}
    for name, layer in layers.items():
        if name.lower() in ("conv1", "conv_1", "conv") or name.startswith("conv_pw_") and name[8:].isdigit():
            # Behind norm and activation.
            found[name] = following(following(layer))
        elif name.endswith("_project"):
            block = name.removesuffix("_project")
            found[block] = layers.get(block + "_add") or following(layer)
    return found


def record(arguments):
    options = json.loads(arguments.options)
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    if arguments.width: options["alpha"] = arguments.width
    if arguments.classes: options["classes"] = arguments.classes
    model = keras_networks.define(arguments.model, arguments.resolution, **options)
    keras_networks.seed(model)
    witness = {
        "framework": "Keras", "version": keras.__version__, "model": arguments.model,
        "networks": arguments.network,
    }
    if options: witness["options"] = options
    if arguments.width: witness["width"] = arguments.width
    if arguments.classes: witness["classes"] = arguments.classes
    witness["parameters"] = sum(
        int(weight.numpy().size) for weight in model.trainable_weights)
    witness["tensors"] = {
        name: list(weight.shape) for name, (_, weight) in keras_networks.weights(model).items()}
    if arguments.structure:
        return witness
    side = arguments.resolution
    witness["input"] = [3, side, side]
    if arguments.scale != 1:
        witness["scale"] = arguments.scale
    tapped = taps(model)
    whole = keras.Model(
        model.inputs, {name: layer.output for name, layer in tapped.items()} | {"output": model.output})
    picture = seeded_numbers.picture(side, side).astype("float64") * arguments.scale
    results = {name: keras_networks.statistics(result[0])
               for name, result in whole(picture[None], training=False).items()}
    witness["taps"] = {name: results[name] for name in tapped}
    witness["outputs"] = {"output": results["output"]}
    return witness


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--model", help="the name of it in keras.applications", required=True)
    parser.add_argument("--network", action="append", required=True,
                        help="the table's name of it; once more for each of its dialects")
    parser.add_argument("--scale", type=float, default=1,
                        help="of the picture: larger numbers are clipped where small ones are not")
    parser.add_argument("--width", type=float)
    parser.add_argument("--classes", type=int)
    parser.add_argument("--resolution", type=int, default=96)
    parser.add_argument("--options", default="{}", help="further arguments of the definition, as JSON")
    parser.add_argument("--structure", action="store_true")
    arguments = parser.parse_args()
    arguments.file.write_text(seeded_numbers.text(record(arguments)) + "\n")


main()
