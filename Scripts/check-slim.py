"""Checks frozen graphs and checkpoints of TF-slim's MobileNets against TensorFlow's answers.

Freezes each with seeded weights, its norms as one operation, as several, and merged into the layers as
TensorFlow's fold_batch_norms does it, saves a checkpoint as trainings do, and lets `mobilenet run` find network, dialect and width by the file alone.
The answers to the seeded picture must agree to 1e-4 of their standard deviation.
"""

import json
import tempfile
from pathlib import Path

import numpy

import slim_networks
from checking import finish, mobilenet, report
from seeded_numbers import largest_difference

NETWORKS = [
    ("mobilenet_v1", 1), ("mobilenet_v1", 0.25), ("mobilenet_v2", 1), ("mobilenet_v2", 1.4),
    ("mobilenet_v2", 0.35), ("mobilenet_v3_large", 1), ("mobilenet_v3_large", 0.75),
    ("mobilenet_v3_small", 1), ("mobilenet_v3_large_minimalistic", 1),
    ("mobilenet_v3_small_minimalistic", 1),
]


def save(graph, network, path):
    """A checkpoint, with what an optimizer has beside the weights."""
    with slim_networks.tensorflow.compat.v1.Session(graph=graph) as session:
        values = session.run({name: name + ":0" for name in network.tensors})
    values |= {name + "/RMSProp": value * 0 for name, value in values.items()}
    values["global_step"] = numpy.int64(7)
    slim_networks.tensorflow.raw_ops.SaveV2(
        prefix=path, tensor_names=list(values), shape_and_slices=[""] * len(values),
        tensors=[slim_networks.tensorflow.constant(value) for value in values.values()])


def check(model, width, form, folder):
    graph, network = slim_networks.define(
        model, 224, width, norms="fused" if form == "checkpoint" else form)
    path = str(Path(folder) / ("model.ckpt.index" if form == "checkpoint" else "frozen.pb"))
    if form == "checkpoint":
        save(graph, network, path.removesuffix(".index"))
    else:
        Path(path).write_bytes(graph.as_graph_def().SerializeToString())
    expected = slim_networks.statistics(slim_networks.run(graph, network, network.last)[0])
    answer = json.loads(mobilenet("run", "--weights", path, "--format", "json"))
    return report(
        f"{model} {width} {form}", largest_difference(answer["outputs"][0], expected))


def main():
    with tempfile.TemporaryDirectory() as folder:
        passed = [check(*network, form, folder)
                  for network in NETWORKS for form in ("fused", "plain", "merged", "checkpoint")]
    finish(passed)


main()
