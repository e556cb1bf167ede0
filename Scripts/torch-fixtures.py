"""Writes the small files of Tests/WeightFilesTests/Torch with PyTorch and safetensors.

Their tensors are made of 0, 1, 2, ... so that a test can say what must come back.
"""

import argparse
from pathlib import Path

import numpy
import safetensors.torch
import torch

FOLDER = Path(__file__).resolve().parent.parent / "Tests/WeightFilesTests/Torch"


def counted(shape, kind=torch.float32):
    count = int(numpy.prod(shape, dtype=int))
    return (torch.arange(count) % 100).to(kind).reshape(shape)


def views():
    whole = counted((4, 6))
    return {
        "whole": whole, "transposed": whole.T, "column": whole[:, 2], "corner": whole[1:3, 3:],
        "steps": whole[::2, ::3], "scalar": whole[3, 5], "expanded": counted((3, 1)).expand(3, 1),
        "parameter": torch.nn.Parameter(counted((2, 2))), "none": torch.zeros(0, 3),
        "channels last": counted((1, 3, 2, 2)).contiguous(memory_format=torch.channels_last),
    }


def types():
    kinds = "float16 bfloat16 float32 float64 bool uint8 int8 uint16 int16 uint32 int32 uint64 int64"
    return {kind: counted((2, 3), getattr(torch, kind)) for kind in kinds.split()}


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(1, 2, 1, bias=False)
        self.norm = torch.nn.BatchNorm2d(2)

    def forward(self, x):
        return self.norm(self.conv(x))


def training():
    net = Net()
    net.load_state_dict({name: counted(tuple(tensor.shape), tensor.dtype)
                         for name, tensor in net.state_dict().items()})
    optimizer = torch.optim.AdamW(net.parameters())
    net(torch.ones(1, 1, 2, 2)).sum().backward()
    state = {"module." + name: tensor.clone() for name, tensor in net.state_dict().items()}
    optimizer.step()
    return {
        "epoch": 3, "state_dict": state, "best_acc1": torch.tensor(71.25),
        "optimizer": optimizer.state_dict(), "args": argparse.Namespace(arch="mobilenet", lr=0.5),
        "accuracy": numpy.float64(0.5), "ema": net.state_dict(), "path": Path("/data"),
        "random": numpy.random.RandomState(1).get_state(), "done": True, "log": ["a", "b"],
    }


def main():
    torch.manual_seed(1)
    FOLDER.mkdir(exist_ok=True)
    torch.save(views(), FOLDER / "views.pth")
    torch.save(views(), FOLDER / "views-legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(types(), FOLDER / "types.pth")
    torch.save(types(), FOLDER / "types-4.pth", pickle_protocol=4)
    torch.save(training(), FOLDER / "training.pth")
    torch.save(training(), FOLDER / "training-5.pth", pickle_protocol=5)
    torch.save(training(), FOLDER / "training-legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(Net(), FOLDER / "whole.pth")
    safetensors.torch.save_file(types(), FOLDER / "types.safetensors", metadata={"format": "pt"})


if __name__ == "__main__":
    main()
