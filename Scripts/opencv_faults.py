"""What OpenCV computes wrongly, each with its smallest witness: for check-onnx.py.

Exported models have other forms that cost nothing. A witness has to hold as long as the form in its place is
there: a fault that OpenCV has no more is a reason to take that form away.
"""

from onnx import TensorProto, helper, numpy_helper
import numpy


def model(shape, nodes, constants, outputs=None):
    """A model from `x` to `y`; nodes are (operator, inputs, output, attributes)."""
    tensors = [
        numpy_helper.from_array(numpy.asarray(values), name) for name, values in constants.items()]
    graph = helper.make_graph(
        [helper.make_node(kind, inputs, [output], **attributes)
         for kind, inputs, output, attributes in nodes],
        "fault", [helper.make_tensor_value_info("input", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, outputs or shape)], tensors)
    return helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def ones(*shape):
    return numpy.ones(shape, "float32")


def depthwise():
    """A padded 3x3 depthwise convolution over one row or column."""
    return [1.0, 2.0], model(
        [1, 2, 1, 1],
        [("Conv", ["input", "weight"], "output",
          {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1], "group": 2})],
        {"weight": numpy.arange(18, dtype="float32").reshape(2, 1, 3, 3)})


def point():
    """A padded 1x1 convolution: the padding is left out."""
    return [1.0, 2.0], model(
        [1, 2, 1, 1],
        [("Conv", ["input", "weight"], "output", {"kernel_shape": [1, 1], "pads": [1, 1, 1, 1]})],
        {"weight": ones(1, 2, 1, 1)}, [1, 1, 3, 3])


def resize():
    """A bilinear enlargement of one row: a millionth of what lies before it in memory is let in."""
    return [1e6, 1.0], model(
        [1, 2, 1, 1],
        [("Resize", ["input", "", "", "sizes"], "output",
          {"mode": "linear", "coordinate_transformation_mode": "half_pixel"})],
        {"sizes": numpy.array([1, 2, 2, 2])}, [1, 2, 2, 2])


def transposed():
    """A norm after a transposed convolution in groups: filters get the scales of others."""
    return [1.0, 1.0], model(
        [1, 2, 1, 1],
        [("ConvTranspose", ["input", "weight"], "sum", {"kernel_shape": [1, 1], "group": 2}),
         ("BatchNormalization", ["sum", "scale", "zeros", "zeros", "scale"], "output", {})],
        {"weight": ones(2, 2, 1, 1), "scale": numpy.array([1, 4, 9, 16], "float32"),
         "zeros": numpy.zeros(4, "float32")}, [1, 4, 1, 1])


def gate():
    """A map times the hard sigmoid of something else, taken for a hard swish."""
    return [1.0, 2.0], model(
        [1, 2, 1, 1],
        [("Mul", ["input", "two"], "double", {}),
         ("HardSigmoid", ["double"], "gate", {"alpha": 1 / 6, "beta": 0.5}),
         ("Mul", ["input", "gate"], "output", {})],
        {"two": ones(1) * -2})


def window():
    """A convolution that does not say its window, as its weights do."""
    return [1.0, 2.0], model(
        [1, 2, 1, 1], [("Conv", ["input", "weight"], "output", {})], {"weight": ones(2, 2, 1, 1)})


# By engine: what it computes wrongly, and what an exported model has in its place.
FAULTS = [
    (depthwise, ["OpenCV 4"], "the padding is a node of its own"),
    (point, ["OpenCV 5"], "the padding is a node of its own"),
    (resize, ["OpenCV 5"], "one place is copied by the nearest"),
    (gate, ["OpenCV 4", "OpenCV 5"], "an Identity stands between"),
    (window, ["OpenCV 4"], "every convolution says its window"),
    (transposed, ["OpenCV 4"], "a view stands between"),
]
