"""The ids in a scenario's file, without holding it to anything: for what offers words to type."""

from typing import Any, NamedTuple

from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.catalog import Where, locate, read_bytes
from scenario_cli.files.factors import factor_paths
from scenario_cli.files.parsing import decoded, read
from scenario_cli.model.scales import mapping


class Ids(NamedTuple):
    """Ids in file order; ``settings`` are the keys that can be set, each up to its ``=``."""

    injects: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    drivers: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()


def ids_of(where: Where) -> Ids:
    """Return the ids of a scenario; nothing where it cannot be read, or comes from standard input."""
    try:
        found = locate("scenarios", where)
        if found.piped:
            return Ids()
        data = read(found.name, decoded(found.name, read_bytes(found))[0])[0]
    except (InputError, UsageError):  # it is missing or wrong, or several could be meant
        return Ids()
    return Ids(
        injects=tuple(mapping(data, "injects")),
        options=tuple(mapping(data, "options")),
        drivers=tuple(mapping(data, "drivers")),
        factors=tuple(factor_paths(data)),
        evidence=(*mapping(data, "evidence"), *mapping(data, "sources")),
        settings=_settings(data),
    )


def _settings(data: Any) -> tuple[str, ...]:
    keys = []
    for driver in mapping(data, "drivers"):
        factors = list(mapping(data, "drivers", driver, "factors"))
        keys += [f"weights.{driver}=", *(f"weights.{driver}.{factor}=" for factor in factors)]
    columns = factor_paths(data)
    keys += [f"ratings.{option}.{factor}=" for option in mapping(data, "options") for factor in columns]
    return tuple(keys)
