"""Makes the TorchScript files of this folder, and what PyTorch itself computes with one of them.

Run in this folder, with PyTorch 2.7: python make_modules.py
"""

import json
import zipfile

import torch
from torch import nn


class Colours(nn.Module):
    """The mean of each channel: an embedder that can be checked by hand. Any size of image."""

    def forward(self, images):
        return images.mean((2, 3))


class Flatten(nn.Module):
    """All values of an image: as many as it has."""

    def forward(self, images):
        return images.flatten(1)


class Features(nn.Module):
    """A map of features where one vector an image is needed."""

    def forward(self, images):
        return images * 2


class Backbone(nn.Module):
    """Learns, has running statistics, and reads its features with view(), as much published code does."""

    def __init__(self):
        super().__init__()
        self.convolution = nn.Conv2d(3, 4, 3, stride=2)
        self.norm = nn.BatchNorm2d(4)
        self.linear = nn.Linear(4 * 3 * 3, 6)

    def forward(self, images):
        features = torch.relu(self.norm(self.convolution(images)))
        return self.linear(features.view(features.size(0), -1))


def ramp():
    """An 8 x 8 RGB image whose samples count up, row by row, channels interleaved; scaled to 0 to 1."""
    samples = torch.arange(8 * 8 * 3, dtype=torch.float32) / 255
    return samples.reshape(1, 8, 8, 3).permute(0, 3, 1, 2).contiguous()


def forget_sources(path):
    """Leaves out what PyTorch keeps for its messages: where on this machine the source lies."""
    with zipfile.ZipFile(path) as archive:
        kept = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in kept:
            if not name.endswith(".debug_pkl"):
                archive.writestr(zipfile.ZipInfo(name), content)


torch.manual_seed(1)
backbone = Backbone()
backbone.norm.running_mean.uniform_(-0.1, 0.1)
backbone.eval()
for name, module in [
    ("colours", Colours()),
    ("flatten", Flatten()),
    ("features", Features()),
    ("backbone", backbone),
]:
    torch.jit.script(module).save(name + ".pt")
    forget_sources(name + ".pt")
torch.save(backbone.state_dict(), "weights-only.pt")
with torch.no_grad(), open("backbone-of-ramp.json", "w") as file:
    json.dump(nn.functional.normalize(backbone(ramp()))[0].tolist(), file)
    file.write("\n")
