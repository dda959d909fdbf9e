"""Values of the losses and optimisers that test/lib/models and test/lib/train hold against.

python -m pip install torch==2.15.0 numpy ; python test/oracle/trainLosses.py
"""
import torch
import torch.nn.functional as F

logits = torch.tensor([[2.0, -1.0, 0.5], [100.0, 0.0, -100.0], [0.0, 0.0, 0.0], [-3.0, 50.0, 50.0]], requires_grad=True)
labels = torch.tensor([0, 2, 1, 1])
for smoothing in (0.0, 0.1):
    each = F.cross_entropy(logits, labels, reduction="none", label_smoothing=smoothing)
    (gradient,) = torch.autograd.grad(each.mean(), logits)
    print("cross_entropy", smoothing, each.tolist(), gradient.tolist())


def track(make, steps=5):
    weight = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)
    optimizer = make([weight])
    for step in range(steps):
        optimizer.zero_grad()
        ((weight * torch.tensor([1.0, 2.0, 0.5])) ** 2).sum().backward()
        optimizer.step()
    return weight.tolist()


print("adam", track(lambda w: torch.optim.Adam(w, lr=0.1)))
print("sgd", track(lambda w: torch.optim.SGD(w, lr=0.05)))
print("momentum", track(lambda w: torch.optim.SGD(w, lr=0.05, momentum=0.9)))
print("nesterov", track(lambda w: torch.optim.SGD(w, lr=0.05, momentum=0.9, nesterov=True)))
