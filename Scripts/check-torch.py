"""Checks weight files written by PyTorch and safetensors, by the answers of torchvision's and timm's networks.

Builds MobileNets of both with seeded weights, saves each in every form that people have (PyTorch's
formats, the checkpoint of a training, safetensors of three types of numbers, shards), and compares what the
framework makes of the seeded picture with `mobilenet run --weights`, to 1e-4 of the answer's standard
deviation. Numbers of 16 bits are rounded in the framework as well. Then files that cannot be read must be
named, with one line and exit code 1.
"""

import argparse
import copy
import gzip
import importlib.util
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy
import torch
from safetensors.torch import save_file

import seeded_numbers

ROOT = Path(__file__).resolve().parent.parent
TOLERANCE = 1e-4

specification = importlib.util.spec_from_file_location("witness", ROOT / "Scripts/witness-torch.py")
witness = importlib.util.module_from_spec(specification)
specification.loader.exec_module(witness)

# Framework, model, its options, and the command line's words for it.
MODELS = [
    ("torchvision", "mobilenet_v2", {}, ["mobilenet-v2"]),
    ("torchvision", "mobilenet_v2", {"width_mult": 0.5}, ["mobilenet-v2", "--width", "0.5"]),
    ("torchvision", "mobilenet_v2", {"width_mult": 0.75}, ["mobilenet-v2", "--width", "0.75"]),
    ("torchvision", "mobilenet_v2", {"width_mult": 1.4, "num_classes": 10},
     ["mobilenet-v2", "--width", "1.4", "--classes", "10"]),
    ("torchvision", "mobilenet_v3_large", {}, ["mobilenet-v3-large"]),
    ("torchvision", "mobilenet_v3_small", {"num_classes": 7}, ["mobilenet-v3-small", "--classes", "7"]),
    ("timm", "mobilenetv1_100", {}, ["mobilenet-v1"]),
    ("timm", "mobilenetv1_125", {}, ["mobilenet-v1", "--width", "1.25"]),
    ("timm", "mobilenetv2_100", {}, ["mobilenet-v2"]),
    ("timm", "mobilenetv2_050", {}, ["mobilenet-v2", "--width", "0.5"]),
    ("timm", "mobilenetv2_140", {}, ["mobilenet-v2", "--width", "1.4"]),
    ("timm", "mobilenetv3_large_100", {}, ["mobilenet-v3-large"]),
    ("timm", "mobilenetv3_large_075", {}, ["mobilenet-v3-large", "--width", "0.75"]),
    ("timm", "mobilenetv3_small_100", {}, ["mobilenet-v3-small"]),
    ("timm", "mobilenetv3_small_075", {}, ["mobilenet-v3-small", "--width", "0.75"]),
]


def training(state, prefix, key="state_dict"):
    """What a training leaves, with everything that lies beside the weights."""
    names = list(state)
    momentum = {index: {"momentum_buffer": torch.zeros_like(state[name])}
                for index, name in enumerate(names)}
    return {
        "epoch": 3, "arch": "mobilenet", "best_acc1": torch.tensor(71.2),
        key: {prefix + name: tensor for name, tensor in state.items()},
        "optimizer": {"state": momentum, "param_groups": [{"lr": 0.1, "params": list(momentum)}]},
        "args": argparse.Namespace(lr=0.1, data="/data", classes=("a", "b")),
        "accuracy": numpy.float64(71.2), "random": numpy.random.RandomState(1).get_state(),
    }


def zip_file(state, path):
    torch.save(state, path)


def legacy(state, path):
    torch.save(state, path, _use_new_zipfile_serialization=False)


def parallel(state, path):
    torch.save(training(state, "module."), path)


def legacy_parallel(state, path):
    torch.save(training(state, "module."), path, _use_new_zipfile_serialization=False)


def average(state, path):
    content = training(state, "_orig_mod.", "model")
    content["model_ema"] = {name: tensor * 0 for name, tensor in state.items()}
    torch.save(content, path, pickle_protocol=4)


