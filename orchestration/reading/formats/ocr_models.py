"""The models that read a line of text off a picture: those that the package rapidocr carries.

They are run by onnxruntime directly: rapidocr itself would fetch what it misses from the network,
and says of a line how sure it is on the whole, not of each character.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import onnxruntime

from orchestration.reading.formats.ocr_picture import Picture

_MODEL = "PP-OCRv6_rec_small.onnx"
_HEIGHT = 48  # dots, of the lines that the model was trained on
_NARROWEST = 48
_BATCH_DOTS = 4096  # the width of a batch, all its lines side by side
_NOTHING = 0  # the model's sign for "no further character here"


# What a figure's digits are taken for where they stand alone.
_ALIKE = {"0": "OoQ〇○", "1": "lI|丨", "-": "—–―－ー", ",": "，"}


class Reading(NamedTuple):
    """A line as read; `odds` tell of each character how sure it is, 0 to 1."""

    text: str
    odds: tuple[float, ...] = ()

    @property
    def sureness(self) -> float:
        """That of the least sure character."""
        return min(self.odds, default=0.0)


@lru_cache(maxsize=1)
def _model() -> tuple[Any, str, Sequence[str]]:
    """The model with the name of its input and its characters; loaded once a process."""
    spec = find_spec("rapidocr")
    folder = Path((spec.submodule_search_locations or [""])[0]) if spec else Path()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # workers use all cores
    options.enable_cpu_mem_arena = False  # what a long line once took would be kept
    session = onnxruntime.InferenceSession(
        str(folder / "models" / _MODEL), options, providers=["CPUExecutionProvider"]
    )
    listed = session.get_modelmeta().custom_metadata_map["character"].split("\n")
    return session, session.get_inputs()[0].name, ["", *listed[:18708], " "]


def read_lines(
    lines: Sequence[Picture], stretch: float = 1.0, *, folds: bool = False
) -> list[Reading]:
    """Read pictures of single lines.

    Args:
        stretch: widens them first, for a second opinion.
        folds: take letters that look like digits for digits.
    """
    scaled = [_scaled(line, stretch) for line in lines]
    readings = [Reading("")] * len(lines)
    for numbers in _batches([line.shape[1] for line in scaled]):
        batch = _padded([scaled[number] for number in numbers])
        session, name, characters = _model()
        odds = session.run(None, {name: batch})[0]
        for number, own in zip(numbers, _folded(odds) if folds else odds, strict=True):
            readings[number] = _decoded(own, characters)
    return readings


def _scaled(line: Picture, stretch: float) -> Picture:
    height, width = line.shape
    wide = max(8, round(width * _HEIGHT / height * stretch))
    way = cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_CUBIC
    scaled: Picture = cv2.resize(line, (wide, _HEIGHT), interpolation=way)
    return scaled


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of lines of about the same width, few enough for one run."""
    batch: list[int] = []
    widest = 0
    for number in sorted(range(len(widths)), key=widths.__getitem__):
        widest = max(_NARROWEST, widths[number])
        if batch and (len(batch) + 1) * widest > _BATCH_DOTS:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _padded(lines: Sequence[Picture]) -> Any:
    widest = max(_NARROWEST, *(line.shape[1] for line in lines))
    batch = np.full((len(lines), 1, _HEIGHT, widest), 255, np.float32)
    for number, line in enumerate(lines):
        batch[number, 0, :, : line.shape[1]] = line
    return np.repeat(batch / 127.5 - 1, 3, axis=1)


@lru_cache(maxsize=1)
def _folds() -> list[tuple[int, list[int]]]:
    codes = {character: code for code, character in enumerate(_model()[2])}
    return [(codes[c], [codes[a] for a in alike if a in codes]) for c, alike in _ALIKE.items()]


def _folded(odds: Any) -> Any:
    """The odds of what looks like a digit given to that digit."""
    for code, alike in _folds():
        odds[:, :, code] += odds[:, :, alike].sum(axis=2)
        odds[:, :, alike] = 0
    return odds


def _decoded(odds: Any, characters: Sequence[str]) -> Reading:
    """The likeliest character of each step; one that goes on over several steps counts once."""
    best = odds.argmax(axis=1)
    kept = (best != _NOTHING) & (best != np.concatenate(([_NOTHING], best[:-1])))
    text = "".join(characters[code] for code in best[kept])
    return Reading(text, tuple(odds[kept, best[kept]].tolist()))
