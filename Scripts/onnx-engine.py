"""Runs ONNX models with another engine, for check-onnx.py: `onnx-engine.py opencv|openvino`.

Each line of standard input has three paths with tabs between: a model, a picture (.npy), and where to
write the outputs (.npz, by name). The answer is a line: "ok", or what went wrong.
"""

import sys

import numpy


def opencv(model, picture):
    import cv2

    cv2.setNumThreads(1)
    net = cv2.dnn.readNetFromONNX(model)
    net.setInput(picture, "input")
    names = net.getUnconnectedOutLayersNames()
    return dict(zip(names, net.forward(names), strict=True))


def openvino(model, picture):
    from openvino import Core

    # Its default computes in half precision where the processor has it.
    compiled = Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1})
    return {output.get_any_name(): values for output, values in compiled(picture).items()}


def main():
    engine = {"opencv": opencv, "openvino": openvino}[sys.argv[1]]
    for line in sys.stdin:
        model, picture, results = line.rstrip("\n").split("\t")
        try:
            numpy.savez(results, **engine(model, numpy.load(picture)))
            print("ok", flush=True)
        except Exception as error:
            print(" ".join(str(error).split()) or type(error).__name__, flush=True)


if __name__ == "__main__":
    main()
