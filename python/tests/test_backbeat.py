"""The environments by the checks of gymnasium and PettingZoo themselves, and the core against known values."""

from pathlib import Path

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from pettingzoo.test import parallel_api_test, parallel_seed_test

import backbeat
from backbeat.environments import BandEnv, RhythmEnv

SHIPPED = Path(__file__).parents[2] / "assets" / "agent-16.safetensors"


@pytest.mark.parametrize("steps", [8, 16, 24])
@pytest.mark.parametrize("reward", ["Original", "Syncopated answer", "Clave"])
def test_gymnasium_finds_nothing_wrong_with_the_environment(steps, reward):
    check_env(RhythmEnv(steps=steps, reward=reward), skip_render_check=True)


@pytest.mark.parametrize("band", ["Duo", "Trio", "Kit"])
def test_pettingzoo_finds_nothing_wrong_with_the_band(band):
    parallel_api_test(BandEnv(band=band, steps=8), num_cycles=200)
    parallel_seed_test(lambda: BandEnv(band=band, steps=8))


def test_an_action_toggles_a_step_and_is_paid_the_change():
    env = RhythmEnv(steps=8)
    observation, _ = env.reset(seed=1, options={"kick": backbeat.row("x...x..."), "snare": backbeat.row("x...x...")})
    assert observation.tolist()[:8] == [1, -1, -1, -1, 1, -1, -1, -1]
    _, reward, terminated, truncated, info = env.step(1)
    assert reward == pytest.approx(0.25)
    assert not terminated and not truncated
    assert info["terms"]["difference"] == pytest.approx(1 / 8)


def test_an_episode_is_truncated_and_never_terminated():
    env = BandEnv(band="Duo", steps=8, episode_steps=3)
    env.reset(seed=4)
    for turn in range(3):
        _, _, terminations, truncations, _ = env.step({agent: turn for agent in env.agents})
        assert not any(terminations.values())
    assert all(truncations.values())
    assert env.agents == []


def test_the_same_seed_gives_the_same_trajectory():
    trajectories = []
    for _ in range(2):
        env = RhythmEnv(steps=16, reward="Backbeat mix")
        observations = [env.reset(seed=9)[0]]
        rewards = []
        for action in [3, 3, 16, 7, 0, 12]:
            observation, reward, *_ = env.step(action)
            observations.append(observation)
            rewards.append(reward)
        trajectories.append((np.stack(observations), rewards))
    assert np.array_equal(trajectories[0][0], trajectories[1][0])
    assert trajectories[0][1] == trajectories[1][1]


def test_metrics_have_their_published_values():
    son = backbeat.metrics("x..x..x...x.x...")
    assert son["lhl"] == 4
    pair = backbeat.metrics("....x.......x...", "x...............")
    assert pair["difference"] == pytest.approx(2 * 3 / 16 - 1)


def test_the_agent_that_comes_with_the_page_answers_any_length():
    agent = backbeat.load_agent(SHIPPED)
    assert agent.name == "Counterpart"
    assert "".join("x" if hit else "." for hit in agent.answer("X..x......xx....", reward="Straight")) == "....x.......x..."
    for steps in (8, 12, 24, 32):
        assert agent.answer(np.eye(1, steps, dtype=np.uint8)[0]).shape == (steps,)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: RhythmEnv(steps=1),
        lambda: RhythmEnv(reward="Polka"),
        lambda: BandEnv(band="Orchestra"),
        lambda: backbeat.metrics("x..", "x...."),
        lambda: backbeat.row("x-x"),
        lambda: backbeat.load_agent(Path(__file__)),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(wrong):
    with pytest.raises(ValueError, match=r"\.$"):
        wrong()
