# A ViT in plain PyTorch: the peer of "speed". Reads one line per command, writes the seconds that it took.
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

batch, size, patch, dim, depth, heads, mlp, classes, threads = (int(a) for a in sys.argv[1:10])
torch.set_num_threads(threads)
torch.manual_seed(1)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(dim, 1e-6), nn.LayerNorm(dim, 1e-6)
        self.qkv, self.out = nn.Linear(dim, 3 * dim), nn.Linear(dim, dim)
        self.wide, self.narrow = nn.Linear(dim, mlp), nn.Linear(mlp, dim)

    def forward(self, x):
        b, n, d = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(b, n, 3, heads, d // heads).permute(2, 0, 3, 1, 4).unbind(0)
        a = ((q * (d // heads) ** -0.5) @ k.transpose(-2, -1)).softmax(-1) @ v
        x = x + self.out(a.transpose(1, 2).reshape(b, n, d))
        return x + self.narrow(F.gelu(self.wide(self.norm2(x)), approximate="tanh"))


class Vit(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Conv2d(3, dim, patch, patch)
        self.cls = nn.Parameter(torch.zeros(1, 1, dim))
        self.positions = nn.Parameter(0.02 * torch.randn(1, (size // patch) ** 2 + 1, dim))
        self.blocks = nn.Sequential(*[Block() for _ in range(depth)])
        self.norm, self.head = nn.LayerNorm(dim, 1e-6), nn.Linear(dim, classes)

    def forward(self, x):
        x = self.embed(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(x.shape[0], -1, -1), x], 1) + self.positions
        return self.head(self.norm(self.blocks(x))[:, 0])


model = Vit()
optimizer = torch.optim.SGD(model.parameters(), 0.01, momentum=0.9)
x, y = torch.randn(batch, 3, size, size), torch.arange(batch) % classes


def infer():
    with torch.no_grad():
        model(x)


def train():
    optimizer.zero_grad(set_to_none=True)
    logits = model(x)
    F.cross_entropy(logits.float(), y).backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()


print("ready", torch.__version__, torch.get_num_threads(), flush=True)
for line in sys.stdin:
    what, precision = line.split()
    start = time.perf_counter()
    with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bfloat16"):
        (train if what == "train" else infer)()
    print(time.perf_counter() - start, flush=True)
