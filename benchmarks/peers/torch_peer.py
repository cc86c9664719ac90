"""The tutorial's recipe in plain PyTorch: eager, float32, its own number of threads.

The benchmarks run it beside Semblance on the same images, with the same network, loss, optimizer and
batches, and compare. It reads and writes files of raw numbers and prints one line of JSON.

    torch_peer.py steps FOLDER --steps 60             milliseconds per training step
    torch_peer.py embed FOLDER --batches 1,8,32,128   images per second of the network alone
    torch_peer.py train FOLDER --marks 900,2700       trains for so many steps, embedding parts of FOLDER

FOLDER holds, for each part, PART.images (uint8, [n, height, width, channels]) and PART.labels (uint8, [n]),
and shape.json. Training reads the part "training". Embeddings go to PART.MARK.embeddings (float32, [n, dim])
after each of the numbers of steps given with --marks.
"""

import argparse
import json
import os
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

CLASSES_PER_BATCH, EXAMPLES_PER_CLASS = 10, 8
BATCH = CLASSES_PER_BATCH * EXAMPLES_PER_CLASS
DIMENSION = 256


class TutorialConvnet(nn.Module):
    """The network of the tutorial, with the initialisation and constants of Keras."""

    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 64, 3)
        self.norm1 = nn.BatchNorm2d(64, eps=1e-3, momentum=0.01)
        self.conv2 = nn.Conv2d(64, 128, 3)
        self.norm2 = nn.BatchNorm2d(128, eps=1e-3, momentum=0.01)
        self.conv3 = nn.Conv2d(128, 256, 3)
        self.norm3 = nn.BatchNorm2d(256, eps=1e-3, momentum=0.01)
        self.conv4 = nn.Conv2d(256, 256, 3)
        self.embedding = nn.Linear(256, DIMENSION)
        for layer in (self.conv1, self.conv2, self.conv3, self.conv4, self.embedding):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, images):
        x = self.norm1(F.relu(self.conv1(images)))
        x = self.norm2(F.relu(self.conv2(x)))
        x = F.max_pool2d(x, 4)
        x = self.norm3(F.relu(self.conv3(x)))
        x = F.relu(self.conv4(x)).amax((2, 3))
        return F.normalize(self.embedding(x), eps=1e-6)


def multi_similarity(embeddings, labels, alpha=2.0, beta=40.0, epsilon=0.1, lmda=0.5, center=1.0):
    """TensorFlow Similarity's loss over cosine distances, mean over the anchors."""
    distance = (1 - embeddings @ embeddings.T).clamp(min=0)
    same = labels[:, None] == labels[None]
    positive = same & ~torch.eye(len(labels), dtype=torch.bool)
    negative = ~same
    with torch.no_grad():
        nearest = distance.masked_fill(~negative, 4).amin(1, keepdim=True)
        farthest = distance.masked_fill(~positive, -4).amax(1, keepdim=True)
        kept_positive = (positive & (distance > nearest - epsilon)).float()
        kept_negative = (negative & (distance < farthest + epsilon)).float()
        both = (kept_positive.sum(1) > 0) & (kept_negative.sum(1) > 0)
    shifted = distance + lmda - center
    pull = torch.log1p((kept_positive * torch.exp(alpha * shifted)).sum(1)) / alpha
    push = torch.log1p((kept_negative * torch.exp(-beta * shifted)).sum(1)) / beta
    return ((pull + push) * both).mean()


class Batches:
    """Class-balanced batches, without replacement inside a class until it is used up."""

    def __init__(self, labels, seed):
        self.random = np.random.default_rng(seed)
        self.decks = [np.flatnonzero(labels == label) for label in np.unique(labels)]
        self.drawn = [len(deck) for deck in self.decks]

    def next(self):
        classes = min(CLASSES_PER_BATCH, len(self.decks))
        chosen = self.random.permutation(len(self.decks))[:classes]
        return np.concatenate([self.draw(label) for label in chosen])

    def draw(self, label):
        deck = self.decks[label]
        if self.drawn[label] + EXAMPLES_PER_CLASS > len(deck):
            self.random.shuffle(deck)
            self.drawn[label] = 0
        start = self.drawn[label]
        self.drawn[label] += EXAMPLES_PER_CLASS
        return deck[start : start + EXAMPLES_PER_CLASS]


