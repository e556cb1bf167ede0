"""Checks exported ONNX models: their form, and their numbers in four engines.

Exports every network of `mobilenet list` in every dialect, a table of all operators, and the released
weights if they are there; folded and unfolded. Each model must pass ONNX's checker, ONNX's own shape
inference must give the shapes that the model declares, and what ONNX Runtime, OpenVINO and OpenCV 4 and 5
make of the seeded picture must agree with `mobilenet run` to 1e-4 of each output's standard deviation, or to
what rounding alone makes of it: some answers are small differences of large numbers, for which ONNX Runtime with
and without its optimizations is about as far from itself. Such models are counted apart.
What OpenCV itself computes wrongly stands in opencv_faults.py, with witnesses that are run as well.

Each model is read again: it must cost what the network costs, and equal its table. Models of other
programs are read as well, and what `mobilenet run` makes of them compared with ONNX Runtime: the one
that `make setup` fetches, and torchvision's networks as both of PyTorch's exporters write them, if
PyTorch is there (a Python with torch, torchvision and onnxscript may be named by TORCH_PYTHON).

`check-onnx.py [WORD...]` takes only the networks whose names contain one of the words, and nothing else.
`--resume FILE` keeps what has passed in a file, and leaves out what stands there: delete it to begin anew.
Everything runs on one thread, at low priority.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
import onnx
import onnxruntime

import opencv_faults
import seeded_numbers
from checking import ROOT, TOLERANCE, mobilenet

OPERATORS = ["every-operator", "--tables", str(ROOT / "Tests/ONNXExportTests/Tables")]
ENGINE = ROOT / "Scripts/onnx-engine.py"
WEIGHTS = ROOT / "Data/mobilenet_v2-b0353104.pth"
CLASSIFIER = ROOT / "Data/ch_ppocr_mobile_v2.0_cls_infer.onnx"
MOST_PIXELS = 300_000
# Networks with every operator that a batch changes.
DYNAMIC = [
    "mobilenet-v2", "mobilenet-v3-small", "shufflenet-v2", "ssdlite-mobilenet-v3-large",
    "lraspp-mobilenet-v3-large", "yolov3-mobilenet-v3-large",
]

# torchvision's networks, and the tables that they are.
TORCHVISION = {
    "mobilenet_v2": "mobilenet-v2", "mobilenet_v3_large": "mobilenet-v3-large",
    "mobilenet_v3_small": "mobilenet-v3-small", "mnasnet1_0": "mnasnet-b1",
    "segmentation.lraspp_mobilenet_v3_large": "lraspp-mobilenet-v3-large",
    "shufflenet_v2_x1_0": "shufflenet-v2", "squeezenet1_1": "squeezenet-1.1",
    "resnet18": "resnet-18", "vgg16": "vgg-16",
}

EXPORT = """
import sys, torch, torchvision
name, side, dynamo, path = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "dynamo", sys.argv[4]
torch.manual_seed(0)
place = torchvision.models
for part in name.split(".")[:-1]:
    place = getattr(place, part)
options = {"weights_backbone": None} if "." in name else {}
net = getattr(place, name.split(".")[-1])(weights=None, **options).eval()
for parameter in net.parameters():
    if parameter.dim() == 1:
        torch.nn.init.uniform_(parameter, 0.5, 1.0)
class Answer(torch.nn.Module):
    def forward(self, x):
        answer = net(x)
        return answer["out"] if isinstance(answer, dict) else answer
