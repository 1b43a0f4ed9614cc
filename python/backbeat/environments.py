"""The environments by the conventions of gymnasium and PettingZoo.

An observation says at each of n steps what is heard, what the agent plays, and their product: 3n numbers, 1 for a hit and
-1 for a rest. Action a < n toggles step a of the agent's row; the last one, where it is offered, leaves it as it is.
"""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
from numpy.typing import NDArray
from pettingzoo import ParallelEnv

from ._core import Several, Single

Observation = NDArray[np.float32]


def _space(size: int) -> gymnasium.spaces.Box:
    return gymnasium.spaces.Box(-1.0, 1.0, (size,), np.float32)


class RhythmEnv(gymnasium.Env):
    """A kick and a snare of n steps: the agent toggles snare steps and is paid for the improvement.

    An episode never terminates; it is truncated after ``episode_steps``.

    Args:
        steps: n, 2 to 1024.
        reward: a preset such as ``"Original"`` or ``"Syncopated answer"``, or settings as JSON.
        leave_it: whether leaving the pattern as it is is an action.
        delta: paid is the change of the reward; else its level.
        episode_steps: at least 1.
    """

    metadata = {"render_modes": ["ansi"], "render_fps": 4}

    def __init__(
        self,
        steps: int = 16,
        reward: str = "Original",
        leave_it: bool = True,
        delta: bool = True,
        episode_steps: int = 32,
        render_mode: str | None = None,
    ) -> None:
        self._core = Single(steps, reward, leave_it, delta, episode_steps)
        self.render_mode = render_mode
        self.observation_space = _space(3 * steps)
        self.action_space = gymnasium.spaces.Discrete(self._core.action_count)

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """``options`` may hold ``kick`` and ``snare`` to start from, rows of n steps."""
        super().reset(seed=seed)
        rows = {name: None if value is None else np.asarray(value, np.uint8) for name, value in (options or {}).items()}
        observation = self._core.reset(seed, rows.get("kick"), rows.get("snare"))
        return observation, {}

    def step(self, action: int) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        observation, reward, terminated, truncated, terms = self._core.step(int(action))
        return observation, float(reward), terminated, truncated, {"terms": terms}

    def render(self) -> str | None:
        return self._core.render() if self.render_mode == "ansi" else None


class BandEnv(ParallelEnv):
    """Several agents, each with a row of its own, who hear whom they are wired to and act at once.

    Args:
        band: ``"Duo"``, ``"Trio"`` or ``"Kit"``; the agents are called like their voices.
        steps: n, 2 to 1024.
        shared_reward: all are paid for what all earn; else each by its own terms.
        leave_it: whether leaving the pattern as it is is an action.
        episode_steps: at least 1.
    """

    metadata = {"name": "backbeat_band_v0", "render_modes": []}

    def __init__(
        self,
        band: str = "Duo",
        steps: int = 16,
        shared_reward: bool = False,
        leave_it: bool = True,
        episode_steps: int = 32,
    ) -> None:
        self._core = Several(band, steps, shared_reward, leave_it, episode_steps)
        self.possible_agents = list(self._core.agents)
        self.agents: list[str] = []
        self.render_mode = None
        self.observation_spaces = {agent: _space(self._core.observation_size) for agent in self.possible_agents}
        self.action_spaces = {
            agent: gymnasium.spaces.Discrete(self._core.action_count) for agent in self.possible_agents
        }

    def observation_space(self, agent: str) -> gymnasium.spaces.Space:
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> gymnasium.spaces.Space:
        return self.action_spaces[agent]

    def _by_agent(self, values: list[Any]) -> dict[str, Any]:
        return dict(zip(self.possible_agents, values, strict=True))

    def reset(
        self, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Observation], dict[str, dict[str, Any]]]:
        self.agents = list(self.possible_agents)
        observations = self._by_agent(self._core.reset(seed))
        return observations, {agent: {} for agent in self.agents}

    def step(self, actions: dict[str, int]) -> tuple[dict[str, Any], ...]:
        played = [int(actions[agent]) for agent in self.possible_agents]
        observations, rewards, truncated, shares, shared = self._core.step(played)
        infos = self._by_agent([{"share": share, "shared": shared} for share in shares])
        if all(truncated):
            self.agents = []
        return (
            self._by_agent(observations),
            self._by_agent([float(reward) for reward in rewards]),
            {agent: False for agent in self.possible_agents},
            self._by_agent([bool(each) for each in truncated]),
            infos,
        )

    def render(self) -> None:
        return None
