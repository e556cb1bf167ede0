"""The networks of d-li14's mobilenetv2.pytorch and mobilenetv3.pytorch: for witness-torch.py.

Written down once more, from what those repositories say: kinds of modules, their order and names, numbers.
"""

from torch import nn

VERSION = "of 2020"

# Factor of expansion, channels, repeats and first stride.
V2 = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
      (6, 320, 1, 1)]
# Window, factor of expansion, channels, gate, whether the activation is h-swish, stride.
V3 = {
    "large": [
        (3, 1, 16, 0, 0, 1), (3, 4, 24, 0, 0, 2), (3, 3, 24, 0, 0, 1), (5, 3, 40, 1, 0, 2),
        (5, 3, 40, 1, 0, 1), (5, 3, 40, 1, 0, 1), (3, 6, 80, 0, 1, 2), (3, 2.5, 80, 0, 1, 1),
        (3, 2.3, 80, 0, 1, 1), (3, 2.3, 80, 0, 1, 1), (3, 6, 112, 1, 1, 1), (3, 6, 112, 1, 1, 1),
        (5, 6, 160, 1, 1, 2), (5, 6, 160, 1, 1, 1), (5, 6, 160, 1, 1, 1)],
    "small": [
        (3, 1, 16, 1, 0, 2), (3, 4.5, 24, 0, 0, 2), (3, 3.67, 24, 0, 0, 1), (5, 4, 40, 1, 1, 2),
        (5, 6, 40, 1, 1, 1), (5, 6, 40, 1, 1, 1), (5, 3, 48, 1, 1, 1), (5, 3, 48, 1, 1, 1),
        (5, 6, 96, 1, 1, 2), (5, 6, 96, 1, 1, 1), (5, 6, 96, 1, 1, 1)],
}
HIDDEN = {"large": 1280, "small": 1024}


def divisible(value):
    """The nearest multiple of 8, but not below nine tenths."""
    rounded = max(8, int(value + 4) // 8 * 8)
    return rounded if rounded >= 0.9 * value else rounded + 8


def layers(inputs, channels, kernel=1, stride=1, groups=1):
    return [nn.Conv2d(inputs, channels, kernel, stride, kernel // 2, groups=groups, bias=False),
            nn.BatchNorm2d(channels)]


class Gate(nn.Module):
    def __init__(self, channels):
        super().__init__()
        squeezed = divisible(channels // 4)
        self.fc = nn.Sequential(
            nn.Linear(channels, squeezed), nn.ReLU(), nn.Linear(squeezed, channels), nn.Hardsigmoid())

    def forward(self, x):
        return x * self.fc(x.mean((2, 3)))[:, :, None, None]


class Block(nn.Module):
    """An inverted residual; its gate is before the activation, unless the block does not widen."""

    def __init__(self, inputs, expanded, channels, kernel, stride, activation, gate=None):
        super().__init__()
        self.adds = stride == 1 and inputs == channels
        wide = layers(expanded, expanded, kernel, stride, expanded)
        gates = [] if gate is None else [Gate(expanded) if gate else nn.Identity()]
        project = layers(expanded, channels)
        self.conv = nn.Sequential(*(
            wide + [activation()] + gates + project if inputs == expanded else
            layers(inputs, expanded) + [activation()] + wide + gates + [activation()] + project))

    def forward(self, x):
        return x + self.conv(x) if self.adds else self.conv(x)


class Network(nn.Module):
    def __init__(self, features, conv, classifier):
        super().__init__()
        self.features, self.conv, self.classifier = nn.Sequential(*features), conv, classifier

    def forward(self, x):
        return self.classifier(self.conv(self.features(x)).mean((2, 3)))


def mobilenetv2(width_mult=1.0, num_classes=1000):
    inputs = divisible(32 * width_mult)
    features = [nn.Sequential(*layers(3, inputs, 3, 2), nn.ReLU6())]
    for factor, channels, repeats, stride in V2:
        for index in range(repeats):
            outputs = divisible(channels * width_mult)
            features.append(Block(
                inputs, inputs * factor, outputs, 3, stride if index == 0 else 1, nn.ReLU6))
            inputs = outputs
    last = divisible(1280 * max(width_mult, 1))
    return Network(features, nn.Sequential(*layers(inputs, last), nn.ReLU6()), nn.Linear(last, num_classes))


def mobilenetv3(mode, width_mult=1.0, num_classes=1000):
    inputs = divisible(16 * width_mult)
    features = [nn.Sequential(*layers(3, inputs, 3, 2), nn.Hardswish())]
    for kernel, factor, channels, gate, swish, stride in V3[mode]:
        expanded, outputs = divisible(inputs * factor), divisible(channels * width_mult)
        features.append(Block(
            inputs, expanded, outputs, kernel, stride, nn.Hardswish if swish else nn.ReLU, bool(gate)))
        inputs = outputs
    hidden = divisible(HIDDEN[mode] * max(width_mult, 1))
    return Network(
        features, nn.Sequential(*layers(inputs, expanded), nn.Hardswish()),
        nn.Sequential(nn.Linear(expanded, hidden), nn.Hardswish(), nn.Dropout(0.2),
                      nn.Linear(hidden, num_classes)))


def define(model, **options):
    if model == "mobilenetv2": return mobilenetv2(**options)
    return mobilenetv3(model.removeprefix("mobilenetv3_"), **options)
