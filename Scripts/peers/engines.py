"""One small class per engine: a network that is loaded once and run many times.

An engine's package is imported where it is used, so that one that is skipped need not be installed.
"""

import json
import subprocess
import time
from pathlib import Path

import numpy as np

from . import Failure

OURS = "mobilenet-explorer"
LITERT = "LiteRT"
OPENVINO = "OpenVINO"
ONNX_RUNTIME = "ONNX Runtime"


class Ours:
    """This project: `mobilenet bench NAME --interactive` in a process of its own, one JSON line for
    every line that it is sent."""

    name = OURS
    precision = "f32"
    has_our_weights = True

    def __init__(self, mobilenet: Path, network: str, threads: int, *options: str):
        arguments = ["bench", network, *options, "--threads", str(threads), "--interactive"]
        self.command = f"mobilenet {' '.join(arguments)}"
        try:
            self.process = subprocess.Popen(
                [mobilenet, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        except OSError as error:
            raise Failure(f"cannot run '{mobilenet}': {error.strerror}") from None

    def output(self) -> np.ndarray:
        return self._numbers("output")

    def run(self, passes: int) -> list[float]:
        """Seconds of each pass, measured inside the process."""
        seconds = self._numbers(f"run {passes}")
        if seconds.size != passes:
            raise Failure(f"{self.command}: {passes} passes gave {seconds.size} times")
        return seconds.tolist()

    def machine(self) -> dict:
        """The FMA peak of a core in GFLOP/s, bandwidths in GB/s, and the kernels in use."""
        answer = self._ask("machine")
        try:
            return {
                "gigaflopsPerCore": float(answer["gigaflopsPerCore"]),
                "bandwidth": {key: float(value) for key, value in answer["bandwidth"].items()},
                "kernels": str(answer["kernels"]),
            }
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Failure(f"{self.command}: 'machine' gave no FMA peak and bandwidth") from None

    def close(self) -> None:
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        self.process.wait()
        self.process.stdout.close()

    def _numbers(self, request: str) -> np.ndarray:
        try:
            return np.asarray(self._ask(request), dtype=np.float64).ravel()
        except (TypeError, ValueError):
            raise Failure(f"{self.command}: '{request}' gave no list of numbers") from None

    def _ask(self, request: str):
        try:
            self.process.stdin.write(request + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended; the empty line below tells
        line = self.process.stdout.readline()
        if not line:
            raise Failure(f"{self.command} ended with exit code {self.process.wait()}")
        try:
            return json.loads(line)
        except ValueError:
            raise Failure(f"{self.command}: '{request}' gave no JSON: {line.strip()}") from None


class Peer:
    """An engine of this process. `call` is one bare forward pass; every array that it reads and
    writes is set beforehand."""

    precision = "f32"
    has_our_weights = True

    def keep(self, picture: np.ndarray, results: list[np.ndarray]) -> None:
        """Keeps arrays alive that the engine reads and writes without owning them."""
        self.picture, self.results = picture, results

    def output(self) -> np.ndarray:
        self.call()
        return np.concatenate([result.astype(np.float64).ravel() for result in self.results])

    def run(self, passes: int) -> list[float]:
        """Seconds of each pass, the call from Python included."""
        call, clock = self.call, time.perf_counter_ns
        seconds = []
        for _ in range(passes):
            start = clock()
            call()
            seconds.append((clock() - start) * 1e-9)
        return seconds

    def close(self) -> None:
        del self.call


class OnnxRuntime(Peer):
    """ONNX Runtime: all graph optimizations, sequential execution, bound input and outputs."""

    name = ONNX_RUNTIME

    def __init__(
        self, model: bytes, picture: np.ndarray, threads: int, optimizes=True, **entries: str
    ):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        level = onnxruntime.GraphOptimizationLevel
        options.graph_optimization_level = level.ORT_ENABLE_ALL if optimizes else level.ORT_DISABLE_ALL
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        for key, value in entries.items():
            options.add_session_config_entry(f"session.{key}", value)
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        binding = session.io_binding()
        value = onnxruntime.OrtValue.ortvalue_from_numpy
        binding.bind_ortvalue_input(session.get_inputs()[0].name, value(picture))
        results = [np.empty(output.shape, np.float32) for output in session.get_outputs()]
        for output, result in zip(session.get_outputs(), results):
            binding.bind_ortvalue_output(output.name, value(result))
        self.keep(picture, results)
        self.call = lambda: session.run_with_iobinding(binding)


class OpenVINO(Peer):
    """OpenVINO for least latency: one stream, threads pinned as is its default, preset tensors.

    Without `precision` the arithmetic is the one that it prefers on this processor.
    """

    def __init__(self, model: bytes, picture: np.ndarray, threads: int, precision: str | None):
        import openvino

        options = {
            "PERFORMANCE_HINT": "LATENCY",
            "NUM_STREAMS": 1,
            "INFERENCE_NUM_THREADS": threads,
            "ENABLE_CPU_PINNING": True,
        }
        if precision:
            options["INFERENCE_PRECISION_HINT"] = precision
        core = openvino.Core()
        compiled = core.compile_model(core.read_model(model), "CPU", options)
        self.precision = compiled.get_property("INFERENCE_PRECISION_HINT").get_type_name()
        self.name = OPENVINO if precision else f"{OPENVINO} ({self.precision}, its default)"
        request = compiled.create_infer_request()
        request.set_input_tensor(openvino.Tensor(picture, shared_memory=True))
        results = [np.empty(tuple(output.shape), np.float32) for output in compiled.outputs]
        for index, result in enumerate(results):
            request.set_output_tensor(index, openvino.Tensor(result, shared_memory=True))
        self.keep(picture, results)
        self.call = lambda: request.infer(share_outputs=True)


class LiteRT(Peer):
    """LiteRT with XNNPACK, its default. A model from Keras has random weights: it is there for speed
    only."""

    name = LITERT

    def __init__(self, model: Path, picture: np.ndarray, threads: int, has_our_weights: bool):
        from ai_edge_litert.interpreter import Interpreter

        interpreter = Interpreter(model_path=str(model), num_threads=threads)
        interpreter.allocate_tensors()
        # Its layout is NHWC.
        picture = np.ascontiguousarray(picture.transpose(0, 2, 3, 1))
        interpreter.set_tensor(interpreter.get_input_details()[0]["index"], picture)
        self.has_our_weights = has_our_weights
        self.interpreter = interpreter
        self.call = interpreter.invoke

    def output(self) -> np.ndarray:
        self.call()
        outputs = self.interpreter.get_output_details()
        results = [self.interpreter.get_tensor(output["index"]) for output in outputs]
        return np.concatenate(
            [
                (result.transpose(0, 3, 1, 2) if result.ndim == 4 else result).astype(float).ravel()
                for result in results
            ]
        )

    def close(self) -> None:
        del self.interpreter
        super().close()
