"""The same full DQN update by PyTorch, on one thread.

Answers requests from standard input, one JSON object a line:
  {"request": "open", "hidden": H, "problem": {...}}     true
  {"request": "time", "milliseconds": M}                 full updates per second
  {"request": "parameters", "updates": N}                a fresh learner's parameters after so many updates
"""

import json
import sys
import time

import torch

INPUTS, ACTIONS = 32, 17


def floats(numbers):
    return torch.tensor(numbers, dtype=torch.float32)


class Learner:
    def __init__(self, hidden, problem):
        rate, self.delta, beta1, beta2, epsilon, self.target_rate, self.longest_gradient = problem["settings"]
        self.online, self.target = network(hidden), network(hidden)
        for layers in (self.online, self.target):
            torch.nn.utils.vector_to_parameters(floats(problem["parameters"]), layers.parameters())
        self.adam = torch.optim.Adam(self.online.parameters(), lr=rate, betas=(beta1, beta2), eps=epsilon)
        self.observations = floats(problem["observations"]).reshape(-1, INPUTS)
        self.next_observations = floats(problem["nextObservations"]).reshape(-1, INPUTS)
        self.actions = torch.tensor(problem["actions"]).long().unsqueeze(1)
        self.returns = floats(problem["returns"])
        self.discounts = floats(problem["discounts"])

    def update(self):
        with torch.no_grad():
            wanted = self.returns + self.discounts * self.target(self.next_observations).max(1).values
        values = self.online(self.observations).gather(1, self.actions).squeeze(1)
        loss = torch.nn.functional.huber_loss(values, wanted, delta=self.delta)
        self.adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.online.parameters(), self.longest_gradient)
        self.adam.step()
        with torch.no_grad():
            for online, target in zip(self.online.parameters(), self.target.parameters()):
                target.lerp_(online, self.target_rate)

    def parameters(self):
        return torch.nn.utils.parameters_to_vector(self.online.parameters()).tolist()


def network(hidden):
    return torch.nn.Sequential(
        torch.nn.Linear(INPUTS, hidden),
        torch.nn.ReLU(),
        torch.nn.Linear(hidden, hidden),
        torch.nn.ReLU(),
        torch.nn.Linear(hidden, ACTIONS),
    )


def updates_per_second(learner, milliseconds):
    start = time.perf_counter()
    count = 0
    while (elapsed := time.perf_counter() - start) < milliseconds / 1000:
        learner.update()
        count += 1
    return count / elapsed


def main():
    torch.set_num_threads(1)
    for line in sys.stdin:
        request = json.loads(line)
        if request["request"] == "open":
            shape = (request["hidden"], request["problem"])
            learner = Learner(*shape)
            answer = True
        elif request["request"] == "time":
            answer = updates_per_second(learner, request["milliseconds"])
        else:
            fresh = Learner(*shape)
            for _ in range(request["updates"]):
                fresh.update()
            answer = fresh.parameters()
        print(json.dumps(answer), flush=True)


main()
