"""A small transformer on the words of texts that the machine has."""

import gzip
import re
from collections import Counter
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

LICENCES = Path("/usr/share/common-licenses")
MANUAL = Path("/usr/share/man")
WORD = re.compile(r"[a-z]+|[^\sa-z]")
# Lines that are requests to troff, and its escapes.
REQUEST, ESCAPE = re.compile(r"^[.'].*$", re.M), re.compile(r"\\f.|\\[&/,|]|\\")


def texts():
    for path in sorted(LICENCES.glob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.read_text(errors="ignore")
    for path in sorted(MANUAL.glob("man[1578]/*.gz")):
        if not path.is_symlink():
            page = gzip.decompress(path.read_bytes()).decode(errors="ignore")
            yield ESCAPE.sub("", REQUEST.sub("", page))


def words(most):
    """The first of all words, as many as that if there are."""
    found = []
    for text in texts():
        found += WORD.findall(text.lower())
        if len(found) > most:
            break
    if len(found) < 10_000:
        raise SystemExit(f"There are no texts in {LICENCES} or {MANUAL}.")
    return found


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(2))
        self.queries = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.hidden = nn.Sequential(
            nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)
        )

    def forward(self, x):
        parts = self.queries(self.norms[0](x))
        parts = parts.unflatten(-1, (3, self.heads, -1))
        q, k, v = parts.movedim(-3, 0).transpose(-2, -3)
        seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(seen.transpose(-2, -3).flatten(-2))
        return x + self.hidden(self.norms[1](x))


class Transformer(nn.Module):
    """All but the head; a row of features for each word."""

    def __init__(self, classes, width, layers, length):
        super().__init__()
        self.words = nn.Embedding(classes, width)
        self.places = nn.Parameter(torch.randn(length, width) / 10)
        self.blocks = nn.Sequential(*(Block(width, 4) for _ in range(layers)))
        self.norm = nn.LayerNorm(width)

    def forward(self, words):
        x = self.words(words) + self.places
        return self.norm(self.blocks(x)).flatten(0, 1)


class Words:
    def __init__(self, quick, batch=None):
        text = words(most=30_000 if quick else 500_000)
        classes = 500 if quick else 16_000
        self.width, self.layers = (32, 1) if quick else (128, 2)
        self.length = 16 if quick else 64
        self.batch = batch or (16 if quick else 8)
        self.steps = 20 if quick else 120
        common = [word for word, _ in Counter(text).most_common(classes - 1)]
        # The first class is that of all words which are not among them.
        index = {word: i for i, word in enumerate(common, 1)}
        self.classes = len(common) + 1
        self.text = torch.tensor([index.get(word, 0) for word in text])
        self.about = {
            "samples": self.batch * self.length,
            "classes": self.classes,
            "features": self.width,
        }

    def model(self):
        body = Transformer(self.classes, self.width, self.layers, self.length)
        return body, nn.Linear(self.width, self.classes)

    def inputs(self, step):
        generator = torch.Generator().manual_seed(step)
        starts = torch.randint(
            len(self.text) - self.length, (self.batch,), generator=generator
        )
        rows = torch.stack(
            [self.text[i : i + self.length + 1] for i in starts.tolist()]
        )
        return rows[:, :-1], rows[:, 1:].flatten()
