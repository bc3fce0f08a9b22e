"""Where the factors of a scenario stand in its plain data, and the points of their value curves."""

from typing import Any

from scenario_cli.model.base import is_number
from scenario_cli.model.scales import mapping


def factor_paths(data: Any) -> dict[str, tuple[str, ...]]:
    """Return the path of each factor by its id; that of a driver without factors is its own."""
    found: dict[str, tuple[str, ...]] = {}
    for driver, stated in mapping(data, "drivers").items():
        factors = mapping(stated, "factors")
        found |= {factor: ("drivers", driver, "factors", factor) for factor in factors}
        if not factors:
            found[driver] = ("drivers", driver)
    return found


def curve_points(data: Any) -> dict[str, Any]:
    """Return what each point of every value curve is worth, by its key."""
    return {
        point_key(factor, float(rating)): value
        for factor, path in factor_paths(data).items()
        for rating, value in mapping(data, *path, "scale", "values").items()
        if is_number(rating)
    }


def point_key(factor: str, rating: float) -> str:
    """Return the key of a point, ``values.FACTOR.RATING``, however the rating is written."""
    return f"values.{factor}.{repr(rating + 0.0).removesuffix('.0')}"
