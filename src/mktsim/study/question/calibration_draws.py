"""Worlds drawn from a calibration: the parameters that a history told, moved together."""

from __future__ import annotations

import math

from mktsim.errors import InputError, Problem
from mktsim.inputs.calibration import CalibratedGroup
from mktsim.inputs.paths import get_path, set_paths
from mktsim.inputs.scenario import Scenario
from mktsim.streams import Address, Domain, uniforms

STREAM = "study.world"


def drawn(scenario: Scenario, draw: int, seed: int, told: Scenario | None = None) -> Scenario:
    """Return the world of one draw; what differs from the scenario as it was `told` was set on purpose and stays.

    The world has no calibration of its own any more. The same draw of the same seed is the same world.
    """
    if not scenario.calibration:
        return scenario
    values = drawn_values(scenario, draw, seed)
    free = {path for path in values if told is None or get_path(scenario, path) == get_path(told, path)}
    return settled(set_paths(scenario, {path: value for path, value in values.items() if path in free}))


def settled(scenario: Scenario) -> Scenario:
    """Return the scenario as it stands, from which nothing is drawn."""
    return scenario.model_copy(update={"calibration": ()})


def drawn_values(scenario: Scenario, draw: int, seed: int) -> dict[str, float]:
    """Return one joint draw of a scenario's calibrated parameters, by path."""
    values = {}
    for group in scenario.calibration:
        for one, z in zip(group.parameters, _together(scenario.stream_id, group, draw, seed), strict=True):
            values[one.path] = one.value(z)
    return values


def check_calibration(scenario: Scenario, file: str) -> None:
    """Refuse a calibration of what is no number of the scenario. Errors: InputError."""
    for place, group in enumerate(scenario.calibration):
        for number, one in enumerate(group.parameters):
            value = get_path(scenario, one.path, file)
            if isinstance(value, bool) or not isinstance(value, int | float):
                field = f"calibration.{place}.parameters.{number}.path"
                raise InputError((Problem(file, 0, 0, field, f"{one.path} is no number"),))


def _together(name: str, group: CalibratedGroup, draw: int, seed: int) -> list[float]:
    """Return correlated standard normal numbers, one a parameter."""
    from mktsim.inverse import normal  # brings scipy, which takes as long as all else that a check needs

    size = len(group.parameters)
    luck = Address(seed, f"{name}/worlds", 0, Domain.CALIBRATION)
    chance = normal(uniforms(luck, STREAM, group.history, draw, 1, size))[0].tolist()
    root = _root(group.correlations)
    return [math.fsum(root[row][column] * chance[column] for column in range(row + 1)) for row in range(size)]


def _root(matrix: tuple[tuple[float, ...], ...]) -> list[list[float]]:
    """Return the lower triangle whose square is a correlation matrix, also of one that rounding made indefinite.

    Plain arithmetic in a fixed order (Cholesky), so that the bits do not depend on a library of linear algebra.
    """
    size = len(matrix)
    root = [[0.0] * size for _ in range(size)]
    for row in range(size):
        for column in range(row + 1):
            rest = matrix[row][column] - math.fsum(root[row][k] * root[column][k] for k in range(column))
            if row == column:
                root[row][row] = math.sqrt(max(rest, 0.0))
            elif root[column][column] > 1e-9:
                root[row][column] = rest / root[column][column]
    return root
