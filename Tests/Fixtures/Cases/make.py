"""Makes the files beside it: x.npy (12 × 5, float32) and y.npy (12 labels) the
way each program saves them.
Python 3.11.7, NumPy 2.4, PyTorch 2.13.0 (CPU).

The loss, by torch.nn.functional.cross_entropy in float64, is 2.497685718, and 2
of 12 predictions are right. In bfloat16.* the logits are rounded:
2.497383818 to the nearest (PyTorch), 2.492715 toward zero.

logits.kld is not x.npy: it is what llama-perplexity --save-all-logits writes for
random logits of 5 tokens, 3 contexts of 8, and other.kld is that of a model that is
near. Their losses and divergences are printed.
"""

import json
import pathlib
import struct

import numpy as np
import torch

folder = pathlib.Path(__file__).parent
x, y = np.load(folder / "x.npy"), np.load(folder / "y.npy")
tensor, labels = torch.from_numpy(x), torch.from_numpy(y)


def loss(logits):
    return torch.nn.functional.cross_entropy(
        torch.as_tensor(logits).double(), labels.long()
    ).item()


def truncated(x):
    """The upper halves of Floats, as two bytes of no type."""
    bits = np.ascontiguousarray(x).view(np.uint32) >> 16
    return bits.astype("<u2")


expected = {"loss": loss(x), "bfloat16": loss(tensor.bfloat16())}
halves = truncated(x)
expected["truncated"] = loss(
    (halves.astype("<u4") << 16).view(np.float32).reshape(x.shape)
)

np.save(folder / "big_endian.npy", x.astype(">f4"))
np.save(folder / "fortran.npy", np.asfortranarray(x))
np.save(folder / "fortran_big_endian.npy", np.asfortranarray(x.astype(">f8")))
np.save(folder / "bfloat16.npy", halves.view("V2"))
np.save(folder / "y_one_hot.npy", np.eye(5, dtype=np.float32)[y])
np.save(folder / "y_column.npy", y.reshape(-1, 1))
np.save(folder / "y_row.npy", y.reshape(1, -1).astype(np.float16))

np.savez(folder / "both.npz", logits=x, labels=y)
np.savez(folder / "fortran.npz", logits=np.asfortranarray(x), labels=y)
np.savez_compressed(folder / "compressed.npz", logits=x, labels=y)
np.savez_compressed(
    folder / "compressed_big_endian.npz", x=x.astype(">f8"), y=y.astype(">i4")
)
np.savez_compressed(
    folder / "compressed_fortran.npz", logits=np.asfortranarray(x), labels=y
)

torch.save(tensor, folder / "x.pt")
torch.save({"logits": tensor, "labels": labels}, folder / "both.pt")
torch.save([tensor[:6], tensor[6:]], folder / "list.pt")
torch.save(tensor.t().contiguous().t(), folder / "transposed.pt")
torch.save({"a": {"b": tensor.double()}, "n": 3, "s": "text"}, folder / "nested.pt")
torch.save(torch.nn.Parameter(tensor), folder / "parameter.pt")
torch.save({"logits": tensor.bfloat16()}, folder / "bfloat16.pt", pickle_protocol=4)
torch.save(torch.nn.Linear(2, 2), folder / "module.pt")
torch.save(tensor.expand(2, 12, 5), folder / "expanded.pt")
torch.save(tensor, folder / "old.pt", _use_new_zipfile_serialization=False)

np.savetxt(folder / "x.txt", x, fmt="%.9g")
np.savetxt(folder / "y.txt", y, fmt="%d")
np.savetxt(
    folder / "x.csv", x, fmt="%.9g", delimiter=",", header="a,b,c,d,e", comments=""
)

random = np.random.default_rng(1)
length, vocabulary, contexts = 8, 5, 3
tokens = random.integers(0, vocabulary, (contexts, length)).astype("<i4")


def logarithms(path, rows):
    """Writes rows of logits, and returns the logarithms that the file has."""
    rounded = []
    with open(path, "wb") as file:
        file.write(b"_logits_" + struct.pack("<iii", length, vocabulary, contexts))
        file.write(tokens.tobytes())
        for row in rows:
            maximum = row.max()
            minimum = max(row.min(), maximum - 16)
            normalizer = np.float32(np.log(np.exp(row - maximum).sum()))
            scale = np.float32((maximum - minimum) / 65535)
            start = np.float32(minimum - maximum - normalizer)
            q = np.rint((row - minimum) / scale).clip(0).astype("<u2")
            file.write(struct.pack("<ff", scale, start) + q.tobytes() + b"\0\0")
            rounded.append(torch.from_numpy(scale * q.astype(np.float32) + start))
    return torch.stack(rounded).double()


positions = [range(length // 2, length - 1) for _ in range(contexts)]
rows = [
    (3 * random.normal(size=vocabulary)).astype(np.float32)
    for context in positions for _ in context
]
base = logarithms(folder / "logits.kld", rows)
scored = torch.from_numpy(tokens[:, length // 2 + 1:].reshape(-1)).long()
expected["logarithms"] = torch.nn.functional.cross_entropy(base, scored).item()

# The same text by another model.
other = logarithms(
    folder / "other.kld",
    [(row + 0.2 * random.normal(size=vocabulary)).astype(np.float32) for row in rows],
)
logP, logQ = base.log_softmax(-1), other.log_softmax(-1)
logM = torch.logaddexp(logP, logQ) - np.log(2)


def divergence(of, from_):
    return torch.nn.functional.kl_div(
        from_, of, reduction="batchmean", log_target=True
    ).item()


expected["divergence"] = divergence(logP, logQ)
expected["reverseDivergence"] = divergence(logQ, logP)
expected["jensenShannon"] = (divergence(logP, logM) + divergence(logQ, logM)) / 2
expected["otherLogarithms"] = torch.nn.functional.cross_entropy(other, scored).item()
(folder / "expected.json").write_text(json.dumps(expected, indent=2) + "\n")
print(expected)


def safetensors(path, tensors):
    """Bytes of tensors, with the header that the format's documentation shows."""
    header, start = {}, 0
    for name, (dtype, tensor) in tensors.items():
        end = start + tensor.nbytes
        header[name] = {"dtype": dtype, "shape": list(tensor.shape),
                        "data_offsets": [start, end]}
        start = end
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _, tensor in tensors.values():
            file.write(tensor.contiguous().view(torch.uint8).numpy().tobytes())


# All patterns of 8 bits, and what PyTorch makes of them.
patterns = torch.arange(256, dtype=torch.uint8)
e4m3 = patterns.view(torch.float8_e4m3fn)
e5m2 = patterns.view(torch.float8_e5m2)
safetensors(folder / "float8.safetensors", {
    "e4m3": ("F8_E4M3", e4m3), "e4m3 as float": ("F32", e4m3.float()),
    "e5m2": ("F8_E5M2", e5m2), "e5m2 as float": ("F32", e5m2.float()),
})
