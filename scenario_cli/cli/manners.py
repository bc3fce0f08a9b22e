"""How one command line behaves, whatever command it is: what it says, and what it takes untyped."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, get_args

from scenario_cli.choices import Form
from scenario_cli.files.catalog import usual_scenario

if TYPE_CHECKING:
    from scenario_cli.files.defaults import Defaults, Key


class Manners:
    """What holds for one command line.

    Attributes
    ----------
    quiet : bool
        Nothing is said but errors, and questions to somebody at a terminal.
    progress : bool
        Whether a line may say how far long work is.
    forms : sequence of str
        The forms that the command can be asked for; none where a default does not say which.
    shown : bool
        Whether a result has said which defaults had an effect.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew: tests and programs run several command lines in one process."""
        self.quiet, self.progress, self.shown = False, True, False
        self.forms: tuple[str, ...] = ()
        self.leave()

    def leave(self) -> None:
        """Let the library find its own scenario again: what is stated beforehand holds for command lines."""
        self._defaults: Defaults | None = None
        usual_scenario.set(lambda: None)

    @property
    def defaults(self) -> "Defaults":
        """What is stated beforehand.

        Raises
        ------
        InputError, UsageError
            It is wrong.
        """
        if self._defaults is None:
            from scenario_cli.files.defaults import Defaults

            self._defaults = Defaults(os.environ)
        return self._defaults

    @property
    def used(self) -> "list[Any]":
        """The defaults that had an effect so far, as documents state them."""
        return [] if self._defaults is None else [one.document for one in self._defaults.used]

    def take(self, key: "Key") -> str | None:
        """Return the default scenario or weights, as ``Defaults.take``."""
        return self.defaults.take(key)

    def take_form(self, otherwise: Form, can_give: Callable[[Form], bool]) -> Form:
        """Return the default form, else ``otherwise``; where there is none of the result, that is said."""
        default = self.defaults.stated.get("format") if self.forms else None
        if default is None or default.value == otherwise:
            return otherwise
        form: Form = next(form for form in get_args(Form) if form == default.value)
        if form in self.forms and can_give(form):
            self.defaults.use(default)
            return form
        from scenario_cli.cli.output import remark

        remark(f"note: there is no {form} of this, the default of {default.source}: {otherwise}")
        return otherwise


MANNERS = Manners()
