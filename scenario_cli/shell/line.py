"""A command line as far as it is typed: which command it is of, what stands in it, what is to come.

Options are told from arguments by what a command states of them. Nothing is converted or checked,
and no value calls anything: half a line is rarely right.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

HELP = ("-h", "--help")
HELP_SAYS = "Show this message and exit."


class Offer(NamedTuple):
    """What can be typed, and what is said beside it."""

    value: str
    help: str = ""


class TypedLine:
    """What is typed before the word at hand.

    Attributes
    ----------
    root : Any
        All commands.
    command : Any
        The command that it is of; ``None`` where there is none of that name.
    names : list of str
        The command's name, behind that of its group.
    params : dict of str to str, or to list of str
        What was typed, by the names of the command's parameters.
    """

    def __init__(self, root: Any, words: Iterable[str]) -> None:
        self.root: Any = root
        self.command: Any = root
        self.names: list[str] = []
        self.params: dict[str, Any] = {}
        self._awaits: Any = None  # an option without its value
        self._plain = False  # all that comes is an argument
        self._typed: set[str] = set()  # options that are there
        self._arguments = 0
        for word in words:
            self._take(word)

    @property
    def is_group(self) -> bool:
        """Whether the next plain word is the name of a command."""
        return hasattr(self.command, "list_commands")

    def _take(self, word: str) -> None:
        if self._awaits is not None:
            self._put(self._awaits, word)
            self._awaits = None
        elif not self._plain and word == "--":
            self._plain = True
        elif not self._plain and word.startswith("-") and len(word) > 1:
            self._take_option(word)
        elif self.is_group:
            self.command = self.command.get_command(None, word)
            self.names.append(word)
        elif self.command is not None and (argument := self._argument()) is not None:
            self._put(argument, word)
            self._arguments += 1

    def _take_option(self, word: str) -> None:
        option, name, value = self._option(word)
        if option is None:
            return
        self._typed.add(name)
        if not option.is_flag:
            if value is None:
                self._awaits = option
            else:
                self._put(option, value)

    def _option(self, word: str) -> tuple[Any, str, str | None]:
        """Return the option that a word begins, its name, and the value that hangs on it."""
        name, sign, value = word.partition("=")
        if not word.startswith("--"):
            name, sign, value = word[:2], word[2:3], word[2:]
        for param in self.parameters("option"):
            if name in (*param.opts, *param.secondary_opts):
                return param, param.name, value if sign else None
        return None, "", None

    def _put(self, param: Any, word: str) -> None:
        if param.multiple if param.param_type_name == "option" else param.nargs != 1:
            self.params.setdefault(param.name, []).append(word)
        else:
            self.params[param.name] = word

    def _argument(self) -> Any:
        """Return the argument that the next plain word belongs to; the last may take many."""
        arguments = self.parameters("argument")
        if self._arguments < len(arguments):
            at = next((i for i, one in enumerate(arguments) if one.nargs != 1), len(arguments))
            return arguments[min(self._arguments, at)]
        many = [one for one in arguments if one.nargs != 1]
        return many[0] if many else None

    def parameters(self, kind: str) -> list[Any]:
        """Return the command's options or arguments."""
        params = self.command.params if self.command is not None else []
        return [param for param in params if param.param_type_name == kind]

    def offers(self, incomplete: str) -> tuple[list[Offer], bool]:
        """Return what can stand in the place of a word, and whether a file can."""
        if self.command is None:
            return [], False
        if self._awaits is not None:
            return self._of(self._awaits, incomplete)
        if not self._plain and incomplete.startswith("-"):
            name, sign, value = incomplete.partition("=")
            if sign and incomplete.startswith("--"):
                option, _, _ = self._option(incomplete)
                if option is None or option.is_flag:
                    return [], False
                found, files = self._of(option, value)
                return [offer._replace(value=f"{name}={offer.value}") for offer in found], files
            return self._option_names(incomplete), False
        if self.is_group:
            return self._command_names(incomplete), False
        argument = self._argument()
        return ([], False) if argument is None else self._of(argument, incomplete)

    def _of(self, param: Any, incomplete: str) -> tuple[list[Offer], bool]:
        found = [Offer(each.value, each.help or "") for each in param.shell_complete(self, incomplete)]
        return found, takes_files(param) and (self.names != NO_FILE or param.param_type_name == "option")

    def _option_names(self, incomplete: str) -> list[Offer]:
        found = [
            Offer(name, param.help or "")
            for param in self.parameters("option")
            if not param.hidden and (param.multiple or param.name not in self._typed)
            for name in (*param.opts, *param.secondary_opts)
        ]
        return [
            each
            for each in (*found, *(Offer(h, HELP_SAYS) for h in HELP))
            if each.value.startswith(incomplete)
        ]

    def _command_names(self, incomplete: str) -> list[Offer]:
        return command_names(self.command, incomplete)


def command_names(group: Any, incomplete: str) -> list[Offer]:
    """Return the commands of a group that start so, each with its summary."""
    return [
        Offer(name, group.summary(None, name))
        for name in group.list_commands(None)
        if name.startswith(incomplete)
    ]


FILES = {
    "FILE",
    "PATH",
    "FOLDER",
    "DIR",
    "DIR/",
    "SCENARIO",
    "WEIGHTS",
    "RESULT",
    "OLD",
    "NEW",
    "OTHER",
    "FILE.html",
}
NO_FILE = ["schema"]  # whose NAME is that of a format alone


def takes_files(param: Any) -> bool:
    """Whether a file may stand there: as its place in the help is called."""
    words = {word.removesuffix("...") for word in (param.metavar or "").split("|")}
    return bool(words & FILES) or (param.param_type_name == "argument" and words == {"NAME"})


def words_of(text: str) -> list[str]:
    """Return the words of a line in a shell's quoting; a quote that is still open ends with the line."""
    import shlex

    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    found: list[str] = []
    try:
        found.extend(lexer)
    except ValueError:
        found.append(lexer.token)
    return found


def typed_words(text: str) -> list[str]:
    """Return the words of a line; the last is the one at hand, which is empty behind a blank."""
    *before, at_hand = words_of(f"{text}\0")  # no line has this sign, so that it ends what is at hand
    return [*before, at_hand.removesuffix("\0")]


def joined(words: Sequence[str], signs: str = "=:") -> list[str]:
    """Return words put together that bash took apart at some signs: ``a``, ``=``, ``b`` is ``a=b``."""
    found: list[str] = []
    glue = False
    for word in words:
        is_sign = bool(word) and not set(word) - set(signs)
        if found and (is_sign or (glue and not word.startswith("-"))):
            found[-1] += word
        else:
            found.append(word)
        glue = is_sign and len(found) > 1
    return found
