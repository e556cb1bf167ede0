"""TF-slim's MobileNets as TensorFlow computes them, with seeded weights: for witness-slim.py and check-slim.py.

Slim's own files need TensorFlow 1. So the networks are written down here once more, from what
research/slim/nets of TensorFlow's model garden says: kinds of layers, their order, names, numbers and padding.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

import numpy
import tensorflow

from keras_networks import statistics
from seeded_numbers import picture, uniform

EPSILON = 1e-3
# Slim's gates multiply by 0.16667, by which answers differ from these by up to 5e-4 standard deviations.
SIXTH = 1 / 6

# Channels and strides of MobileNetV1's separable blocks.
V1 = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [
    (1024, 2), (1024, 1)]
# Factor of expansion, channels, repeats and first stride of MobileNetV2's blocks.
V2 = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
      (6, 320, 1, 1)]
# Factor of expansion, channels, window, stride, gate and activation of MobileNetV3's blocks.
V3 = {
    "large": [
        (1, 16, 3, 1, False, "relu"), (4, 24, 3, 2, False, "relu"), (3, 24, 3, 1, False, "relu"),
        (3, 40, 5, 2, True, "relu"), (3, 40, 5, 1, True, "relu"), (3, 40, 5, 1, True, "relu"),
        (6, 80, 3, 2, False, "hard_swish"), (2.5, 80, 3, 1, False, "hard_swish"),
        (184 / 80, 80, 3, 1, False, "hard_swish"), (184 / 80, 80, 3, 1, False, "hard_swish"),
        (6, 112, 3, 1, True, "hard_swish"), (6, 112, 3, 1, True, "hard_swish"),
        (6, 160, 5, 2, True, "hard_swish"), (6, 160, 5, 1, True, "hard_swish"),
        (6, 160, 5, 1, True, "hard_swish")],
    "small": [
        (1, 16, 3, 2, True, "relu"), (72 / 16, 24, 3, 2, False, "relu"),
        (88 / 24, 24, 3, 1, False, "relu"), (4, 40, 5, 2, True, "hard_swish"),
        (6, 40, 5, 1, True, "hard_swish"), (6, 40, 5, 1, True, "hard_swish"),
        (3, 48, 5, 1, True, "hard_swish"), (3, 48, 5, 1, True, "hard_swish"),
        (6, 96, 5, 2, True, "hard_swish"), (6, 96, 5, 1, True, "hard_swish"),
        (6, 96, 5, 1, True, "hard_swish")],
}
# The two widest layers of each.
ENDS = {"large": (960, 1280), "small": (576, 1024)}


def divisible(value):
    """The nearest multiple of 8, but not below nine tenths."""
    rounded = max(8, int(value + 4) // 8 * 8)
    return rounded if rounded >= 0.9 * value else rounded + 8


def activated(x, name):
    relu6 = tensorflow.nn.relu6
    return {
        "relu": tensorflow.nn.relu, "relu6": relu6, None: lambda x: x,
        "hard_swish": lambda x: x * relu6(x + 3) * SIXTH,
        "hard_sigmoid": lambda x: relu6(x + 3) * SIXTH,
    }[name](x)


class Network:
    """A network while its graph is made. `norms` is how a norm is written: "fused" in one operation,
    "plain" in several, "merged" into the layer before it."""

    def __init__(self, scope, side, norms="plain", precise=False):
        self.scope, self.norms = scope, norms
        self.type = tensorflow.float64 if precise else tensorflow.float32
        self.tensors, self.taps = {}, {}
        self.last = tensorflow.compat.v1.placeholder(self.type, [1, side, side, 3], name="input")

    def variable(self, name, values):
        """A constant and what reads it, as freezing leaves a variable."""
        constant = tensorflow.constant(values, self.type, name=name)
        return tensorflow.identity(constant, name=name + "/read")

    def seeded(self, name, shape, role):
        values = uniform(name, int(numpy.prod(shape)))
        if role == "weight":
            values = numpy.float32((6 / numpy.prod(shape[1:])) ** 0.5) * values
        else:
            values = numpy.float32(role == "one") + numpy.float32(0.2 if role == "one" else 0.1) * values
        self.tensors[name] = list(shape)
        return values.reshape(shape)

    def convolution(self, name, channels, kernel=1, stride=1, depthwise=False, activation="relu",
                    norm=True, x=None):
        x = self.last if x is None else x
        scope = f"{self.scope}/{name}"
        operations = f"{self.scope}/{scope}"
        inputs = x.shape[-1]
        channels = inputs if depthwise else channels
        part = "depthwise_weights" if depthwise else "weights"
        weights = self.seeded(f"{scope}/{part}", (channels, 1 if depthwise else inputs, kernel, kernel),
                              "weight")
        if norm:
            norms = f"{scope}/BatchNorm/"
            gamma, beta, mean, variance = (
                self.seeded(norms + part, (channels,), role) for part, role in (
                    ("gamma", "one"), ("beta", None), ("moving_mean", None), ("moving_variance", "one")))
            if self.norms == "merged":
                factor = gamma.astype("float64") / numpy.sqrt(variance.astype("float64") + EPSILON)
                weights = weights * factor[:, None, None, None]
        weights = self.variable(
            f"{scope}/{part}", weights.transpose((2, 3, 0, 1) if depthwise else (2, 3, 1, 0)))
        strides = [1, stride, stride, 1]
        if depthwise:
            x = tensorflow.nn.depthwise_conv2d(x, weights, strides, "SAME", name=operations + "/depthwise")
        else:
            x = tensorflow.nn.conv2d(x, weights, strides, "SAME", name=operations + "/Conv2D")
        if not norm:
            bias = self.variable(f"{scope}/biases", self.seeded(f"{scope}/biases", (channels,), None))
            x = tensorflow.nn.bias_add(x, bias, name=operations + "/BiasAdd")
        elif self.norms == "merged":
            # Called as TensorFlow's fold_batch_norms calls it.
            offset = tensorflow.constant(beta - factor * mean, self.type, name=x.op.name + "_bn_offset")
            x = tensorflow.nn.bias_add(x, offset, name=operations + "/BatchNorm/FusedBatchNorm")
        else:
            values = [self.variable(norms + part, value) for part, value in (
                ("gamma", gamma), ("beta", beta), ("moving_mean", mean), ("moving_variance", variance))]
            scale, offset, mean, variance = values
            if self.norms == "fused":
                x = tensorflow.compat.v1.nn.fused_batch_norm(
                    x, scale, offset, mean, variance, EPSILON, is_training=False,
                    name=operations + "/BatchNorm/FusedBatchNorm")[0]
            else:
                x = tensorflow.nn.batch_normalization(
                    x, mean, variance, offset, scale, EPSILON, name=operations + "/BatchNorm/batchnorm")
        return activated(x, activation)

    def layer(self, name, *arguments, **options):
        """A convolution whose result is a block's."""
        self.last = self.convolution(name, *arguments, **options)
        self.taps[f"{self.scope}/{name}"] = self.last

    def inverted_residual(self, name, expanded, channels, kernel, stride, activation, gate=False):
        start = self.last
        x = start
        if expanded > x.shape[-1]:
            x = self.convolution(name + "/expand", expanded, activation=activation)
        x = self.convolution(name + "/depthwise", None, kernel, stride, True, activation, x=x)
        if gate:
            squeezed = self.convolution(
                name + "/squeeze_excite/Conv", divisible(x.shape[-1] / 4), activation="relu", norm=False,
                x=self.pooled(x))
            x *= self.convolution(
                name + "/squeeze_excite/Conv_1", x.shape[-1], activation="hard_sigmoid", norm=False,
                x=squeezed)
        x = self.convolution(name + "/project", channels, activation=None, x=x)
        if stride == 1 and channels == start.shape[-1]: x += start
        self.last = x
        self.taps[f"{self.scope}/{name}"] = x

    @staticmethod
    def pooled(x):
        return tensorflow.reduce_mean(x, [1, 2], keepdims=True)

    def classify(self, classes):
        self.last = self.convolution("Logits/Conv2d_1c_1x1", classes, activation=None, norm=False)
        self.last = tensorflow.reshape(self.last, [1, classes], name="output")


