#!/usr/bin/env python3
"""Writes the files beside it: a small model as Keras saves it, and by h5py as older versions did.

The element i of the tensor k, in alphabetical order of the names, is 100 k + i.
"""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
from pathlib import Path

import h5py
import keras
import ml_dtypes
import numpy

FOLDER = Path(__file__).resolve().parent
LAYERS = keras.layers


def model():
    body = keras.Sequential([
        LAYERS.Conv2D(3, 1, use_bias=False, name="inner"), LAYERS.BatchNormalization(name="inner_bn"),
    ], name="body")
    picture = keras.Input((8, 8, 2), name="picture")
    x = LAYERS.Conv2D(3, (2, 1), name="first")(picture)
    x = LAYERS.DepthwiseConv2D((1, 2), use_bias=False, name="second")(x)
    x = body(x)
    x = LAYERS.GlobalAveragePooling2D(name="pool")(x)
    x = LAYERS.Dropout(0.5, name="drop")(x)
    return keras.Model(picture, LAYERS.Dense(2, name="last")(x), name="small")


def values(number, shape):
    return (100 * number + numpy.arange(numpy.prod(shape, dtype=int)).reshape(shape)).astype("f4")


def fill(model):
    names = {}
    for layer in model.layers:
        for inner in layer.layers if isinstance(layer, keras.Sequential) else [layer]:
            for weight in inner.weights:
                if "seed_generator" not in weight.path:
                    names[f"{inner.name}/{weight.name}"] = weight
    for number, name in enumerate(sorted(names)):
        names[name].assign(values(number, names[name].shape))
    return {name: names[name].numpy() for name in sorted(names)}


def write_old(path, tensors, pieces=1, **options):
    """Weights as Keras 2 has them: `first/kernel:0` in the group `first`."""
    layers = ["picture", "first", "second", "inner", "inner_bn", "pool", "last"]
    with h5py.File(path, "w", **options) as file:
        file.attrs["backend"] = b"tensorflow"
        file.attrs["keras_version"] = "2.15.0"
        names = numpy.array([name.encode() for name in layers])
        if pieces == 1:
            file.attrs["layer_names"] = names
        else:
            for number, piece in enumerate(numpy.array_split(names, pieces)):
                file.attrs[f"layer_names{number}"] = piece
        for layer in layers:
            group = file.create_group(layer)
            own = [name for name in tensors if name.startswith(layer + "/")]
            own = {(name.replace("second/", "second/depthwise_") + ":0"): tensors[name] for name in own}
            group.attrs["weight_names"] = [name.encode() for name in own]
            for name, value in own.items():
                yield group, name, value


def main():
    keras.utils.set_random_seed(1)
    small = model()
    tensors = fill(small)
    small.save(FOLDER / "whole.h5")
    small.save_weights(FOLDER / "numbered.weights.h5")
    small.save(FOLDER / "archive.keras")
    # Versions before 3.7 have no names of layers in it.
    with h5py.File(FOLDER / "numbered.weights.h5") as old, \
            h5py.File(FOLDER / "nameless.weights.h5", "w") as new:
        def copy(path, item):
            if isinstance(item, h5py.Dataset):
                new[path] = item[()]
            else:
                new.require_group(path)
        old.visititems(copy)
    for group, name, value in write_old(FOLDER / "old.h5", tensors, pieces=3):
        group[name] = value
    for group, name, value in write_old(FOLDER / "latest.h5", tensors, libver="latest"):
        group[name] = value
    for group, name, value in write_old(FOLDER / "chunked.h5", tensors):
        group.create_dataset(
            name, data=value, compression="gzip", shuffle=True, chunks=tuple(
                max(1, size // 2) for size in value.shape))
    types = ["<f2", "<f8", "<i4", "<i8", ml_dtypes.bfloat16, "<f4", "<i2", "i1"]
    for group, name, value in write_old(FOLDER / "types.h5", tensors):
        kind = types[sorted(tensors).index(name.replace("depthwise_", "").removesuffix(":0")) % len(types)]
        # Small enough to be exact in all of them.
        group[name] = (value % 100).astype(kind)


main()
