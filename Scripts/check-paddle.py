"""Checks that what Paddle saves is read, and that Paddle's answers are given.

Builds the MobileNets of paddle.vision with seeded weights, saves each with every protocol of paddle.save and as
the checkpoint of a training, and lets `mobilenet run` find network, dialect, width and classes by the file alone.
The answers to the seeded picture must agree to 1e-4 of their standard deviation.
"""

import json
import tempfile
from pathlib import Path

import paddle

import paddle_networks
import seeded_numbers
from checking import finish, mobilenet, report

# Paddle's name, and what is asked of it.
NETWORKS = [
    ("mobilenet_v1", {}),
    ("mobilenet_v1", {"scale": 0.5}),
    ("mobilenet_v2", {}),
    ("mobilenet_v2", {"scale": 0.35}),
    ("mobilenet_v2", {"scale": 1.4, "num_classes": 10}),
    ("mobilenet_v3_large", {}),
    ("mobilenet_v3_large", {"scale": 0.75}),
    ("mobilenet_v3_small", {}),
    ("mobilenet_v3_small", {"scale": 1.25, "num_classes": 10}),
]


def training(model):
    """What a training saves: the weights beside an optimizer after one step."""
    optimizer = paddle.optimizer.Adam(parameters=model.parameters(), learning_rate=0.0)
    model(paddle.zeros([1, 3, 32, 32])).sum().backward()
    optimizer.step()
    return {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 3}


def check(definition, options, folder):
    """Whether every file of a network passes; one line each."""
    model = paddle_networks.define(definition, **options)
    paddle_networks.seed(model)
    picture = seeded_numbers.picture(224, 224).transpose(2, 0, 1)
    with paddle.no_grad():
        answer = model(paddle.to_tensor(picture[None].copy()))[0].numpy()
    files = {f"protocol {protocol}": (model.state_dict(), protocol) for protocol in (2, 3, 4)}
    files["training"] = (training(model), 4)
    passed = []
    for name, (saved, protocol) in files.items():
        path = str(Path(folder) / "model.pdparams")
        paddle.save(saved, path, protocol=protocol)
        run = json.loads(mobilenet("run", "--weights", path, "--format", "json"))
        found = seeded_numbers.difference(answer, run["outputs"][0])
        asked = " ".join([definition, *(f"{key}={value}" for key, value in options.items())])
        passed.append(report(f"{asked}, {name}", found))
    return passed


def main():
    passed = []
    with tempfile.TemporaryDirectory() as folder:
        for network in NETWORKS:
            passed += check(*network, folder)
    finish(passed)


main()
