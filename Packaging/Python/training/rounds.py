"""Models that differ in their loss alone, trained side by side."""

import random
import statistics
import time

import torch
from ways import PYTORCH, WAYS


class Training:
    """A model, always with the same numbers at first."""

    def __init__(self, task, way):
        torch.manual_seed(1)
        self.task, self.loss = task, WAYS[way]
        self.body, self.head = task.model()
        parameters = [*self.body.parameters(), *self.head.parameters()]
        self.optimizer = torch.optim.Adam(parameters, 3e-3)
        self.losses, self.seconds = [], []

    def step(self, inputs, targets):
        start = time.perf_counter()
        self.optimizer.zero_grad()
        loss = self.loss(self.head, self.body(inputs), targets)
        loss.backward()
        self.optimizer.step()
        self.seconds.append(time.perf_counter() - start)
        self.losses.append(loss.item())


def train(task):
    """What each way has found and taken; in a round each takes one step, their
    order is another one each time."""
    trainings = {way: Training(task, way) for way in WAYS}
    order = list(trainings.values())
    shuffle = random.Random(1).shuffle
    for step in range(task.steps):
        batch = task.inputs(step)
        shuffle(order)
        for training in order:
            training.step(*batch)
    exact = trainings[PYTORCH].losses
    return {
        way: {
            "seconds a step": statistics.median(training.seconds),
            "losses": [float(f"{loss:.8g}") for loss in training.losses],
            "largest difference of a loss, relative": max(
                abs(x - y) / y for x, y in zip(training.losses, exact)
            ),
        }
        for way, training in trainings.items()
    }
