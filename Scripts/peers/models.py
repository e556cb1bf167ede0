"""The networks, and the files and numbers that the engines are given."""

import base64
import contextlib
import hashlib
import io
import json
import math
import multiprocessing
import os
import shutil
import subprocess
import tempfile
import warnings
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import Failure

@dataclass(frozen=True)
class Network:
    """A network in both worlds: its table, and the Keras class that LiteRT's model is made from. Where
    there is none, it is made from our ONNX.

    `passes` are the forward passes of a batch, about a fifth of a second of work. `tolerance` is how far
    two engines may be apart, in standard deviations of our output.
    """

    name: str
    keras_class: str | None
    passes: int
    tolerance: float = 1e-4


NETWORKS = {
    network.name: network
    for network in (
        Network("mobilenet-v1", "MobileNet", passes=20),
        Network("mobilenet-v2", "MobileNetV2", passes=40),
        Network("mobilenet-v3-large", "MobileNetV3Large", passes=50),
        Network("mobilenet-v3-small", "MobileNetV3Small", passes=100),
        Network("ssd-mobilenet-v1", None, passes=8),
        # Seeded weights make much of rounding here: ONNX Runtime and OpenVINO are 6e-4 apart, ours and
        # LiteRT 8e-5.
        Network("ssdlite-mobilenet-v3-large", None, passes=16, tolerance=1e-3),
        Network("yolov5-mobilenet-v3-small", None, passes=2),
        Network("lraspp-mobilenet-v3-large", None, passes=4),
    )
}

# A network of one number, y = max(x, 0), to measure what a call costs by itself: the bytes of an
# ONNX model (opset 17). `convert_keras` makes the same for LiteRT.
ONNX_TINY = base64.b64decode(
    "CAg6SwoMCgF4EgF5IgRSZWx1EgFnWhsKAXgSFgoUCAESEAoCCAEKAggBCgIIAQoCCAFiGwoBeRIWChQIARIQCgIIAQoC"
    "CAEKAggBCgIIAUIECgAQEQ=="
)
TINY_SHAPE = (1, 1, 1, 1)


def seeded_numbers(name: str, shape: tuple[int, ...]) -> np.ndarray:
    """The numbers in [-1, 1) that Sources/Inference/Weights/SeededWeights.swift gives a name."""
    mask = (1 << 64) - 1
    state = 0xCBF29CE484222325
    for byte in name.encode():
        state = ((state ^ byte) * 0x100000001B3) & mask
    steps = np.arange(1, math.prod(shape) + 1, dtype=np.uint64)
    mixed = np.uint64(state) + steps * np.uint64(0x9E3779B97F4A7C15)  # wraps, as it should
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    values = (mixed >> np.uint64(40)).astype(np.float64) * 2.0**-23 - 1
    return values.astype(np.float32).reshape(shape)