def mobilenet_v1(side, width, classes, **options):
    network = Network("MobilenetV1", side, **options)
    network.layer("Conv2d_0", max(int(32 * width), 8), 3, 2, activation="relu6")
    for index, (channels, stride) in enumerate(V1, 1):
        network.last = network.convolution(
            f"Conv2d_{index}_depthwise", None, 3, stride, True, "relu6")
        network.layer(f"Conv2d_{index}_pointwise", max(int(channels * width), 8), activation="relu6")
    network.last = network.pooled(network.last)
    network.classify(classes)
    return network


def block_names():
    yield "expanded_conv"
    for index in range(1, 100): yield f"expanded_conv_{index}"


def mobilenet_v2(side, width, classes, **options):
    network = Network("MobilenetV2", side, **options)
    network.layer("Conv", divisible(32 * width), 3, 2, activation="relu6")
    names = block_names()
    for factor, channels, repeats, stride in V2:
        for index in range(repeats):
            inputs = network.last.shape[-1]
            network.inverted_residual(
                next(names), inputs if factor == 1 else divisible(inputs * factor),
                divisible(channels * width), 3, stride if index == 0 else 1, "relu6")
    network.layer("Conv_1", divisible(1280 * max(width, 1)), activation="relu6")
    network.last = network.pooled(network.last)
    network.classify(classes)
    return network


