#!/usr/bin/env python3
"""Compares scores with their floors.

usage: floors.py SCORE_V1.0.json SCORE_BETA.json     (what score.py --json prints)

The floors stand in floors.json beside this script: FIGURE → [v1.0, beta]. A figure below its floor fails. A figure above it by more
than a rounding fails too, with the line to write: a floor is raised whenever its figure rises. `types.spurious` is better when lower.
"""
import json
import math
import os
import sys

LOWER_IS_BETTER = {"types.spurious"}


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "floors.json")
    floors = json.load(open(path))
    scores = [json.load(open(file)) for file in sys.argv[1:3]]
    bad = 0
    for name, wanted in floors.items():
        for version, score, floor in zip(("v1.0", "beta"), scores, wanted):
            value = score[name]["value"]
            lower = name in LOWER_IS_BETTER
            rounded = (math.ceil if lower else math.floor)(value * 1e4) / 1e4
            worse = rounded > floor if lower else rounded < floor
            better = rounded < floor if lower else rounded > floor
            note = "BELOW THE FLOOR" if worse else "RAISE THE FLOOR" if better else ""
            print(f"{version:5} {name:22} {value:.4f}  floor {floor:.4f} {note}")
            bad += worse or better
    if bad:
        print(f"{bad} figures differ from their floors in {os.path.basename(path)}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
