"""The divergence of models that are nearly equal: our command's, and that of
PyTorch's kl_div of both log-softmaxes."""

import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import kl_div, log_softmax

from ..way import OURS
from . import inputs
from .exact import Wide

SHAPE = 40, 32_000
CHANGES = [1e-2, 1e-3, 1e-4, 1e-5]


def models():
    """Logits, and others that are close to them, by name."""
    random = np.random.default_rng(inputs.SEED)
    logits = random.standard_normal(SHAPE).astype(np.float32)
    noise = random.standard_normal(SHAPE)
    for size in CHANGES:
        yield f"changed by {size:.0e}".replace("e-0", "e-"), logits, (
            logits + size * noise).astype(np.float32)
    for type_ in torch.bfloat16, torch.float16:
        copy = torch.from_numpy(logits).to(type_).float().numpy()
        yield f"copy in {str(type_).removeprefix('torch.')}", logits, copy


def exact(logits, others):
    """Σ p (log p − log q) of each sample."""
    logs, other_logs = (
        x - np.log(np.exp(x).sum(axis=1))[:, None]
        for x in (logits.astype(Wide), others.astype(Wide)))
    return (np.exp(logs) * (logs - other_logs)).sum(axis=1)


def of_command(command, logits, others):
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("a.npy", "b.npy")]
        for file, x in zip(files, (logits, others)):
            np.save(file, x)
        found = json.loads(subprocess.run(
            [command, "compare", "--json", *files],
            check=True, capture_output=True).stdout)
    return found["meanDivergence"], found["maximumDivergence"]


def of_torch(logits, others):
    logs, other_logs = (
        log_softmax(torch.from_numpy(x), 1) for x in (logits, others))
    found = kl_div(other_logs, logs, reduction="none", log_target=True).sum(1)
    return found.double().mean().item(), found.max().item()


def measured(command):
    """Relative errors of the mean and of the largest."""
    torch.set_num_threads(1)
    rows = []
    for name, logits, others in models():
        true = exact(logits, others)
        true = float(true.mean()), float(true.max())
        rows.append({"models": name, "mean": true[0], "errors": {
            peer: [abs(ours / right - 1) for ours, right in zip(found, true)]
            for peer, found in (
                (OURS, of_command(command, logits, others)),
                ("PyTorch", of_torch(logits, others)))}})
    return rows