def mobilenet_v3(kind, side, width, classes, minimalistic=False, **options):
    network = Network("MobilenetV3", side, **options)

    def plain(activation): return "relu" if minimalistic else activation

    network.layer("Conv", divisible(16 * width), 3, 2, activation=plain("hard_swish"))
    for name, (factor, channels, kernel, stride, gate, activation) in zip(block_names(), V3[kind]):
        network.inverted_residual(
            name, divisible(network.last.shape[-1] * factor), divisible(channels * width),
            3 if minimalistic else kernel, stride, plain(activation), gate and not minimalistic)
    wide, hidden = ENDS[kind]
    network.layer("Conv_1", divisible(wide * width), activation=plain("hard_swish"))
    network.last = network.pooled(network.last)
    network.last = network.convolution(
        "Conv_2", divisible(hidden * max(width, 1)), activation=plain("hard_swish"), norm=False)
    network.classify(classes)
    return network


def define(model, side, width=1, classes=1001, **options):
    """A graph and the network in it, by the name that slim gives it."""
    with tensorflow.Graph().as_default() as graph:
        if model == "mobilenet_v1": return graph, mobilenet_v1(side, width, classes, **options)
        if model == "mobilenet_v2": return graph, mobilenet_v2(side, width, classes, **options)
        kind, _, rest = model.removeprefix("mobilenet_v3_").partition("_")
        return graph, mobilenet_v3(kind, side, width, classes, rest == "minimalistic", **options)


def run(graph, network, results):
    """What the network makes of the seeded picture."""
    side = network.taps and graph.get_tensor_by_name("input:0").shape[1]
    with tensorflow.compat.v1.Session(graph=graph) as session:
        return session.run(results, {"input:0": picture(side, side)[None]})


def prepared(image, side=224):
    """A picture as slim prepares it for the evaluation of its classifiers."""
    image = tensorflow.image.convert_image_dtype(image, tensorflow.float32)
    image = tensorflow.image.central_crop(image, 0.875)
    image = tensorflow.compat.v1.image.resize_bilinear(image[None], [side, side], align_corners=False)[0]
    return ((image - 0.5) * 2).numpy()
