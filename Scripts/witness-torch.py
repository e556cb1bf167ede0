#!/usr/bin/env python3
"""Records what torchvision, timm or d-li14 compute of a network, from their own definition of it (of d-li14's,
Scripts/dli14_networks.py).

    witness-torch.py --framework torchvision --model mobilenet_v2 --network mobilenet-v2 FILE

Weights and picture are those of a formula (Sources/Inference/Weights/SeededNumbers.swift), so that no file
is shared. The answers are computed in 64 bits. `--structure` records names and shapes of tensors and the
number of parameters only; `--presets` records, for several models of one framework, the tensors that its own
transforms make of Tables/Witnesses/picture.ppm and of 16x16 copies of it, and its names of the classes;
`--detections` records what a detector of torchvision makes of answers by formula.
"""

import json
import re
from pathlib import Path

import numpy
import torch

import seeded_numbers
import witnessing
from seeded_numbers import uniform

FOLDER = Path(__file__).resolve().parent.parent / "Tables/Witnesses"
# Modules whose results are recorded, in the frameworks' common ways of naming them.
TAPS = (r"(backbone\.)?features\.\d+|backbone\.\d+|layer\d+\.\d+|stage\d+\.\d+|blocks\.\d+\.\d+"
        r"|conv|conv1|conv5|bn1|bn2|act1|relu|norm_head")


def single(number):
    return numpy.float32(number)


def seed(model):
    """Gives every tensor its numbers, in single precision, by its name and role."""
    norms = set()
    for name, module in model.named_modules():
        if getattr(module, "running_mean", None) is not None:
            norms.add(name)
    state = {}
    for name, tensor in model.state_dict().items():
        if name.endswith("num_batches_tracked"):
            state[name] = tensor
            continue
        module, part = name.rpartition(".")[::2]
        values = uniform(name, tensor.numel())
        if part == "weight" and module not in norms and tensor.dim() > 1:
            fan_in = tensor[0].numel()
            values = single((6 / fan_in) ** 0.5) * values
        elif part == "weight" and module in norms or part == "running_var":
            values = single(1) + single(0.2) * values
        else:
            values = single(0.1) * values
        state[name] = torch.from_numpy(values.reshape(tuple(tensor.shape)))
    model.load_state_dict(state)


def statistics(tensor):
    """Moments, ends and a sample, in the tensor's own order."""
    return seeded_numbers.statistics(tensor.detach().double().numpy())


def define(framework, model, options):
    if framework == "torchvision":
        import torchvision
        models = torchvision.models
        kinds = [models, models.segmentation, models.detection]
        # A system's definition has no weights of its backbone either.
        if any(model in vars(kind) for kind in kinds[1:]):
            options = options | {"weights_backbone": None}
        return models.get_model(model, weights=None, **options), torchvision.__version__
    if framework == "d-li14":
        import dli14_networks
        return dli14_networks.define(model, **options), dli14_networks.VERSION
    import timm
    return timm.create_model(model, pretrained=False, **options), timm.__version__


def record(arguments):
    options = json.loads(arguments.options)
    model, version = define(arguments.framework, arguments.model, options)
    model.eval()
    tensors = {name: list(tensor.shape) for name, tensor in model.state_dict().items()
               if not name.endswith("num_batches_tracked")}
    witness = witnessing.heading(arguments, arguments.framework, version.split("+")[0])
    if arguments.detections:
        return witness | {"detections": detections(model)}
    witness |= witnessing.sizes(arguments, options)
    witness["parameters"] = sum(parameter.numel() for parameter in model.parameters())
    witness["tensors"] = tensors
    if arguments.structure:
        return witness
    seed(model)
    model.double()
    picture = torch.from_numpy(witnessing.picture(arguments, witness)[None].copy())
    taps = {}
    for name, module in model.named_modules():
        if re.fullmatch(arguments.taps, name) and not isinstance(module, torch.nn.Identity):
            module.register_forward_hook(
                lambda _module, _input, result, name=name: taps.__setitem__(
                    name, statistics(result[0])))
    with torch.no_grad():
        result = model(picture)
    witness["taps"] = taps
    results = result if isinstance(result, dict) else {"output": result}
    # A network with one answer has it under this name.
    names = {"out": "output"}
    witness["outputs"] = {names.get(name, name): statistics(tensor[0])
                          for name, tensor in results.items()}
    return witness


def detections(model):
    """The boxes of answers by formula, in pixels of the input: the model's own anchors, decoding and
    suppression."""
    from torchvision.models.detection.image_list import ImageList
    size = tuple(model.transform.fixed_size)[::-1]
    picture = torch.zeros(1, 3, *size)
    with torch.no_grad():
        maps = list(model.backbone(picture).values())
        counts = {name: tensor.shape for name, tensor in model.head(maps).items()}
        anchors = model.anchor_generator(ImageList(picture, [size]), maps)
        answers = {
            name: 4 * torch.from_numpy(uniform(name, shape.numel()).reshape(tuple(shape)))
            for name, shape in counts.items()}
        # In 64 bits, so that equal scores are equal only by formula.
        found, = model.postprocess_detections(
            {name: tensor.double() for name, tensor in answers.items()},
            [tensor.double() for tensor in anchors], [size])
    gaps = found["scores"][:-1] - found["scores"][1:]
    print(f"{len(gaps) + 1} boxes; scores at least {gaps.min():.2e} apart")
    return {"boxes": statistics(found["boxes"]), "scores": statistics(found["scores"][:, None]),
            "classes": statistics(found["labels"][:, None])}


def presets(arguments):
    """The models' own transforms and classes; all must be the same."""
    from PIL import Image
    picture = Image.open(FOLDER / "picture.ppm").convert("RGB")
    large = Image.fromarray(numpy.tile(numpy.asarray(picture), (16, 16, 1)))
    models = dict(pair.split("=") for pair in arguments.presets)
    witness = None
    for network, name in models.items():
        if arguments.framework == "torchvision":
            import torchvision
            version = torchvision.__version__
            weights = next(iter(torchvision.models.get_model_weights(name)))
            transform = weights.transforms()
            labels = weights.meta["categories"]
        else:
            import timm
            version = timm.__version__
            model = timm.create_model(name, pretrained=False)
            transform = timm.data.create_transform(
                **timm.data.resolve_data_config({}, model=model), is_training=False)
            labels = None
        own = {"preprocessing": statistics(transform(picture)),
               "shrinking": statistics(transform(large)), "labels": labels}
        if witness and own != witness:
            raise SystemExit(f"{name} has other presets")
        witness = own
    if not arguments.labels: del witness["labels"]
    return {"framework": arguments.framework, "version": version.split("+")[0],
            "model": "presets", "models": list(models.values()),
            "networks": list(models)} | witness


def main():
    parser = witnessing.parser(__doc__, required=False)
    parser.add_argument("--framework", choices=["torchvision", "timm", "d-li14"], required=True)
    parser.add_argument("--options", default="{}", help="further arguments of the definition, as JSON")
    parser.add_argument("--taps", default=TAPS, help="modules to record, as a regular expression")
    parser.add_argument("--detections", action="store_true", help="boxes, scores and classes only")
    parser.add_argument("--presets", action="append", metavar="NETWORK=MODEL",
                        help="the pictures of a model; once more for each other")
    parser.add_argument("--labels", action="store_true", help="with --presets: the classes as well")
    arguments = parser.parse_args()
    if arguments.presets is None and not (arguments.model and arguments.network):
        parser.error("give --model and --network, or --presets")
    witness = presets(arguments) if arguments.presets else record(arguments)
    witnessing.write(arguments, witness)


if __name__ == "__main__":
    main()