options = {"external_data": False, "verbose": False} if dynamo else {"opset_version": 17}
torch.onnx.export(Answer().eval(), (torch.zeros(1, 3, side, side),), path, dynamo=dynamo, **options)
"""


class Engine:
    """Another engine, in a process of its own: two versions of a package do not fit into one."""

    def __init__(self, title, environment, name):
        self.title = title
        self.process = subprocess.Popen(
            [ROOT / environment / "bin/python", ENGINE, name], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def run(self, model, picture, folder):
        """The outputs of a model by name."""
        paths = model, str(Path(folder) / "picture.npy"), str(Path(folder) / "outputs.npz")
        numpy.save(paths[1], picture)
        self.process.stdin.write("\t".join(paths) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if answer != "ok":
            raise RuntimeError(answer or "the engine has ended")
        with numpy.load(paths[2]) as outputs:
            return dict(outputs)


class ONNXRuntime:
    title = "ONNX Runtime"

    def run(self, model, picture, folder, optimizes=True):
        """The outputs of a model by name."""
        options = onnxruntime.SessionOptions()
        if not optimizes:
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"])
        assert [value.name for value in session.get_inputs()] == ["input"]
        names = [output.name for output in session.get_outputs()]
        return dict(zip(names, session.run(names, {"input": picture}), strict=True))


def networks():
    """Every name of the list, alone and with every dialect, with the options of its size.

    Pictures of more than 300,000 pixels are halved until they have fewer: over so many scalars the rounding
    of single precision alone comes near the tolerance, in ONNX Runtime as here.
    """
    listed = json.loads(mobilenet("list", "--format", "json"))["networks"]
    inputs = {entry["name"]: entry["input"] for entry in listed}
    for name in mobilenet("list", "--names").split():
        shape = inputs[name.split("@")[0]]
        height, width = shape["height"], shape["width"]
        while height * width > MOST_PIXELS:
            # YOLO's pictures have sides that are multiples of 32.
            height, width = ((side // 2 + 31) // 32 * 32 for side in (height, width))
        if height == shape["height"]:
            yield name, [name]
        else:
            yield name, [name, "--resolution", f"{height}x{width}"]


def seeded_picture(shape):
    """The seeded picture, channel by channel."""
    return seeded_numbers.uniform("input", int(numpy.prod(shape))).reshape(shape)


def shapes(values):
    return {
        value.name: [dimension.dim_value for dimension in value.type.tensor_type.shape.dim]
        for value in values
    }


def check_form(path):
    """The checker, and inference from the input alone against what the model declares."""
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    declared = shapes(model.graph.value_info)
    made = {tensor for node in model.graph.node for tensor in node.output}
    assert declared.keys() | shapes(model.graph.output).keys() == made, "a tensor has no shape"
    del model.graph.value_info[:]
    inferred = onnx.shape_inference.infer_shapes(
        model, check_type=True, strict_mode=True, data_prop=True)
    assert shapes(inferred.graph.value_info) == declared, "inferred shapes differ"


def picture_of(path):
    (value,) = onnx.load(path, load_external_data=False).graph.input
    return seeded_picture([dimension.dim_value for dimension in value.type.tensor_type.shape.dim])


def rounding(arguments, folder):
    """The largest difference of ONNX Runtime from itself without its optimizations, over all numbers.

    Unfolded, for most of them are foldings.
    """
    path = str(Path(folder) / "unfolded.onnx")
    mobilenet("export", *arguments, "--output", path)
    with_all, without = (
        ONNXRuntime().run(path, picture_of(path), folder, optimizes) for optimizes in (True, False))
    return max(numpy.abs(with_all[name] - without[name]).max() / without[name].std() for name in without)


def worst_difference(engine, path, answer, folder):
    """The largest difference from the run, in standard deviations of the output."""
    results = engine.run(path, picture_of(path), folder)
    assert results.keys() == {output["name"] for output in answer["outputs"]}, "other outputs"
    probabilities = set()
    for node in onnx.load(path).graph.node:
        if node.op_type == "Softmax" or node.op_type == "Flatten" and node.input[0] in probabilities:
            probabilities.add(node.output[0])
    found = [
        difference(results[output["name"]], output, output["name"] in probabilities)
        for output in answer["outputs"]]
    # What is not a number is the worst.
    return float(max(found, key=lambda value: (math.isnan(value), value)))


def difference(result, output, are_probabilities=False):
    shape = output["shape"]
    # A vector has no height and width.
    expected = shape[:1] if shape[1:] == [1, 1] else shape
    assert list(result.shape) == [1, *expected], f"{result.shape} is not {expected}"
    found, recorded = (
        numpy.array([value for key in ("first", "last", "sample") for value in each[key]])
        for each in (seeded_numbers.statistics(result[0]), output))
    # A softmax turns what rounding leaves in the scores into shares of the probabilities. Unless some are too
    # small for single precision, these are compared by their logarithms: the scores, but for a constant.
    if are_probabilities and min(found.min(), recorded.min()) > 1e-30:
        return numpy.abs(numpy.log(found) - numpy.log(recorded)).max() / numpy.log(recorded).std()
    return seeded_numbers.difference(result[0], output)


def cost_arguments(arguments):
    """The same network for a command that takes no weights."""
    return arguments[:arguments.index("--weights")] if "--weights" in arguments else arguments


def read_again(path, arguments):
    """A model costs what its network costs; without folding, its parameters are as many."""
    network, model = (
        json.loads(mobilenet("cost", *each, "--format", "json")) for each in (arguments, [path]))
    assert not model["model"]["leftOut"], f"left out: {model['model']['leftOut']}"
    assert model["totals"]["macs"] == network["totals"]["macs"], "MACs differ once it is read"
    return model["totals"]["parameters"] == network["totals"]["parameters"]


def check_model(title, path, options, table=None):
    """Whether a model of another program gives ONNX Runtime's answers, and costs what a table does."""
    try:
        answer = json.loads(mobilenet("run", path, *options, "--format", "json"))
        cost = json.loads(mobilenet("cost", path, *options, "--format", "json"))
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        (picture,) = session.get_inputs()
        shape = cost["input"]
        values = seeded_picture([1, shape["channels"], shape["height"], shape["width"]])
        results = dict(zip(
            [output.name for output in session.get_outputs()],
            session.run(None, {picture.name: values})))
        worst = max(
            difference(results[output["name"]], output)
            for output in answer["outputs"] if output["name"] in results)
        equal = ""
        if table:
            side = str(shape["height"])
            own = json.loads(mobilenet("cost", table, "--resolution", side, "--format", "json"))
            assert cost["totals"]["macs"] == own["totals"]["macs"], f"MACs differ from {table}"
            equal = f", MACs of {table}, equals {cost['model']['equals']}"
        passed = worst <= TOLERANCE
        verdict = f"{worst:.1e} standard deviations{equal}"
    except Exception as error:
        passed, verdict = False, str(error)
    print(f"{title}: {verdict}, {'ok' if passed else 'FAIL'}", flush=True)
    return passed


