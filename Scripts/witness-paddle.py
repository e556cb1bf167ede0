#!/usr/bin/env python3
"""Records what Paddle computes of a network, from its own definition of it.

    witness-paddle.py FILE --model mobilenet_v2 --network mobilenet-v2@paddle-vision

Weights and picture are those of a formula (Sources/Inference/Weights/SeededNumbers.swift), so that no file is
shared. The answers are computed in 64 bits. Needs what Scripts/paddle-requirements.txt lists; for the networks of
PaddleClas (`--framework PaddleClas`, whose names have their widths, `MobileNetV1_x0_5`) also what
`pip install --no-deps paddleclas==2.6.0` and `pip install requests tqdm` install.
"""

import importlib.metadata
import re

import paddle

import paddle_networks
import seeded_numbers
import witnessing

# Layers whose results are those of blocks.
TAPS = (r"conv|conv[19]|conv\d_\d|conv6|blocks\.\d+|lastconv|last_second_conv|features\.\d+"
        r"|conv\d\._first_block|conv\d\.conv\d_\d")


def record(arguments):
    options = {}
    if arguments.framework == "paddle.vision":
        if arguments.width: options["scale"] = arguments.width
        if arguments.classes: options["num_classes"] = arguments.classes
        model = paddle_networks.define(arguments.model, **options)
        version = paddle.__version__
    else:
        if arguments.classes: options["class_num"] = arguments.classes
        model = paddle_networks.define_classifier(arguments.model, **options)
        version = importlib.metadata.version("paddleclas")
    paddle_networks.seed(model)
    model.to(dtype="float64")
    witness = witnessing.heading(arguments, arguments.framework, version)
    witness |= witnessing.sizes(arguments, options)
    witness["parameters"] = sum(
        int(tensor.size) for tensor in model.parameters() if not tensor.stop_gradient)
    witness["tensors"] = {name: list(tensor.shape) for name, tensor in model.state_dict().items()}
    if arguments.structure:
        return witness
    taps = {}
    blocks = [name for name, _ in model.named_sublayers() if re.fullmatch(TAPS, name)]
    for name, layer in model.named_sublayers():
        # A stage of blocks may be called as a block is elsewhere.
        if name in blocks and not any(block.startswith(name + ".") for block in blocks):
            layer.register_forward_post_hook(
                lambda _layer, _input, result, name=name: taps.__setitem__(
                    name, seeded_numbers.statistics(result[0].numpy())))
    picture = witnessing.picture(arguments, witness)
    with paddle.no_grad():
        result = model(paddle.to_tensor(picture[None]))
    witness["taps"] = taps
    witness["outputs"] = {"output": seeded_numbers.statistics(result[0].numpy())}
    return witness


def main():
    parser = witnessing.parser(__doc__)
    parser.add_argument("--framework", choices=["paddle.vision", "PaddleClas"], default="paddle.vision")
    arguments = parser.parse_args()
    witnessing.write(arguments, record(arguments))


main()
