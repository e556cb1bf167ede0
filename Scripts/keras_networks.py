"""Keras's own definitions of the networks, with seeded weights: for witness-keras.py and check-keras.py."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

import keras
import numpy


def uniform(name, count):
    """The numbers of a name in [-1, 1) (Sources/Inference/Weights/SeededNumbers.swift)."""
    state = 0xCBF29CE484222325
    for byte in name.encode():
        state = (state ^ byte) * 0x100000001B3 % 2**64
    mixed = numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
    mixed += numpy.uint64(state)
    mixed ^= mixed >> numpy.uint64(30)
    mixed *= numpy.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> numpy.uint64(27)
    mixed *= numpy.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> numpy.uint64(31)
    values = (mixed >> numpy.uint64(40)).astype(numpy.float64) * 2.0**-23 - 1
    return values.astype(numpy.float32)


def picture(height, width):
    """The seeded picture: height x width x channels."""
    return uniform("input", 3 * height * width).reshape(3, height, width).transpose(1, 2, 0)


def define(model, resolution, **options):
    """A network of keras.applications whose answers are scores, not probabilities."""
    return getattr(keras.applications, model)(
        input_shape=(resolution, resolution, 3), weights=None, classifier_activation=None, **options)


def weights(model):
    """The tensors that inference needs, by the names of the layers."""
    return {f"{layer.name}/{weight.name}": (layer, weight)
            for layer in model.layers for weight in layer.weights
            if "seed_generator" not in weight.path}


def outputs_first(layer, shape):
    """The order of a kernel with its outputs first, as our formula counts its numbers, and the way back."""
    if isinstance(layer, keras.layers.DepthwiseConv2D):
        height, width, inputs, multiplier = shape
        return (inputs * multiplier, 1, height, width), lambda values: (
            values.reshape(inputs, multiplier, height, width).transpose(2, 3, 0, 1))
    if len(shape) == 4:
        return tuple(shape[axis] for axis in (3, 2, 0, 1)), lambda values: values.transpose(2, 3, 1, 0)
    return shape[::-1], lambda values: values.T


def seed(model):
    """Gives every tensor its numbers, in single precision, by its name and what it is."""
    single = numpy.float32
    for name, (layer, weight) in weights(model).items():
        shape = tuple(weight.shape)
        values = uniform(name, int(numpy.prod(shape)))
        if weight.name == "kernel":
            first, back = outputs_first(layer, shape)
            values = single((6 / numpy.prod(first[1:])) ** 0.5) * values
            values = back(values.reshape(first))
        elif weight.name in ("gamma", "moving_variance"):
            values = single(1) + single(0.2) * values
        else:
            values = single(0.1) * values
        assert values.shape == shape
        weight.assign(values)


def statistics(values):
    """Moments, ends and a sample of a height x width x channels tensor or a vector, channels first."""
    values = numpy.asarray(values, dtype=numpy.float64)
    values = values.transpose(2, 0, 1) if values.ndim == 3 else values
    flat = values.reshape(-1)
    count = len(flat)

    def short(value):
        return float(f"{value:.9g}")

    return {
        "shape": list(values.shape), "mean": float(f"{flat.mean():.12g}"),
        "std": float(f"{flat.std():.12g}"), "min": short(flat.min()), "max": short(flat.max()),
        "first": [short(value) for value in flat[:4]],
        "last": [short(value) for value in flat[-4:]],
        "sample": [short(flat[index * count // 17]) for index in range(1, 17)],
    }
