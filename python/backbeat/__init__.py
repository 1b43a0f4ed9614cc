"""Backbeat for Python: environments, rhythm metrics and agents.

Rows are arrays of steps, nonzero for a hit. The environments themselves are in ``backbeat.environments``, which needs
gymnasium and pettingzoo.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._core import LoadedAgent
from ._core import load as _load
from ._core import metrics as _metrics

__all__ = ["Agent", "load_agent", "metrics", "row"]


def row(text: str) -> NDArray[np.uint8]:
    """A row from text: ``x`` or ``X`` is a hit, ``.`` a rest.

    Raises:
        ValueError: another character.
    """
    if set(text) - set("xX."):
        raise ValueError("A row is written with x or X for a hit and . for a rest.")
    return np.array([0 if step == "." else 1 for step in text], dtype=np.uint8)


def _cells(cells: ArrayLike | str) -> NDArray[np.uint8]:
    return row(cells) if isinstance(cells, str) else (np.asarray(cells) != 0).astype(np.uint8)


def metrics(snare: ArrayLike | str, kick: ArrayLike | str | None = None) -> dict[str, float]:
    """Every rhythm metric that applies to a snare of n steps and, where it is given, a kick of n steps, by its key.

    Raises:
        ValueError: rows of different lengths, or of none that a pattern can have (2 to 1024).
    """
    return _metrics(_cells(snare), None if kick is None else _cells(kick))


class Agent:
    """A trained agent."""

    def __init__(self, core: LoadedAgent) -> None:
        self._core = core

    @property
    def name(self) -> str:
        return self._core.name

    @property
    def steps(self) -> int:
        """Of the patterns that it was trained with; agents with the shared network answer any length."""
        return self._core.steps

    def answer(self, kick: ArrayLike | str, reward: str | None = None) -> NDArray[np.uint8]:
        """The snare that it plays to a kick of n steps, (n) zeros and ones.

        Args:
            kick: the row to answer.
            reward: a preset such as ``"Clave"``, or settings as JSON; by default what the agent was trained for.

        Raises:
            ValueError: no such preset, or no such row.
        """
        return self._core.answer(_cells(kick), reward)


def load_agent(path: str | Path) -> Agent:
    """An agent file (.safetensors).

    Raises:
        OSError: it cannot be read.
        ValueError: it is none, or damaged; the sentence says what is wrong.
    """
    return Agent(_load(Path(path).read_bytes()))
