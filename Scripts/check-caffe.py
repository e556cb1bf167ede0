"""Checks Caffe models against OpenCV, which reads and runs them by itself.

Writes MobileNet-SSD with seeded weights as a binary Caffe model and its prototxt - with batch norms, and
with these merged into the convolutions - and runs both in OpenCV on the seeded picture. What OpenCV
computes of the first must agree with the recorded golden, and `mobilenet run` with both files must agree
with OpenCV to 1e-4 of each output's standard deviation. `--record` writes the golden anew.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import numpy

from seeded_numbers import largest_difference, uniform

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / ".build/release/mobilenet"
GOLDEN = ROOT / "Tables/Witnesses/ssd_mobilenet_v1_300_opencv.json"
NETWORK = "ssd-mobilenet-v1"
TOLERANCE = 1e-4
CLASSES = 21
# What stands behind Caffe's moving averages: both are stored multiplied by it.
AVERAGES = 512.0

# Channels and strides of the separable blocks conv1 to conv13.
SEPARABLE = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [
    (1024, 2), (1024, 1)]
# The two widths of each further block, the second with stride 2.
EXTRAS = [(256, 512), (128, 256), (128, 256), (64, 128)]
# Each map with its boxes' smallest and largest side and ratios; all ratios are flipped.
HEADS = [
    ("conv11", 60, None, [2]), ("conv13", 105, 150, [2, 3]), ("conv14_2", 150, 195, [2, 3]),
    ("conv15_2", 195, 240, [2, 3]), ("conv16_2", 240, 285, [2, 3]), ("conv17_2", 285, 300, [2, 3]),
]


def weight(name, shape):
    bound = numpy.float32((6 / numpy.prod(shape[1:])) ** 0.5)
    return (bound * uniform(name, int(numpy.prod(shape)))).reshape(shape)


def bias(name, count):
    return numpy.float32(0.1) * uniform(name, count)


def near_one(name, count):
    return numpy.float32(1) + numpy.float32(0.2) * uniform(name, count)


class Model:
    """A network while it is written down: text of the prototxt, layers of the model."""

    def __init__(self, merged):
        self.merged = merged
        self.text = ['name: "MobileNet-SSD"', 'input: "data"']
        self.text += [f"input_dim: {size}" for size in (1, 3, 300, 300)]
        self.layers = []

    def add(self, name, type, bottoms, top=None, parameters="", blobs=()):
        """A layer; without `top` its result has its own name."""
        bottoms = [bottoms] if isinstance(bottoms, str) else bottoms
        lines = "".join(f'  bottom: "{bottom}"\n' for bottom in bottoms)
        self.text.append(
            f'layer {{\n  name: "{name}"\n  type: "{type}"\n{lines}  top: "{top or name}"\n'
            f"  {parameters}\n}}")
        if blobs:
            self.layers.append((name, type, blobs))
        return top or name

    def convolution(self, name, bottom, channels, inputs, kernel=1, stride=1, groups=1, norm=True):
        values = weight(name + ".weight", (channels, inputs // groups, kernel, kernel))
        shift = None if norm else bias(name + ".bias", channels)
        scale, mean, variance, beta = (
            (near_one(name + "/scale.weight", channels), bias(name + "/bn.running_mean", channels),
             near_one(name + "/bn.running_var", channels), bias(name + "/scale.bias", channels))
            if norm else [None] * 4)
        if norm and self.merged:
            factor = scale.astype(numpy.float64) / numpy.sqrt(variance.astype(numpy.float64) + 1e-5)
            values = (values * factor[:, None, None, None]).astype(numpy.float32)
            shift = (beta - factor * mean).astype(numpy.float32)
        parameters = (
            f"convolution_param {{ num_output: {channels} kernel_size: {kernel} stride: {stride}"
            f" pad: {kernel // 2} group: {groups} bias_term: {'false' if shift is None else 'true'} }}")
        self.add(name, "Convolution", bottom, None, parameters,
                 [values] if shift is None else [values, shift])
        if not norm:
            return name
        if not self.merged:
            self.add(name + "/bn", "BatchNorm", name, name, "",
                     [mean * AVERAGES, variance * AVERAGES, numpy.float32([AVERAGES])])
            self.add(name + "/scale", "Scale", name, name, "scale_param { bias_term: true }",
                     [scale, beta])
        return self.add(name + "/relu", "ReLU", name, name)

    def bytes(self):
        """The model as a protocol buffer: the fields of Sources/CaffeSchema/caffemodel.proto."""
        return field(1, b"MobileNet-SSD") + b"".join(
            field(100, field(1, name.encode()) + field(2, type.encode())
                  + b"".join(field(7, blob(values)) for values in blobs))
            for name, type, blobs in self.layers)


def varint(value):
    return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + varint(value >> 7)


def field(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def blob(values):
    shape = b"".join(varint(size) for size in values.shape)
    return field(5, values.astype("<f4").tobytes()) + field(7, field(1, shape))


def mobilenet_ssd(merged):
    model = Model(merged)
    top = model.convolution("conv0", "data", 32, 3, kernel=3, stride=2)
    inputs = 32
    widths = {}
    for index, (channels, stride) in enumerate(SEPARABLE, 1):
        top = model.convolution(
            f"conv{index}/dw", top, inputs, inputs, kernel=3, stride=stride, groups=inputs)
        top = model.convolution(f"conv{index}", top, channels, inputs)
        inputs = widths[top] = channels
    for index, (narrow, wide) in enumerate(EXTRAS, 14):
        top = model.convolution(f"conv{index}_1", top, narrow, inputs)
        top = model.convolution(f"conv{index}_2", top, wide, narrow, kernel=3, stride=2)
        inputs = widths[top] = wide
    parts = {"loc": [], "conf": [], "priorbox": []}
    for source, smallest, largest, ratios in HEADS:
        boxes = 1 + (largest is not None) + 2 * len(ratios)
        for part, values in ("loc", 4), ("conf", CLASSES):
            name = f"{source}_mbox_{part}"
            model.convolution(name, source, boxes * values, widths[source], norm=False)
            model.add(name + "_perm", "Permute", name, None,
                      "permute_param { order: 0 order: 2 order: 3 order: 1 }")
            parts[part].append(
                model.add(name + "_flat", "Flatten", name + "_perm", None, "flatten_param { axis: 1 }"))
        sizes = f"min_size: {smallest}.0" + (f" max_size: {largest}.0" if largest else "")
        parts["priorbox"].append(model.add(
            f"{source}_mbox_priorbox", "PriorBox", [source, "data"], None,
            f"prior_box_param {{ {sizes} {' '.join(f'aspect_ratio: {ratio}.0' for ratio in ratios)}"
            " flip: true clip: false variance: 0.1 variance: 0.1 variance: 0.2 variance: 0.2"
            " offset: 0.5 }"))
    for part, tops in parts.items():
        axis = 2 if part == "priorbox" else 1
        model.add(f"mbox_{part}", "Concat", tops, None, f"concat_param {{ axis: {axis} }}")
    model.add("mbox_conf_reshape", "Reshape", "mbox_conf", None,
              f"reshape_param {{ shape {{ dim: 0 dim: -1 dim: {CLASSES} }} }}")
    model.add("mbox_conf_softmax", "Softmax", "mbox_conf_reshape", None, "softmax_param { axis: 2 }")
    model.add("mbox_conf_flatten", "Flatten", "mbox_conf_softmax", None, "flatten_param { axis: 1 }")
    model.add("detection_out", "DetectionOutput", ["mbox_loc", "mbox_conf_flatten", "mbox_priorbox"],
              None,
              f"detection_output_param {{ num_classes: {CLASSES} share_location: true"
              " background_label_id: 0 nms_param { nms_threshold: 0.45 top_k: 100 }"
              " code_type: CENTER_SIZE keep_top_k: 100 confidence_threshold: 0.25 }")
    return model


def write(model, folder, name):
    text, binary = (str(Path(folder) / (name + ending)) for ending in (".prototxt", ".caffemodel"))
    Path(text).write_text("\n".join(model.text) + "\n")
    Path(binary).write_bytes(model.bytes())
    return text, binary


def statistics(values):
    """What a parity case holds of a tensor: rows of answers."""
    scalars = values.astype(numpy.float64).ravel()
    count = scalars.size
    return {
        "shape": list(values.shape), "mean": scalars.mean(), "std": scalars.std(),
        "min": scalars.min(), "max": scalars.max(), "first": scalars[:4].tolist(),
        "last": scalars[-4:].tolist(),
        "sample": scalars[[index * count // 17 for index in range(1, 17)]].tolist(),
    }


def run(text, binary):
    """What OpenCV makes of the seeded picture."""
    network = cv2.dnn.readNetFromCaffe(text, binary)
    network.setPreferableBackend(cv2.dnn.DNN_BACKEND_OPENCV)
    # Its Winograd convolutions round more than the tolerance allows.
    network.enableWinograd(False)
    network.setInput(uniform("input", 3 * 300 * 300).reshape(1, 3, 300, 300))
    names = ["mbox_loc", "mbox_conf", "mbox_priorbox", "detection_out"]
    loc, conf, priors, boxes = (numpy.array(result) for result in network.forward(names))
    return {
        "outputs": {
            "mbox_loc": statistics(loc.reshape(-1, 4)),
            "mbox_conf": statistics(conf.reshape(-1, CLASSES)),
        },
        # Corners, then variances.
        "priors": statistics(priors.reshape(2, -1, 4)[0]),
        "variances": priors.reshape(2, -1, 4)[1][0].tolist(),
        # Label, score, xmin, ymin, xmax, ymax.
        "boxes": boxes.reshape(-1, 7)[:, 1:].astype(float).tolist(),
    }


def report(title, worst):
    # Written so that what is not a number fails.
    passed = bool(worst <= TOLERANCE)
    print(f"{title}: {worst:.1e} standard deviations, {'ok' if passed else 'FAIL'}", flush=True)
    return passed


def compare(title, found, expected):
    """Whether all tensors agree, and all boxes."""
    passed = [
        report(f"{title}, {name}", largest_difference(found["outputs"][name], expected["outputs"][name]))
        for name in expected["outputs"]]
    passed.append(report(f"{title}, priors", largest_difference(found["priors"], expected["priors"])))
    boxes, others = numpy.array(found["boxes"]), numpy.array(expected["boxes"])
    same = boxes.shape == others.shape and numpy.abs(boxes - others).max(initial=0) < 1e-4
    print(f"{title}, {len(boxes)} boxes: {'ok' if same else 'FAIL'}")
    return passed + [same]


def check_program(title, binary, expected):
    """Whether `mobilenet run` agrees with OpenCV on a model."""
    answer = json.loads(subprocess.run(
        [PROGRAM, "run", NETWORK, "--weights", binary, "--format", "json"], check=True,
        stdout=subprocess.PIPE, text=True).stdout)
    found = {output["name"]: output for output in answer["outputs"]}
    return [
        report(f"{title} in mobilenet, {name}", largest_difference(found[name], tensor))
        for name, tensor in expected["outputs"].items()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--record", action="store_true", help="write the golden anew")
    arguments = parser.parse_args()
    passed = []
    with tempfile.TemporaryDirectory() as folder:
        results = {}
        for title, merged in ("with norms", False), ("merged", True):
            text, binary = write(mobilenet_ssd(merged), folder, title.replace(" ", "-"))
            results[title] = run(text, binary)
            if not arguments.record:
                passed += check_program(title, binary, results[title])
    if arguments.record:
        golden = {
            # A witness as Tables/README.md describes it.
            "framework": "OpenCV", "version": cv2.__version__, "model": "Caffe", "network": NETWORK,
            "input": [3, 300, 300],
            "source": f"opencv-python-headless {cv2.__version__}, Scripts/check-caffe.py",
            **results["with norms"],
        }
        # A list of numbers a line.
        lines = re.sub(r"\[[^\[\]]*\]", lambda list: " ".join(list[0].split()),
                       json.dumps(golden, indent=1))
        GOLDEN.write_text(lines + "\n")
        print(GOLDEN)
    else:
        passed += compare("OpenCV with norms", results["with norms"], json.loads(GOLDEN.read_text()))
    passed += compare("OpenCV merged", results["merged"], results["with norms"])
    print(f"{passed.count(True)} passed, {passed.count(False)} failed")
    sys.exit(not all(passed))


if __name__ == "__main__":
    main()
