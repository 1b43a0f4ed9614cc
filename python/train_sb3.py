"""Stable-Baselines3's DQN on Backbeat's environment, and how far its greedy answers are from the best that were found.

    pip install ./python[environments,train]
    python python/train_sb3.py --seconds 20

Regret: 0 the best of its own answer and 400 random snares, 1 random ones, on random kicks. It is not the regret that
``backbeat train`` prints, which is against the true optimum on kicks that no training draws.
"""

import argparse
import time

import numpy as np
from stable_baselines3 import DQN
from stable_baselines3.common.callbacks import BaseCallback

from backbeat.environments import RhythmEnv


class Clock(BaseCallback):
    """Ends the training when its time is over."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.end = time.monotonic() + seconds

    def _on_step(self) -> bool:
        return time.monotonic() < self.end


def judge(model: DQN, env: RhythmEnv, kicks: int, seed: int) -> float:
    """What greedy episodes of 2n steps miss of the best reward that a long random search finds, as a share."""
    rng = np.random.default_rng(seed)
    steps = env.observation_space.shape[0] // 3
    missed, span = 0.0, 0.0
    for _ in range(kicks):
        kick = rng.integers(0, 2, steps).astype(np.uint8)
        levels = []
        for _ in range(400):
            env.reset(options={"kick": kick, "snare": rng.integers(0, 2, steps).astype(np.uint8)})
            levels.append(env.step(steps)[1])
        observation, _ = env.reset(options={"kick": kick, "snare": np.zeros(steps, np.uint8)})
        best = -np.inf
        for _ in range(2 * steps):
            action, _ = model.predict(observation, deterministic=True)
            observation, reward, *_ = env.step(int(action))
            best = max(best, reward)
        top = max(*levels, best)
        missed += top - best
        span += top - float(np.mean(levels))
    return missed / span


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--reward", default="Original")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    env = RhythmEnv(steps=options.steps, reward=options.reward)
    model = DQN("MlpPolicy", env, gamma=0.5, learning_starts=500, train_freq=4, seed=options.seed, verbose=0)
    model.learn(10_000_000, callback=Clock(options.seconds))
    # The level of a pattern, to judge by.
    levels = RhythmEnv(steps=options.steps, reward=options.reward, delta=False)
    regret = judge(model, levels, 50, 7)
    print(f"Stable-Baselines3 DQN: {model.num_timesteps} environment steps in {options.seconds:.0f} s, regret {100 * regret:.2f} %")


if __name__ == "__main__":
    main()