def run_mobilenet(mobilenet: Path, *arguments: str) -> str:
    """What a run of `mobilenet` prints; a failure carries its first complaint."""
    try:
        run = subprocess.run(
            [mobilenet, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
    except OSError as error:
        raise Failure(f"cannot run '{mobilenet}': {error.strerror}") from None
    if run.returncode != 0:
        reason = run.stderr.strip().splitlines()[:1] or ["it says nothing"]
        raise Failure(
            f"mobilenet {' '.join(arguments)} failed with exit code {run.returncode}: {reason[0]}"
        )
    return run.stdout


def cost(mobilenet: Path, network: Network) -> tuple[int, tuple[int, ...]]:
    """The exact number of multiply-accumulates of a forward pass, and the picture's shape (NCHW)."""
    text = run_mobilenet(mobilenet, "cost", network.name, "--format", "json")
    try:
        answer = json.loads(text)
        shape = [int(answer["input"][key]) for key in ("channels", "height", "width")]
        return int(answer["totals"]["macs"]), (1, *shape)
    except (ValueError, KeyError, TypeError):
        raise Failure(
            f"mobilenet cost {network.name}: its JSON lacks totals.macs or input"
        ) from None


def export_onnx(mobilenet: Path, network: Network, path: Path) -> None:
    """Writes the network with its seeded weights, norms folded into convolutions, as ONNX."""
    run_mobilenet(mobilenet, "export", network.name, "--output", str(path), "--folded")
    if not path.is_file():
        raise Failure(f"mobilenet export {network.name} wrote no file")


def convert_keras(networks: list[Network], folder: Path) -> dict[str, Path]:
    """Writes the networks' Keras definitions as fp32 .tflite, by name, and "tiny".

    Another process does it, so that TensorFlow and its threads are gone before anything is timed.
    """
    networks = [network for network in networks if network.keras_class]
    paths = {network.name: folder / f"{network.name}.tflite" for network in networks}
    paths["tiny"] = folder / "tiny.tflite"
    jobs = [(network.keras_class, paths[network.name]) for network in networks]
    spawn = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as pool:
            pool.submit(_convert, [*jobs, (None, paths["tiny"])]).result()
    except Exception as error:  # whatever TensorFlow raises, or the end of that process
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise Failure(f"cannot convert the Keras networks to .tflite: {reason}") from None
    return paths


def convert_onnx(onnx: dict[str, Path], converter: Path, cache: Path) -> dict[str, Path]:
    """Writes what onnx2tf makes of our ONNX as fp32 .tflite, by name: the same weights.

    It takes minutes for a network, so its results are kept, by the ONNX that they were made from.
    """
    paths = {}
    for name, model in onnx.items():
        digest = hashlib.sha256(model.read_bytes()).hexdigest()[:16]
        paths[name] = cache / f"{name}-{digest}.tflite"
        if not paths[name].is_file():
            cache.mkdir(parents=True, exist_ok=True)
            _convert_onnx(name, model, converter, paths[name])
    return paths


def _convert_onnx(name: str, model: Path, converter: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # Pictures that it tries its layers with; it would fetch its own.
        pictures = np.random.default_rng(0).random((20, 128, 128, 3), dtype=np.float32)
        np.save(Path(folder) / "calibration_image_sample_data_20x128x128x3_float32.npy", pictures)
        # It writes to the model that it is given.
        shutil.copyfile(model, Path(folder) / "model.onnx")
        try:
            run = subprocess.run(
                [converter, "-m", "onnx2tf", "-i", "model.onnx", "-o", "out", "-n"],
                cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            )
        except OSError as error:
            raise Failure(
                f"cannot run '{converter}': {error.strerror}; `make bench-peers` installs it"
            ) from None
        made = next((Path(folder) / "out").glob("*_float32.tflite"), None)
        if run.returncode != 0 or made is None:
            reason = (run.stderr.strip().splitlines() or ["it says nothing"])[-1]
            raise Failure(f"onnx2tf made no .tflite of {name}: {reason}")
        shutil.copyfile(made, target)


def _convert(jobs: list[tuple[str | None, Path]]) -> None:
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # TensorFlow's notices; errors are raised
    warnings.simplefilter("ignore")
    import keras
    import tensorflow

    for keras_class, path in jobs:
        # Random weights leave no activation subnormal: no engine is slowed by them.
        keras.utils.set_random_seed(0)
        model = _keras_model(keras, keras_class)
        with contextlib.redirect_stdout(io.StringIO()):  # it prints every variable
            path.write_bytes(tensorflow.lite.TFLiteConverter.from_keras_model(model).convert())


def _keras_model(keras, keras_class: str | None):
    if keras_class is None:
        return keras.Sequential([keras.Input(batch_shape=TINY_SHAPE), keras.layers.ReLU()])
    options = {"include_preprocessing": False} if "V3" in keras_class else {}
    return getattr(keras.applications, keras_class)(
        input_tensor=keras.Input(batch_shape=(1, 224, 224, 3)),
        weights=None,
        classifier_activation=None,  # scores, as the other engines' networks give
        **options,
    )
