"""Optional packages: asked for where they are used, and named where they are missing."""

from importlib.util import find_spec

from scenario_cli.errors import MissingPackageError


def needs(module: str, what: str, *, extra: str = "") -> None:
    """Refuse to go on without an optional package.

    Raises
    ------
    MissingPackageError
        It is not installed.
    """
    if find_spec(module) is None:
        how = f"pip install 'scenario-cli[{extra}]'" if extra else "install it"
        raise MissingPackageError(f"{what} needs {module}; {how}")
