"""Keras's own definitions of the networks, with seeded weights: for witness-keras.py and check-keras.py."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

import keras
import numpy

import seeded_numbers
from seeded_numbers import uniform


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
    values = numpy.asarray(values)
    return seeded_numbers.statistics(values.transpose(2, 0, 1) if values.ndim == 3 else values)
