#!/usr/bin/env python3
"""Fits the weights of the inspection score: fit.py PRIOR.tsv FEATURES > weights.tsv

FEATURES has a line a distribution: label (1 a trick, 0 a twin or a real one), how often it counts, and SIGNAL/PHASE,… as found in it.
The model is a noisy or: chance = 1 - product of (1 - weight). The weights are those of highest posterior chance, each with a Beta prior whose
mean is PRIOR's and that counts as STRENGTH observations, so that what no sample has keeps a weight of its own.
"""
import math
import sys

PHASES = ["INSTALL", "START", "IMPORT", "CALL"]
STRENGTH = 4.0

prior = {}
order = []
for line in open(sys.argv[1]):
    name, *weights = line.split()
    order.append(name)
    for phase, weight in zip(PHASES, weights):
        prior[name + "/" + phase] = min(max(float(weight), 0.001), 0.995)

samples = []
for line in open(sys.argv[2]):
    label, count, features = (line.rstrip("\n") + "\t").split("\t")[:3]
    samples.append((int(label), float(count), [f for f in features.split(",") if f]))

# the heaviest phase of a signal is the one that counts
def counted(features):
    best = {}
    for f in features:
        name, phase = f.split("/")
        rank = PHASES.index(phase)
        if name not in best or rank < best[name]:
            best[name] = rank
    return [name + "/" + PHASES[rank] for name, rank in best.items()]

samples = [(y, n, counted(f)) for y, n, f in samples]
theta = {f: math.log(w / (1 - w)) for f, w in prior.items()}
weight = dict(prior)
for step in range(3000):
    slope = {f: STRENGTH * (prior[f] - weight[f]) for f in theta}
    for y, n, features in samples:
        innocent = math.prod(1 - weight[f] for f in features)
        chance = min(max(1 - innocent, 1e-6), 1 - 1e-6)
        for f in features:
            # d log-likelihood / d logit(weight)
            slope[f] += n * weight[f] * ((1 - chance) / chance if y else -1)
    rate = 0.05 / (1 + step / 500)
    for f in theta:
        theta[f] += rate * max(-2.0, min(2.0, slope[f]))
        weight[f] = 1 / (1 + math.exp(-theta[f]))
print("# signal, install, start, import, call; by tests/corpus/fit.py")
for name in order:
    print("\t".join([name] + ["%.3f" % weight[name + "/" + phase] for phase in PHASES]))
