"""Numbers by formula, and what is recorded of a tensor: for the scripts that make witnesses or check answers."""

import json

import numpy


def uniform(name, count):
    """The numbers of a name in [-1, 1) (Sources/Inference/Weights/SeededNumbers.swift)."""
    state = 0xCBF29CE484222325
    for byte in name.encode():
        state = (state ^ byte) * 0x100000001B3 % 2**64
    mixed = numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
    mixed += numpy.uint64(state)
    mixed ^= mixed >> numpy.uint64(30)
    mixed *= numpy.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> numpy.uint64(27)
    mixed *= numpy.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> numpy.uint64(31)
    values = (mixed >> numpy.uint64(40)).astype(numpy.float64) * 2.0**-23 - 1
    return values.astype(numpy.float32)


def picture(height, width):
    """The seeded picture: height x width x channels."""
    return uniform("input", 3 * height * width).reshape(3, height, width).transpose(1, 2, 0)


def statistics(values):
    """Moments, ends and a sample of a tensor, channels first."""
    values = numpy.asarray(values, dtype=numpy.float64)
    flat = values.reshape(-1)
    count = len(flat)

    def short(value):
        return float(f"{value:.9g}")

    return {
        "shape": list(values.shape), "mean": float(f"{flat.mean():.12g}"),
        "std": float(f"{flat.std():.12g}"), "min": short(flat.min()), "max": short(flat.max()),
        "first": [short(value) for value in flat[:4]],
        "last": [short(value) for value in flat[-4:]],
        "sample": [short(flat[index * count // 17]) for index in range(1, 17)],
    }


def text(value, depth=0):
    """JSON with one tensor a line."""
    if isinstance(value, dict) and depth < 2:
        inner = ",\n".join(" " * (depth + 1) + json.dumps(key) + ": " + text(item, depth + 1)
                           for key, item in value.items())
        return "{\n" + inner + "\n" + " " * depth + "}"
    return json.dumps(value, ensure_ascii=False)


def largest_difference(found, expected):
    """The largest difference of what two records of a tensor say, in standard deviations of the second."""
    assert found["shape"][0] == expected["shape"][0], f"{found['shape']} is not {expected['shape']}"
    largest = max(
        numpy.abs(numpy.array(found[key]) - numpy.array(expected[key])).max()
        for key in ("mean", "std", "min", "max", "first", "last", "sample"))
    return largest / expected["std"]


def difference(result, output):
    """The largest difference of an answer from a run's output, `output`, in its standard deviations."""
    return largest_difference(statistics(result), output)