class Part:
    def __init__(self, folder, name, shape):
        self.images = np.fromfile(os.path.join(folder, name + ".images"), np.uint8).reshape(-1, *shape)
        self.labels = np.fromfile(os.path.join(folder, name + ".labels"), np.uint8)

    def batch(self, positions):
        images = torch.from_numpy(self.images[positions]).permute(0, 3, 1, 2).contiguous()
        return images.float().div_(255)


class Learner:
    def __init__(self, training, shape, seed):
        torch.manual_seed(seed)
        self.training = training
        self.batches = Batches(training.labels, seed)
        self.network = TutorialConvnet(shape[2])
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=0.002, eps=1e-7)

    def step(self):
        positions = self.batches.next()
        images = self.training.batch(positions)
        labels = torch.from_numpy(self.training.labels[positions].astype(np.int64))
        loss = multi_similarity(self.network(images), labels)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def embed(self, part, batch=128):
        self.network.eval()
        with torch.no_grad():
            rows = [
                self.network(part.batch(np.arange(start, min(start + batch, len(part.images))))).numpy()
                for start in range(0, len(part.images), batch)
            ]
        self.network.train()
        return np.concatenate(rows)


def median(values):
    return float(np.median(values))


def steps(learner, count):
    for _ in range(5):
        learner.step()
    millis = []
    for _ in range(count):
        start = time.perf_counter()
        learner.step()
        millis.append((time.perf_counter() - start) * 1e3)
    return {"steps": count, "millisPerStep": median(millis), "meanMillisPerStep": float(np.mean(millis))}


def throughput(learner, sizes, seconds):
    network, training = learner.network.eval(), learner.training
    result = {}
    with torch.no_grad():
        for size in sizes:
            images = training.batch(np.arange(size))
            for _ in range(3):
                network(images)
            done, start = 0, time.perf_counter()
            while time.perf_counter() - start < seconds:
                network(images)
                done += size
            result[str(size)] = done / (time.perf_counter() - start)
    return result


def train(learner, folder, parts, marks):
    taken, seconds, result = 0, 0.0, []
    for mark in marks:
        losses = []
        while taken < mark:
            start = time.perf_counter()
            losses.append(learner.step())
            seconds += time.perf_counter() - start
            taken += 1
        for name, part in parts.items():
            learner.embed(part).astype("<f4").tofile(os.path.join(folder, f"{name}.{mark}.embeddings"))
        result.append({"steps": mark, "seconds": seconds, "loss": float(np.mean(losses))})
        print(json.dumps(result[-1]), file=sys.stderr, flush=True)
    return result


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("mode", choices=["steps", "embed", "train"])
    arguments.add_argument("folder")
    arguments.add_argument("--steps", type=int, default=60)
    arguments.add_argument("--batches", default="1,8,32,128")
    arguments.add_argument("--seconds", type=float, default=3)
    arguments.add_argument("--marks", default="900")
    arguments.add_argument("--parts", default="index,calibration,test")
    arguments.add_argument("--seed", type=int, default=42)
    given = arguments.parse_args()
    with open(os.path.join(given.folder, "shape.json"), encoding="utf-8") as file:
        shape = json.load(file)
    learner = Learner(Part(given.folder, "training", shape), shape, given.seed)
    if given.mode == "steps":
        result = steps(learner, given.steps)
    elif given.mode == "embed":
        result = throughput(learner, [int(size) for size in given.batches.split(",")], given.seconds)
    else:
        parts = {name: Part(given.folder, name, shape) for name in given.parts.split(",")}
        result = {"marks": train(learner, given.folder, parts, [int(mark) for mark in given.marks.split(",")])}
    result["torch"] = torch.__version__
    result["threads"] = torch.get_num_threads()
    print(json.dumps(result))


if __name__ == "__main__":
    main()
