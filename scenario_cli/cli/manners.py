"""How one command line behaves on stderr, whatever command it is."""


class Manners:
    """What is said beside the result.

    Attributes
    ----------
    quiet : bool
        Nothing but errors, and questions to somebody at a terminal.
    progress : bool
        Whether a line may say how far long work is.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew: tests and programs run several command lines in one process."""
        self.quiet, self.progress = False, True


MANNERS = Manners()
