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
        how = "install it"
        if extra:
            how = f"install scenario-cli with the extra '{extra}': pip install 'scenario-cli[{extra}]'"
        raise MissingPackageError(f"{what} needs {module}; {how}")
