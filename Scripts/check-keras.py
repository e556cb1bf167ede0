"""Checks that what Keras saves is read, and that Keras's answers are given.

Builds Keras's MobileNets with seeded weights, saves each in every format - a whole model in HDF5, its
weights alone, and Keras's own archive - and lets `mobilenet run` find the dialect by the names in the file.
Parameters must be as many as Keras counts, and the answers to the seeded picture must agree to 1e-4 of their
standard deviation.
"""

import json
import tempfile
from pathlib import Path

import numpy

import keras_networks
import seeded_numbers
from checking import finish, mobilenet, report

FORMATS = ["h5", "weights.h5", "keras"]
# Our name, Keras's, and what is asked of both.
NETWORKS = [
    ("mobilenet-v1", "MobileNet", {}),
    ("mobilenet-v1", "MobileNet", {"alpha": 0.5}),
    ("mobilenet-v2", "MobileNetV2", {}),
    ("mobilenet-v2", "MobileNetV2", {"alpha": 0.35}),
    ("mobilenet-v2", "MobileNetV2", {"alpha": 1.4, "classes": 10}),
    ("mobilenet-v3-large", "MobileNetV3Large", {}),
    ("mobilenet-v3-large", "MobileNetV3Large", {"alpha": 0.75}),
    ("mobilenet-v3-small", "MobileNetV3Small", {}),
    ("mobilenet-v3-small", "MobileNetV3Small", {"alpha": 1.25, "classes": 10}),
    ("mobilenet-v3-small@keras-minimalistic", "MobileNetV3Small", {"minimalistic": True}),
]


def check(name, definition, options, folder):
    """Whether every format of a network passes; one line each."""
    model = keras_networks.define(definition, 224, **options)
    keras_networks.seed(model)
    picture = seeded_numbers.picture(224, 224)
    if definition.startswith("MobileNetV3"):
        # The model itself brings pixels from 0...255 to -1...1.
        picture = (picture.astype("float64") + 1) * 127.5
    answer = numpy.asarray(model(picture[None].astype("float32"), training=False))[0]
    asked = [name]
    if "alpha" in options: asked += ["--width", str(options["alpha"])]
    if "classes" in options: asked += ["--classes", str(options["classes"])]
    passed = []
    for suffix in FORMATS:
        path = str(Path(folder) / f"model.{suffix}")
        (model.save_weights if suffix == "weights.h5" else model.save)(path)
        run = json.loads(mobilenet("run", *asked, "--weights", path, "--format", "json"))
        found = seeded_numbers.difference(answer, run["outputs"][0])
        passed.append(report(f"{' '.join(asked)} {suffix}", found))
    return passed


def main():
    passed = []
    with tempfile.TemporaryDirectory() as folder:
        for network in NETWORKS:
            passed += check(*network, folder)
    finish(passed)


main()
