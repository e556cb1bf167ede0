#!/usr/bin/env python3
"""Records what Keras computes of a network, from its own definition of it.

    witness-keras.py FILE --model MobileNetV2 --network mobilenet-v2@keras

Weights and picture are those of a formula (Sources/Inference/Weights/SeededNumbers.swift), so that no file is
shared. The answers are computed in 64 bits. Needs what Scripts/keras-requirements.txt lists.
"""

import json

import keras_networks
import witnessing
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
    witness = witnessing.heading(arguments, "Keras", keras.__version__)
    witness |= witnessing.sizes(arguments, options)
    witness["parameters"] = sum(
        int(weight.numpy().size) for weight in model.trainable_weights)
    witness["tensors"] = {
        name: list(weight.shape) for name, (_, weight) in keras_networks.weights(model).items()}
    if arguments.structure:
        return witness
    tapped = taps(model)
    whole = keras.Model(
        model.inputs, {name: layer.output for name, layer in tapped.items()} | {"output": model.output})
    picture = witnessing.picture(arguments, witness).transpose(1, 2, 0)
    results = {name: keras_networks.statistics(result[0])
               for name, result in whole(picture[None], training=False).items()}
    witness["taps"] = {name: results[name] for name in tapped}
    witness["outputs"] = {"output": results["output"]}
    return witness


def main():
    parser = witnessing.parser(__doc__)
    parser.add_argument("--options", default="{}", help="further arguments of the definition, as JSON")
    arguments = parser.parse_args()
    witnessing.write(arguments, record(arguments))


main()
