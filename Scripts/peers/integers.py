"""Networks in integers: what `mobilenet quantize` writes, in this project and in its peers."""

from pathlib import Path

import numpy as np

from .engines import ONNX_RUNTIME, OPENVINO, OnnxRuntime, OpenVINO, Ours
from .models import run_mobilenet

PRECISION = "int8"
PRECISE = f"{ONNX_RUNTIME}, precise"
PLAIN = f"{ONNX_RUNTIME}, not optimized"


def quantize(mobilenet: Path, network: str, folder: Path) -> tuple[Path, Path]:
    """Writes a network with its seeded weights in integers, with the levels of the seeded picture: as
    safetensors, and as ONNX with QuantizeLinear and DequantizeLinear."""
    paths = folder / f"{network}.safetensors", folder / f"{network}.onnx"
    for path in paths:
        run_mobilenet(
            mobilenet, "quantize", network, "--image", "seeded", "--output", str(path)
        )
    return paths


def start(mobilenet: Path, network: str, paths: tuple[Path, Path], picture: np.ndarray, threads: int):
    """Ours, then the peers, each ready to run.

    Where the processor has no VNNI, ONNX Runtime adds products of bytes in 16 bits, where they may
    saturate; only if it is asked to be precise, it does not.
    """
    weights, model = paths[0], paths[1].read_bytes()
    yield Ours(mobilenet, network, threads, "--weights", str(weights))
    yield OnnxRuntime(model, picture, threads)
    precise = OnnxRuntime(model, picture, threads, x64quantprecision="1")
    precise.name = PRECISE
    yield precise
    # What is asked for concerns the layers that stay in floats.
    peer = OpenVINO(model, picture, threads, precision="f32")
    peer.name, peer.precision = OPENVINO, PRECISION
    yield peer


def step(output: np.ndarray) -> float:
    """The scale of an output whose numbers are whole multiples of it, at most 255 of them apart."""
    gaps = np.diff(np.unique(output))
    gaps = gaps[gaps > np.ptp(output) / 512]  # what is less is the rounding of products
    return float(gaps.min()) if gaps.size else 1.0