def check_torchvision(folder):
    """torchvision's networks by both exporters."""
    python = os.environ.get("TORCH_PYTHON", sys.executable)
    probe = [python, "-c", "import torch, torchvision, onnxscript"]
    if subprocess.run(probe, capture_output=True).returncode != 0:
        print("skipped: torchvision's exports, for there is no PyTorch; TORCH_PYTHON names one")
        return []
    passed = []
    for name, table in TORCHVISION.items():
        for exporter in "torchscript", "dynamo":
            path = str(Path(folder) / "torchvision.onnx")
            command = [python, "-W", "ignore", "-c", EXPORT, name, "224", exporter, path]
            made = subprocess.run(command, capture_output=True, text=True)
            title = f"torchvision {name} ({exporter})"
            if made.returncode != 0:
                print(f"{title}: no export: {made.stderr.strip().splitlines()[-1:]}, FAIL", flush=True)
                passed.append(False)
                continue
            passed.append(check_model(title, path, [], table))
    return passed


def check(title, arguments, folded, engines, folder):
    """Whether a model of a network passes, and the worst difference of each engine; prints a line."""
    path = str(Path(folder) / "model.onnx")
    words, worst, passed = [], {}, True
    try:
        answer = json.loads(mobilenet("run", *arguments, "--threads", "1", "--format", "json"))
        mobilenet("export", *arguments, *(["--folded"] if folded else []), "--output", path)
        check_form(path)
        same = read_again(path, cost_arguments(arguments))
        assert same or folded, "parameters differ once it is read"
    except Exception as error:
        words.append(str(error)[:200])
        passed = False
    for engine in engines if passed else []:
        try:
            worst[engine.title] = worst_difference(engine, path, answer, folder)
            words.append(f"{engine.title} {worst[engine.title]:.1e}")
        except Exception as error:
            words.append(f"{engine.title}: {str(error)[:200]}")
            passed = False
    # Written so that what is not a number fails.
    if not all(value <= TOLERANCE for value in worst.values()):
        # Both answers are rounded.
        limit = 2 * rounding(arguments, folder)
        words.append(f"rounding alone may be {limit:.1e}")
        passed = passed and all(value <= max(TOLERANCE, limit) for value in worst.values())
    print(f"{title}{' --folded' if folded else ''}: {', '.join(words)}, {'ok' if passed else 'FAIL'}",
          flush=True)
    return passed, worst


