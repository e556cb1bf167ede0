#!/usr/bin/env python3
"""Losses of detectors with numpy, to compare Sources/Detection/Loss with.

    Scripts/loss-fixtures.py > Tests/DetectionTests/Losses/losses.json

Written from what the papers, the note and the frameworks define, without the tables and without
Sources: boxes, assignment, targets and terms are made here once more, from the frameworks' own
constants. Answers come from a formula, so that no file holds them: number i of answer k is
((i * 7919 + k * 104729) mod 2003) / 2003 * 8 - 4, rounded to single precision. Needs numpy.
"""

import itertools
import json
import math

import numpy as np


def answers(count, output):
    index = np.arange(count, dtype=np.int64)
    values = ((index * 7919 + output * 104729) % 2003) / 2003 * 8 - 4
    return values.astype(np.float32).astype(np.float64)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def cross_entropy(logit, target):
    p = sigmoid(logit)
    return -(target * np.log(p) + (1 - target) * np.log(1 - p))


def corners(boxes):
    """Center and sides to edges."""
    boxes = np.asarray(boxes, dtype=np.float64)
    return np.concatenate(
        [boxes[..., :2] - boxes[..., 2:] / 2, boxes[..., :2] + boxes[..., 2:] / 2], axis=-1)


def overlaps(first, second):
    """Intersection over union of two lists of boxes by their edges."""
    low = np.maximum(first[:, None, :2], second[None, :, :2])
    high = np.minimum(first[:, None, 2:], second[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=2)
    area = lambda boxes: np.clip(boxes[:, 2:] - boxes[:, :2], 0, None).prod(axis=1)
    return shared / (area(first)[:, None] + area(second)[None, :] - shared)


def first_of_largest(values):
    """The first of those that differ from the largest by rounding alone."""
    return int(np.flatnonzero(values >= values.max() - 1e-6)[0])


def rounded(values):
    return [float(f"{value:.12g}") for value in np.asarray(values).ravel()]


# Default boxes, as each framework makes them, in pixels.


def caffe_boxes(maps, sizes, steps, minimum, maximum, ratios):
    boxes = []
    for side, step, low, high, own in zip(sizes, steps, minimum, maximum, ratios):
        for row, column in itertools.product(range(side), range(side)):
            center = ((column + 0.5) * step, (row + 0.5) * step)
            shapes = [(low, low)]
            if high:
                shapes.append((math.sqrt(low * high),) * 2)
            for ratio in own:
                root = math.sqrt(ratio)
                shapes += [(low * root, low / root), (low / root, low * root)]
            boxes += [center + shape for shape in shapes]
    return np.array(boxes)


def mobilenet_ssd():
    sizes = [19, 10, 5, 3, 2, 1]
    return caffe_boxes(
        6, sizes, [300 / side for side in sizes], [60, 105, 150, 195, 240, 285],
        [0, 150, 195, 240, 285, 300], [[2]] + [[2, 3]] * 5)


def vgg_ssd():
    return caffe_boxes(
        6, [38, 19, 10, 5, 3, 1], [8, 16, 32, 64, 100, 300], [30, 60, 111, 162, 213, 264],
        [60, 111, 162, 213, 264, 315], [[2], [2, 3], [2, 3], [2, 3], [2], [2]])


def torchvision_ssdlite():
    scales = [0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 1.0]
    boxes = []
    for index, side in enumerate([20, 10, 5, 3, 2, 1]):
        low, mean = scales[index], math.sqrt(scales[index] * scales[index + 1])
        shapes = [(low, low), (mean, mean)]
        for ratio in [2, 3]:
            root = math.sqrt(ratio)
            shapes += [(low * root, low / root), (low / root, low * root)]
        for row, column in itertools.product(range(side), range(side)):
            boxes += [
                ((column + 0.5) / side, (row + 0.5) / side, min(w, 1), min(h, 1))
                for w, h in shapes]
    return np.array(boxes) * 320


def paddle_ssdlite():
    sizes = [20, 10, 5, 3, 2, 1]
    steps = [16, 32, 64, 107, 160, 320]
    minimum = [32, 64, 121.6, 179.2, 236.8, 294.4]
    maximum = [64, 121.6, 179.2, 236.8, 294.4, 352]
    boxes = []
    for side, step, low, high, own in zip(
            sizes, steps, minimum, maximum, [[2]] + [[2, 3]] * 5):
        shapes = [(low, low)]
        for ratio in own:
            root = math.sqrt(ratio)
            shapes += [(low * root, low / root), (low / root, low * root)]
        shapes.append((math.sqrt(low * high),) * 2)
        for row, column in itertools.product(range(side), range(side)):
            boxes += [((column + 0.5) * step, (row + 0.5) * step) + shape for shape in shapes]
    edges = np.clip(corners(boxes), 0, 320)
    return np.concatenate([(edges[:, :2] + edges[:, 2:]) / 2, edges[:, 2:] - edges[:, :2]], axis=1)


def tensorflow_ssdlite(sides, size):
    scales = [0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 1.0]
    boxes = []
    for index, side in enumerate(sides):
        low, high = scales[index], scales[index + 1]
        if index == 0:
            pairs = [(0.1, 1.0), (low, 2.0), (low, 0.5)]
        else:
            pairs = [(low, ratio) for ratio in [1.0, 2.0, 0.5, 3.0, 0.3333]]
            pairs.append((math.sqrt(low * high), 1.0))
        for row, column in itertools.product(range(side), range(side)):
            boxes += [
                ((column + 0.5) / side, (row + 0.5) / side, scale * math.sqrt(ratio),
                 scale / math.sqrt(ratio)) for scale, ratio in pairs]
    return np.array(boxes) * size


# SSD


def smooth_l1(x):
    return np.where(np.abs(x) < 1, x * x / 2, np.abs(x) - 0.5)


def suppressed(boxes, scores, threshold, most):
    order, kept = np.argsort(-scores, kind="stable"), []
    for index in order:
        if len(kept) == most:
            break
        if not kept or overlaps(boxes[[index]], boxes[kept]).max() <= threshold:
            kept.append(index)
    return kept


def ssd(name, boxes, truths, classes, background, order="xywh", kind="softmax", mining=None):
    truths_boxes = np.array([truth[:4] for truth in truths])
    labels = [truth[4] for truth in truths]
    iou = overlaps(corners(boxes), corners(truths_boxes))
    owner = np.where(iou.max(axis=1) >= 0.5, iou.argmax(axis=1), -1)
    for truth in range(len(truths)):
        owner[first_of_largest(iou[:, truth])] = truth
    positive = np.flatnonzero(owner >= 0)
    negative = np.flatnonzero(owner < 0)
    count = len(boxes)
    raw = answers(count * 4, 0).reshape(count, 4)
    if order == "yxhw":
        raw = raw[:, [1, 0, 3, 2]]
    scores = answers(count * classes, 1).reshape(count, classes)
    own = truths_boxes[owner[positive]]
    start = boxes[positive]
    printed = np.concatenate(
        [(own[:, :2] - start[:, :2]) / start[:, 2:], np.log(own[:, 2:] / start[:, 2:])], axis=1)
    variances = np.array([0.1, 0.1, 0.2, 0.2])
    label = np.full(count, background)
    label[positive] = [labels[truth] for truth in owner[positive]]
    log_share = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    softmax = -log_share[np.arange(count), label]
    n = len(positive)
    worst = negative[np.argsort(-softmax[negative], kind="stable")][:3 * n]
    paper = {
        "class": (softmax[positive].sum() + softmax[worst].sum()) / n,
        "location": smooth_l1(raw[positive] * variances - printed).sum() / n,
    }
    location = smooth_l1(raw[positive] - printed / variances).sum(axis=1)
    if kind == "softmax":
        program = {"class": paper["class"], "location": location.sum() / n}
    elif kind == "sigmoid":
        one_hot = np.eye(classes)[label]
        losses = cross_entropy(scores, one_hot).sum(axis=1)
        moved = np.concatenate(
            [boxes[:, :2] + 0.1 * raw[:, :2] * boxes[:, 2:], boxes[:, 2:] * np.exp(0.2 * raw[:, 2:])],
            axis=1)
        kept = suppressed(corners(moved), losses, 0.99, 3000)
        kept_positive = [index for index in kept if owner[index] >= 0]
        kept_negative = [index for index in kept if owner[index] < 0]
        kept_negative = kept_negative[:max(3 * len(kept_positive), 3)]
        rows = {index: row for row, index in enumerate(positive)}
        program = {
            "class": losses[kept_positive + kept_negative].sum() / n,
            "location": sum(location[rows[index]] for index in kept_positive) / n,
        }
    else:
        one_hot = np.eye(classes)[label]
        one_hot[negative] = 0
        right = np.where(one_hot == 1, sigmoid(scores), 1 - sigmoid(scores))
        alpha = np.where(one_hot == 1, 0.75, 0.25)
        losses = alpha * (1 - right) ** 2 * cross_entropy(scores, one_hot)
        program = {"class": losses.sum() / n, "location": location.sum() / (4 * n)}
    return {
        "network": name, "truths": truths,
        "positives": [
            {"number": int(number), "agreement": float(iou[number, owner[number]]),
             "printed": rounded(printed[row]), "program": rounded(printed[row] / variances)}
            for row, number in enumerate(positive)],
        "ignored": 0,
        "forms": [{k: float(v) for k, v in form.items()} for form in (paper, program)],
    }


# YOLO

ANCHORS = np.array(
    [[10, 13], [16, 30], [33, 23], [30, 61], [62, 45], [59, 119], [116, 90], [156, 198], [373, 326]],
    dtype=np.float64)


def yolo_answers(sides, classes):
    """For each map rows, columns, anchors, values; the channels of a place are anchor by anchor."""
    return [
        answers(side * side * 3 * (5 + classes), output).reshape(side, side, 3, 5 + classes)
        for output, side in enumerate(sides)]


def yolo_number(sides, level, row, column, anchor):
    """Anchor by anchor, all places of one after the other."""
    return sum(3 * side * side for side in sides[:level]) + (anchor * sides[level] + row) * sides[level] + column


def yolov3(name, truths, size=608, classes=20):
    sides, masks = [size // 32, size // 16, size // 8], [[6, 7, 8], [3, 4, 5], [0, 1, 2]]
    raw = yolo_answers(sides, classes)
    edges = corners([truth[:4] for truth in truths])
    positives, taken = [], {}
    for truth in truths:
        x, y, w, h, label = truth
        shared = np.minimum(ANCHORS[:, 0], w) * np.minimum(ANCHORS[:, 1], h)
        shape = shared / (ANCHORS.prod(axis=1) + w * h - shared)
        best = int(shape.argmax())
        level = next(i for i, mask in enumerate(masks) if best in mask)
        side, step = sides[level], size / sides[level]
        column, row = int(x / step), int(y / step)
        anchor = masks[level].index(best)
        target = [x / step - column, y / step - row, math.log(w / ANCHORS[best, 0]),
                  math.log(h / ANCHORS[best, 1])]
        positives.append((level, row, column, anchor, target, label, 2 - w * h / size / size,
                          shape[best]))
        taken[level, row, column, anchor] = True
    ignored, objectness, objectness_all = 0, 0.0, 0.0
    for level, side in enumerate(sides):
        step = size / side
        values = raw[level]
        column, row = np.meshgrid(np.arange(side), np.arange(side))
        shape = ANCHORS[masks[level]]
        boxes = np.stack([
            (sigmoid(values[..., 0]) + column[..., None]) * step,
            (sigmoid(values[..., 1]) + row[..., None]) * step,
            shape[:, 0] * np.exp(values[..., 2]), shape[:, 1] * np.exp(values[..., 3])], axis=-1)
        best = overlaps(corners(boxes.reshape(-1, 4)), edges).max(axis=1).reshape(side, side, 3)
        for index in np.ndindex(side, side, 3):
            loss = cross_entropy(values[index][4], 1.0 if (level, *index) in taken else 0.0)
            objectness_all += loss
            if (level, *index) not in taken and best[index] > 0.7:
                ignored += 1
            else:
                objectness += loss
    total = sum(3 * side * side for side in sides)
    n = len(positives)
    note = {"objectness": objectness_all / total, "class": 0.0, "location": 0.0}
    program = {"objectness": objectness, "class": 0.0, "center": 0.0, "size": 0.0}
    for level, row, column, anchor, target, label, scale, _ in positives:
        values = raw[level][row, column, anchor]
        own = cross_entropy(values[5:], np.eye(classes)[label]).sum()
        note["class"] += own / n
        program["class"] += own
        predicted = np.concatenate([sigmoid(values[:2]), values[2:4]])
        note["location"] += ((predicted - target) ** 2).sum() / n
        program["center"] += scale * cross_entropy(values[:2], np.array(target[:2])).sum()
        program["size"] += scale * np.abs(values[2:4] - target[2:]).sum()
    return {
        "network": name, "truths": truths,
        "positives": [
            {"number": yolo_number(sides, level, row, column, anchor), "agreement": float(shape),
             "printed": rounded(target), "program": rounded(target)}
            for level, row, column, anchor, target, _, _, shape in positives],
        "ignored": ignored,
        "forms": [{k: float(v) for k, v in form.items()} for form in (note, program)],
    }


def complete_overlap(first, second):
    (x1, y1, w1, h1), (x2, y2, w2, h2) = first, second
    iou = float(overlaps(corners([first]), corners([second]))[0, 0])
    a, b = corners(first), corners(second)
    wide = max(a[2], b[2]) - min(a[0], b[0])
    high = max(a[3], b[3]) - min(a[1], b[1])
    shape = 4 / math.pi ** 2 * (math.atan(w2 / h2) - math.atan(w1 / h1)) ** 2
    weight = shape / (shape - iou + 1)
    return iou - ((x1 - x2) ** 2 + (y1 - y2) ** 2) / (wide ** 2 + high ** 2) - weight * shape


def yolov5(name, truths, size=640, classes=80):
    sides = [size // 8, size // 16, size // 32]
    raw = yolo_answers(sides, classes)
    positives = []
    form = {"objectness": 0.0, "class": 0.0, "location": 0.0}
    for level, side in enumerate(sides):
        step = size / side
        found = []
        for truth in truths:
            x, y, w, h = [value / step for value in truth[:4]]
            for anchor in range(3):
                shape = ANCHORS[3 * level + anchor] / step
                ratio = max(w / shape[0], shape[0] / w, h / shape[1], shape[1] / h)
                if ratio >= 4:
                    continue
                shifts = [(0, 0)]
                if x % 1 < 0.5 and x > 1:
                    shifts.append((0.5, 0))
                if y % 1 < 0.5 and y > 1:
                    shifts.append((0, 0.5))
                if (side - x) % 1 < 0.5 and side - x > 1:
                    shifts.append((-0.5, 0))
                if (side - y) % 1 < 0.5 and side - y > 1:
                    shifts.append((0, -0.5))
                for dx, dy in shifts:
                    column = min(max(int(x - dx), 0), side - 1)
                    row = min(max(int(y - dy), 0), side - 1)
                    found.append((truth, row, column, anchor, shape, ratio, (x, y, w, h)))
        targets = np.zeros((side, side, 3))
        for truth, row, column, anchor, shape, ratio, own in found:
            values = raw[level][row, column, anchor]
            center = 2 * sigmoid(values[:2]) - 0.5
            sides_of = (2 * sigmoid(values[2:4])) ** 2 * shape
            target = [own[0] - column, own[1] - row, own[2], own[3]]
            overlap = complete_overlap([*center, *sides_of], target)
            form["location"] += 0.05 * (1 - overlap) / len(found)
            targets[row, column, anchor] = max(overlap, 0)
            form["class"] += 0.5 * classes / 80 * cross_entropy(
                values[5:], np.eye(classes)[truth[4]]).mean() / len(found)
            positives.append({
                "number": yolo_number(sides, level, row, column, anchor), "agreement": float(ratio),
                "printed": [], "program": rounded(target)})
        loss = cross_entropy(raw[level][..., 4], targets).mean()
        form["objectness"] += [4, 1, 0.4][level] * (size / 640) ** 2 * loss
    return {
        "network": name, "truths": truths, "positives": positives, "ignored": 0,
        "forms": [{k: float(v) for k, v in form.items()}],
    }


def main():
    # Center and sides in pixels of the input, class; exact in single precision.
    one = [[150.5, 130.25, 120.0, 150.0, 8]]
    two = one + [[60.0, 220.0, 50.0, 44.0, 12]]
    small = [[100.0, 47.0, 9.0, 7.0, 5]]
    cases = []
    for truths in (one, two, small):
        cases += [
            ssd("ssd-mobilenet-v1", mobilenet_ssd(), truths, 21, 0),
            ssd("ssd-vgg16", vgg_ssd(), truths, 21, 0),
            ssd("ssdlite-mobilenet-v3-large", torchvision_ssdlite(), truths, 91, 0),
            ssd("ssdlite-mobilenet-v3-large@paddle", paddle_ssdlite(), truths, 81, 80),
            ssd("ssdlite-mobilenet-v2", tensorflow_ssdlite([19, 10, 5, 3, 2, 1], 300), truths, 91, 0,
                "yxhw", "sigmoid"),
            ssd("ssdlite-mobilenet-v3-small", tensorflow_ssdlite([20, 10, 5, 3, 2, 1], 320), truths,
                91, 0, "yxhw", "focal"),
            yolov3("yolov3-mobilenet-v3-large", truths),
            yolov5("yolov5-mobilenet-v3-small", truths),
        ]
    large = [[300.0, 310.0, 380.0, 410.0, 14], [77.0, 500.0, 30.0, 90.0, 3]]
    cases += [yolov3("yolov3-mobilenet-v3-large", large), yolov5("yolov5-mobilenet-v3-small", large)]
    print(json.dumps(cases, indent=1))


main()
