"""Makes the files beside it with the formats' own writers: NumPy 1.24, PyTorch 1.13, msgpack 1.0.

python3 make.py FOLDER. Every array named "n" holds 0, 1, .. n-1 in its shape, so that the tests need no copy of it.
"""
import sys
from collections import OrderedDict

import msgpack
import numpy as np
import torch

folder = sys.argv[1]


def upto(shape, dtype):
    return np.arange(int(np.prod(shape))).reshape(shape).astype(dtype)


arrays = {
    "Transformer/encoderblock_0/kernel": upto((2, 3), "<f4"),
    "column_major": np.asfortranarray(upto((2, 3, 2), "<f8")),
    "half": upto((4,), "<f2"),
    "bfloat16": (upto((3,), "<f4").view("<u4") >> 16).astype("<u2").view("V2"),
    "long": upto((2, 2), "<i8"),
    "int": upto((2,), "<i4"),
    "byte": upto((5,), "u1"),
    "step": np.int64(0),
}
np.savez(f"{folder}/stored.npz", **arrays)
np.savez_compressed(f"{folder}/deflated.npz", **arrays)


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.head = torch.nn.Linear(3, 2)
        self.head.weight.data = torch.arange(6.0).reshape(2, 3)
        self.head.bias.data = torch.arange(2.0)
        self.register_buffer("count", torch.tensor(0))


whole = torch.arange(24.0)
torch.save(Net().state_dict(), f"{folder}/state_dict.bin")
torch.save({
    "model": OrderedDict(Net().state_dict()),
    "parameter": torch.nn.Parameter(torch.arange(4.0)),
    "shared.a": whole[:6].view(2, 3),
    "shared.b": whole.view(4, 6).t().contiguous().t(),
    "turned": torch.arange(6).reshape(3, 2).t().contiguous().t(),
    "bfloat16": torch.arange(3.0).bfloat16(),
    "half": torch.arange(4.0).half(),
    "double": torch.arange(2.0).double(),
    "byte": torch.arange(5).byte(),
    "int": torch.arange(2).int(),
    "truth": torch.tensor([False, True]),
    "none": torch.zeros(0, 3),
    "shape": torch.Size([0, 1]),
    "epoch": 0,
    "lr": 0.0,
    "arch": "vit",
    "nothing": None,
}, f"{folder}/nested.pth")
torch.save(Net().state_dict(), f"{folder}/legacy.pth", _use_new_zipfile_serialization=False)
torch.save({"net": Net()}, f"{folder}/module.pth")
torch.jit.script(torch.nn.Linear(1, 1)).save(f"{folder}/script.pt")


def ext(value):  # flax/serialization.py, _msgpack_ext_pack
    if isinstance(value, np.ndarray):
        return msgpack.ExtType(1, data(value))
    if isinstance(value, np.generic):
        return msgpack.ExtType(3, data(np.asarray(value)))
    if isinstance(value, complex):
        return msgpack.ExtType(2, msgpack.packb((value.real, value.imag)))
    return value


def data(array):  # flax/serialization.py, _ndarray_to_bytes
    return msgpack.packb((array.shape, array.dtype.name, array.tobytes("C")), use_bin_type=True)


tree = {
    "optimizer": {"target": {
        "encoder_norm": {"scale": upto((4,), "<f4"), "bias": upto((4,), "<f4")},
        "large": {
            "__msgpack_chunked_array__": True,
            "shape": {"0": 3, "1": 2},
            "chunks": {"0": upto((6,), "<f4")[:4], "1": upto((6,), "<f4")[4:]},
        },
    }},
    "global_step": 0,
    "step": np.int32(0),
    "rng": upto((2,), "<u4"),
    "accum_train_time": 0.0,
    "metadata": {"name": "polyvit", "complex": 1 + 2j, "empty": {}},
}
with open(f"{folder}/checkpoint.msgpack", "wb") as f:
    f.write(msgpack.packb(tree, default=ext, strict_types=True))
