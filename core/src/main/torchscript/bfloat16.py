"""Writes bfloat16.pt, which rounds a tensor to bfloat16: PyTorch can, but DJL has no name for that type.

    python core/src/main/torchscript/bfloat16.py core/src/main/resources/dev/semblance/core/model/bfloat16.pt

Made with torch 2.7.1; PyTorch 2.5 reads it too.
"""

import sys

import torch

module = torch.jit.ScriptModule()
module.define("def forward(self, values):\n    return values.to(torch.bfloat16)\n")
module.save(sys.argv[1])
