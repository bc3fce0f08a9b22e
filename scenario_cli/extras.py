"""Packages that an extra brings, asked for when they are needed."""

from scenario_cli.errors import MissingPackageError


def needs(module: str, extra: str, what: str) -> None:
    """Refuse to go on without an optional package.

    Raises
    ------
    MissingPackageError
        It is not installed.
    """
    from importlib.util import find_spec

    if find_spec(module) is None:
        raise MissingPackageError(f"{what} needs {module}; install scenario-cli with the extra '{extra}'")
