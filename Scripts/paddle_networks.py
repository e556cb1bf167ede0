"""Paddle's own definitions of the networks, with seeded weights: for witness-paddle.py and check-paddle.py."""

import importlib.util
import sys
import types
from pathlib import Path

import numpy
import paddle
from paddle import nn

from seeded_numbers import uniform


def define(model, **options):
    """A network of paddle.vision, for inference."""
    network = getattr(paddle.vision.models, model)(**options)
    network.eval()
    return network


def define_classifier(model, **options):
    """A network of PaddleClas, for inference.

    Only the definitions are imported, which need nothing but Paddle; the package as a whole needs much more.
    """
    folder = Path(importlib.util.find_spec("paddleclas").origin).parent
    for name in ("ppcls", "ppcls.utils", "ppcls.arch", "ppcls.arch.backbone", "ppcls.arch.backbone.base",
                 "ppcls.arch.backbone.legendary_models", "ppcls.arch.backbone.model_zoo"):
        package = types.ModuleType(name)
        package.__path__ = [str(folder / name.replace(".", "/"))]
        sys.modules[name] = package
    importlib.import_module("ppcls.utils.logger").init_logger()
    place = {
        "MobileNetV1": "legendary_models.mobilenet_v1", "MobileNetV2": "model_zoo.mobilenet_v2",
        "MobileNetV3": "legendary_models.mobilenet_v3",
    }[model[:11]]
    definitions = importlib.import_module(f"ppcls.arch.backbone.{place}")
    network = getattr(definitions, model)(**options)
    network.eval()
    return network


def seed(model):
    """Gives every tensor its numbers, in single precision, by its name and what it is."""
    single = numpy.float32
    norms = {name for name, layer in model.named_sublayers()
             if isinstance(layer, (nn.BatchNorm, nn.BatchNorm2D))}
    matrices = {name for name, layer in model.named_sublayers() if isinstance(layer, nn.Linear)}
    for name, tensor in model.state_dict().items():
        layer, part = name.rpartition(".")[::2]
        shape = tuple(tensor.shape)
        values = uniform(name, int(numpy.prod(shape)))
        if part == "_variance" or part == "weight" and layer in norms:
            values = single(1) + single(0.2) * values
        elif part == "weight":
            # Our formula counts a matrix with its outputs first, Paddle stores it with them last.
            first = shape[::-1] if layer in matrices else shape
            values = single((6 / numpy.prod(first[1:])) ** 0.5) * values.reshape(first)
            values = values.T if layer in matrices else values
        else:
            values = single(0.1) * values
        tensor.set_value(numpy.ascontiguousarray(values.reshape(shape)).astype(tensor.numpy().dtype))
