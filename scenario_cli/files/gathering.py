"""Mistakes of several files gathered, to be told together."""

from scenario_cli.errors import InputError
from scenario_cli.mistakes import Mistake


class Mistakes:
    """Mistakes of several files gathered, to be told together.

    Each file is read in a ``with`` block of its own; ``tell`` raises what there is.
    """

    def __init__(self) -> None:
        self.gathered: list[Mistake] = []

    def __enter__(self) -> "Mistakes":
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, InputError):
            return False
        self.gathered += [mistake for mistake in error.mistakes if mistake not in self.gathered]
        return True

    def tell(self) -> None:
        """Raise if anything was wrong.

        Raises
        ------
        InputError
            With every mistake.
        """
        if self.gathered:
            raise InputError(self.gathered)