def check_faults(engines, folder):
    """Whether OpenCV still has each fault that a form of our models is for."""
    path = str(Path(folder) / "fault.onnx")
    passed = []
    for fault, wrong, instead in opencv_faults.FAULTS:
        values, model = fault()
        onnx.save(model, path)
        picture = numpy.array(values, "float32").reshape(1, -1, 1, 1)
        expected = ONNXRuntime().run(path, picture, folder)["output"]
        for engine in engines:
            if not engine.title.startswith("OpenCV"):
                continue
            try:
                result = engine.run(path, picture, folder)["output"]
                right = bool(numpy.allclose(result, expected, rtol=1e-3))
            except RuntimeError:
                right = False
            passed.append(right == (engine.title not in wrong))
            print(f"{fault.__doc__.splitlines()[0]} {engine.title}: {'right' if right else 'wrong'}"
                  f"{'' if passed[-1] else f', FAIL: opencv_faults.py says otherwise ({instead})'}",
                  flush=True)
    return passed


def check_batch(folder):
    """Whether a model with a dynamic batch gives for two pictures what it gives for each."""
    path = str(Path(folder) / "batch.onnx")
    passed = []
    for name in DYNAMIC:
        mobilenet("export", name, "--dynamic-batch", "--output", path)
        check_form(path)
        (value,) = onnx.load(path).graph.input
        shape = [dimension.dim_value for dimension in value.type.tensor_type.shape.dim]
        picture = seeded_picture([1, *shape[1:]])
        pictures = numpy.concatenate([picture, picture[..., ::-1]])
        runtime = ONNXRuntime()
        together = runtime.run(path, pictures, folder)
        worst = 0
        for index in range(2):
            alone = runtime.run(path, pictures[index:index + 1], folder)
            for output, values in alone.items():
                assert len(together[output]) == 2
                difference = numpy.abs(together[output][index:index + 1] - values).max()
                worst = max(worst, difference / values.std())
        passed.append(bool(worst <= TOLERANCE))
        print(f"{name}, two pictures at once: {worst:.1e}, {'ok' if passed[-1] else 'FAIL'}",
              flush=True)
    return passed


class Results:
    """What has passed, in a file of one line a model if there is one, and how many have failed."""

    def __init__(self, path):
        self.path = path
        self.passed = {}
        self.failed = 0
        if path and path.exists():
            for line in path.read_text().splitlines():
                title, worst = json.loads(line)
                self.passed[title] = worst

    def add(self, title, passed, worst):
        if not passed:
            self.failed += 1
            return
        self.passed[title] = worst
        if self.path:
            with self.path.open("a") as file:
                file.write(json.dumps([title, worst]) + "\n")

    def finish(self):
        """Prints the sums, with the worst of each engine among what has passed; ends with 1 if anything failed."""
        engines = {engine for worst in self.passed.values() for engine in worst}
        for engine in sorted(engines):
            title = max(self.passed, key=lambda title: self.passed[title].get(engine, 0))
            print(f"{engine}: at worst {self.passed[title][engine]:.1e} standard deviations ({title})")
        rounded = [title for title, worst in self.passed.items() if max(worst.values()) > TOLERANCE]
        if rounded:
            print(f"Above {TOLERANCE:.0e} by rounding: {', '.join(rounded)}")
        print(f"{len(self.passed)} passed, {self.failed} failed")
        sys.exit(self.failed > 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--resume", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    os.nice(10)
    cases = list(networks())
    cases.append(("every operator", OPERATORS))
    if WEIGHTS.exists():
        cases.append(("released weights", ["mobilenet-v2", "--weights", str(WEIGHTS)]))
    else:
        print(f"skipped: {WEIGHTS.name} is not there; 'make setup' fetches it")
    words = arguments.words
    cases = [case for case in cases if not words or any(word in case[0] for word in words)]
    engines = [
        ONNXRuntime(), Engine("OpenVINO", ".venv-onnx", "openvino"),
        Engine("OpenCV 5", ".venv-onnx", "opencv"), Engine("OpenCV 4", ".venv-opencv4", "opencv"),
    ]
    results = Results(arguments.resume)
    with tempfile.TemporaryDirectory() as folder:
        for title, options in cases:
            for folded in False, True:
                whole = f"{title} --folded" if folded else title
                if whole not in results.passed:
                    results.add(whole, *check(title, options, folded, engines, folder))
        if not words:
            others = check_faults(engines, folder) + check_batch(folder)
            if CLASSIFIER.exists():
                others.append(
                    check_model(CLASSIFIER.name, str(CLASSIFIER), ["--resolution", "48x192"]))
            else:
                print(f"skipped: {CLASSIFIER.name} is not there; 'make setup' fetches it")
            others += check_torchvision(folder)
            print(f"beside the networks: {others.count(True)} passed, {others.count(False)} failed")
            results.failed += others.count(False)
    results.finish()


if __name__ == "__main__":
    main()