def lightning(state, path):
    torch.save(training(state, "model.backbone."), path)


def big_endian(state, path):
    # As a machine with the other order writes it.
    swapped = {name: torch.from_numpy(tensor.numpy().copy().byteswap()) for name, tensor in state.items()}
    torch.save(swapped, path)
    Path(path).write_bytes(repack(path, {"byteorder": b"big"}))


def repack(path, changes, deflated=False):
    """The archive anew, with other contents of some members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            name = info.filename.rpartition("/")[2]
            new.writestr(info.filename, changes.get(name, content),
                         zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED)
    return buffer.getvalue()


def deflated(state, path):
    torch.save(state, path)
    Path(path).write_bytes(repack(path, {}, deflated=True))


def safetensors(state, path):
    save_file(state, path, metadata={"format": "pt"})


def shards(state, path):
    names = list(state)
    halves = names[:len(names) // 2], names[len(names) // 2:]
    folder = Path(path).parent
    files = [f"model-0000{index}-of-00002.safetensors" for index in (1, 2)]
    for file, half in zip(files, halves):
        save_file({name: state[name] for name in half}, folder / file)
    size = sum(tensor.nbytes for tensor in state.values())
    weight_map = {name: file for file, half in zip(files, halves) for name in half}
    Path(path).write_text(json.dumps({"metadata": {"total_size": size}, "weight_map": weight_map}, indent=2))


# The forms: the file's name, the type of its numbers, what writes it, and what is said of it.
FORMS = [
    ("weights.pth", None, zip_file, ""),
    ("legacy.pth", None, legacy, ""),
    ("half.pth", torch.float16, zip_file, ""),
    ("bfloat16.pth", torch.bfloat16, zip_file, ""),
    ("double.pth", torch.float64, zip_file, ""),
    ("big.pth", None, big_endian, ""),
    ("deflated.pth", None, deflated, ""),
    ("training.pth", None, parallel, "state_dict, prefix 'module.' taken off, "),
    ("legacy-training.pth", None, legacy_parallel, "state_dict, prefix 'module.' taken off, "),
    ("average.pt", None, average, "model, model_ema left beside, prefix '_orig_mod.' taken off, "),
    ("last.ckpt", None, lightning, "state_dict, prefix 'model.backbone.' taken off, "),
    ("f32.safetensors", None, safetensors, ""),
    ("f16.safetensors", torch.float16, safetensors, ""),
    ("bf16.safetensors", torch.bfloat16, safetensors, ""),
    ("model.safetensors.index.json", None, shards, ""),
]


program = ROOT / ".build/release/mobilenet"


def run(arguments):
    return subprocess.run([program, "run", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True)


def answer(model, state):
    """What the framework makes of the seeded picture, in double precision."""
    model = copy.deepcopy(model).eval().double()
    model.load_state_dict({name: tensor.double() if tensor.is_floating_point() else tensor
                           for name, tensor in state.items()})
    picture = torch.from_numpy(witness.uniform("input", 3 * 224 * 224).reshape(1, 3, 224, 224))
    with torch.no_grad():
        return model(picture.double())[0].numpy()


def report(title, problem):
    """Whether there is none."""
    print(f"{title}: {problem or 'ok'}", flush=True)
    return problem is None


def check(framework, name, options, words, forms, folder):
    model, _ = witness.define(framework, name, options)
    witness.seed(model)
    passed = []
    answers = {}
    for file, kind, write, said in forms:
        state = {key: tensor.to(kind) if kind and tensor.is_floating_point() else tensor
                 for key, tensor in model.state_dict().items()}
        path = str(Path(folder) / file)
        write(state, path)
        if kind not in answers:
            answers[kind] = answer(model, state)
        result = run([*words, "--weights", path, "--format", "json"])
        title = f"{framework} {' '.join(words)}, {file}"
        if result.returncode != 0:
            passed.append(report(title, "FAIL: " + result.stderr.splitlines()[0]))
            continue
        worst = seeded_numbers.difference(answers[kind], json.loads(result.stdout)["outputs"][0])
        # Written so that what is not a number fails.
        passed.append(worst <= TOLERANCE)
        print(f"{title}: {worst:.1e} standard deviations, {'ok' if passed[-1] else 'FAIL'}", flush=True)
        if said:
            line = f"weights {path} ({said}names of {framework})"
            text = run([*words, "--weights", path]).stdout.splitlines()[1].partition("   ")[0]
            passed.append(report(title, None if text == line else f"FAIL: {text} is not {line}"))
        Path(path).unlink()
    return passed


def check_widths(folder):
    """Weights of another width than asked for say theirs."""
    passed = []
    for framework, name, options, words in MODELS:
        if "--width" not in words:
            continue
        model, _ = witness.define(framework, name, options)
        path = str(Path(folder) / "width.pth")
        torch.save(training(model.state_dict(), "module."), path)
        result = run([words[0], "--weights", path])
        line = result.stderr.strip()
        says = " ".join(words) in line.replace(f"@{framework}", "")
        passed.append(report(f"{framework} {' '.join(words)}, without its width",
                             None if result.returncode == 1 and says and "\n" not in line else f"FAIL: {line}"))
    return passed


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(2, 2)

    def forward(self, x):
        return self.layer(x)


def refusals(folder):
    """Files that are no weights, and a part of what is said of each."""
    net, folder = Net(), Path(folder)
    torch.jit.script(net).save(folder / "script.pt")
    yield "script.pt", "a TorchScript archive"
    torch.save(net, folder / "whole.pt")
    yield "whole.pt", 'the class "__main__.Net"'
    torch.save({"model": net, "epoch": 3}, folder / "whole-training.pt")
    yield "whole-training.pt", 'the class "__main__.Net"'
    torch.save(net, folder / "whole-legacy.pt", _use_new_zipfile_serialization=False)
    yield "whole-legacy.pt", 'the class "__main__.Net"'
    torch.save(net.state_dict(), folder / "cut.pth")
    content = (folder / "cut.pth").read_bytes()
    (folder / "cut.pth").write_bytes(content[:-100])
    yield "cut.pth", "the ZIP archive is truncated or damaged"
    (folder / "weights.pth.gz").write_bytes(gzip.compress(content))
    yield "weights.pth.gz", "compressed by gzip"
    numpy.save(folder / "a.npy", numpy.zeros(3))
    yield "a.npy", "an array of NumPy"
    numpy.savez(folder / "a.npz", weight=numpy.zeros(3))
    yield "a.npz", "an archive of NumPy's arrays"
    torch.save({"weight": torch.zeros(2, dtype=torch.complex64)}, folder / "complex.pth")
    yield "complex.pth", "torch.ComplexFloatStorage"
    save_file({"weight": torch.zeros(2).to(torch.float8_e4m3fn)}, folder / "f8.safetensors")
    yield "f8.safetensors", '"F8_E4M3"'


def check_refusals(folder):
    passed = []
    for file, part in refusals(folder):
        result = run(["mobilenet-v2", "--weights", str(Path(folder) / file)])
        line = result.stderr.strip()
        good = result.returncode == 1 and "\n" not in line and part in line
        passed.append(report(file, None if good else f"FAIL: {result.returncode} {line}"))
    return passed


def main():
    global program
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="networks whose name contains this")
    parser.add_argument("--mobilenet", default=program, help="the executable")
    parser.add_argument("--form", default="", help="files whose name contains this")
    arguments = parser.parse_args()
    forms = [form for form in FORMS if arguments.form in form[0]]
    program = arguments.mobilenet
    torch.set_num_threads(1)
    passed = []
    with tempfile.TemporaryDirectory() as folder:
        for framework, name, options, words in MODELS:
            if arguments.only in name:
                passed += check(framework, name, options, words, forms, folder)
        passed += check_widths(folder)
        passed += check_refusals(folder)
    print(f"{passed.count(True)} passed, {passed.count(False)} failed")
    sys.exit(not all(passed))


if __name__ == "__main__":
    main()
