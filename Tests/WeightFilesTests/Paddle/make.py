#!/usr/bin/env python3
"""Writes the files beside it: small dictionaries as Paddle saves them, and as NumPy's arrays are pickled.

Tensors are made of 0, 1, 2, ... up to 99 and over again, so that a test can say what must come back.
"""

import pickle
from pathlib import Path

import numpy
import paddle

FOLDER = Path(__file__).resolve().parent


def counted(shape, kind="float32"):
    count = int(numpy.prod(shape, dtype=int))
    return (numpy.arange(count) % 100).astype(kind).reshape(shape)


def network(outputs):
    """A convolution, a norm and a matrix."""
    layers = paddle.nn.Sequential(
        paddle.nn.Conv2D(2, 3, (1, 2), bias_attr=False), paddle.nn.BatchNorm2D(3), paddle.nn.Flatten(),
        paddle.nn.Linear(24, outputs))
    for tensor in layers.state_dict().values(): tensor.set_value(counted(tensor.shape))
    return layers


def training(layers):
    optimizer = paddle.optimizer.Adam(
        parameters=layers.parameters(), learning_rate=paddle.optimizer.lr.StepDecay(0.5, step_size=2))
    layers(paddle.ones([1, 2, 2, 5])).sum().backward()
    weights = {name: tensor.clone() for name, tensor in layers.state_dict().items()}
    optimizer.step()
    return weights, optimizer.state_dict()


def types():
    kinds = "float16 float32 float64 bool uint8 int8 int16 int32 int64"
    tensors = {kind: paddle.to_tensor(counted((2, 3), kind)) for kind in kinds.split()}
    return tensors | {"bfloat16": paddle.to_tensor(counted((2, 3))).astype("bfloat16")}


def arrays():
    whole = counted((4, 6))
    return {
        "whole": whole, "transposed": whole.T, "columns first": numpy.asfortranarray(counted((2, 3, 4))),
        "big-endian": counted((2, 3), ">f4"), "big-endian columns": numpy.asfortranarray(counted((2, 3), ">i2")),
        "steps": whole[::2, ::3], "scalar": numpy.array(23, "float32"), "none": numpy.zeros((0, 3), "float32"),
        "high": numpy.array([-1.5, 200.25], "float64"),
    }


def main():
    paddle.seed(1)
    # The matrix has more bytes than the names in a pickle may have.
    layers = network(50)
    for protocol in (2, 3, 4):
        paddle.save(layers.state_dict(), str(FOLDER / f"network-{protocol}.pdparams"), protocol=protocol)
    for protocol in (2, 3, 4, 5):
        (FOLDER / f"arrays-{protocol}.pkl").write_bytes(pickle.dumps(arrays(), protocol=protocol))
    weights, optimizer = training(network(2))
    paddle.save(optimizer, str(FOLDER / "network.pdopt"))
    saved = {"epoch": 3, "optimizer": optimizer, "model": weights, "ema": weights}
    for protocol in (2, 4):
        paddle.save(saved, str(FOLDER / f"training-{protocol}.pdparams"), protocol=protocol)
        paddle.save(types(), str(FOLDER / f"types-{protocol}.pdparams"), protocol=protocol)
    paddle.save(weights["0.weight"], str(FOLDER / "single.pdtensor"))


main()
