"""Knows how learned weights are written in the data file: each beside the value set by hand, with the comments that persons wrote."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from maillage.linkage.evaluating.labelled import DISTINCT, MATCH, UNSURE, Labelled
from maillage.linkage.score import Weights
from maillage.linkage.training.learning import Training

SECTION = re.compile(r"\[(\w+)\]")
VALUE = re.compile(r"(?P<name>\w+)\s*=\s*(?:\{[^}]*\}|[-+.\d]+)(?P<comment>\s*#.*)?")
COMMENT_AT = 56
HEAD = "# Written by `maillage linkage train --write`: what the trained values were learned from, and what they are worth on communes left out, fold by fold."


def write(training: Training, *, today: date, file: Path) -> str:
    """Put learned weights in force in the data file; the new version. What stands there by hand stays. Raise OSError when it cannot be written."""
    before = file.read_text(encoding="utf-8")
    version = next_version(tomllib.loads(before)["version"], today)
    text = rewritten(before, training.weights, version) + section(training, today)
    if tomllib.loads(text)["version"] != version:
        raise ValueError("weights.toml: the line that tells the version was not found.")
    partial = file.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(file)
    return version


def next_version(version: str, today: date) -> str:
    """The version after this one: a year, and a number within it."""
    year, _, number = version.partition("-")
    return f"{today.year}-{int(number) + 1 if year == str(today.year) else 1}"


def rewritten(text: str, weights: Weights, version: str) -> str:
    """The data file with other values, cuts and version, and without what an earlier training wrote."""
    cuts, inside, lines = {"high": weights.high, "low": weights.low, "chain": weights.chain}, "", []
    for line in text.splitlines():
        if named := SECTION.fullmatch(line):
            inside = named[1]
        found = VALUE.fullmatch(line)
        if inside == "training":
            continue
        if line.startswith("version = "):
            lines.append(f'version = "{version}"')
        elif found and inside == "worth" and found["name"] in weights.worth:
            name = found["name"]
            lines.append(_line(name, f"{{ hand = {weights.hand[name]}, trained = {weights.worth[name]} }}", found["comment"]))
        elif found and inside == "cuts":
            lines.append(_line(found["name"], str(cuts[found["name"]]), found["comment"]))
        else:
            lines.append(line)
    return "\n".join(lines).rstrip("\n") + "\n"


def _line(name: str, value: str, comment: str | None) -> str:
    told = f"{name} = {value}"
    return f"{told.ljust(COMMENT_AT)}{comment.strip()}" if comment else told


def section(training: Training, today: date) -> str:
    """What the trained values come from."""
    truth, validation = training.truth, training.left_out
    counts = {label: len(truth.labelled(label)) for label in (MATCH, DISTINCT, UNSURE)}
    told: Mapping[str, Any] = {
        "on": today,
        "labels": counts | {"closed_set": len(truth.closed or ())},
        "digest": digest(truth),
        "strength": training.strength,
        "automatic": {name: validation.pooled["automatic"][name] for name in ("right", "wrong", "recall")},
        "review": {name: validation.pooled["review"][name] for name in ("recall", "per_100")},
    }
    lines = [f"{name} = {toml(value)}" for name, value in told.items()]
    folds = ["folds = [", *(f"    {toml(asdict(fold))}," for fold in validation.folds), "]"]
    return "\n".join(["", "[training]", HEAD, *lines, *folds]) + "\n"


def digest(truth: Labelled) -> str:
    """A number of the judged pairs, to know later whether they are the same ones."""
    return sha256("\n".join(f"{one},{other},{label}" for (one, other), label in sorted(truth.labels.items())).encode()).hexdigest()


def toml(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {toml(told)}" for name, told in value.items() if told is not None) + " }"
    return f'"{value}"' if isinstance(value, str) else str(value)
