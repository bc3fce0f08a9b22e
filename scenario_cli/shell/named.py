"""Which shell is meant: the one that is named, else the one that this runs in."""

from collections.abc import Collection, Sequence

SHELLS = ("bash", "zsh", "fish", "powershell")
_CALLED = {"pwsh": "powershell"}  # what a shell's program is called, where that is not its name


def with_values(args: Sequence[str], options: Collection[str]) -> list[str]:
    """Return arguments in which options whose value may be left out have one: an empty one.

    Only what stands before the first plain word is looked at; Typer knows no such option.
    """
    found = list(args)
    for at, (word, after) in enumerate(zip(args, [*args, "-"][1:], strict=True)):
        if word in options:
            if not after.startswith("-"):
                break
            found[at] = f"{word}="
        elif not word.startswith("-"):
            break
    return found


def shell_meant(named: str, option: str) -> tuple[str, str]:
    """Return the shell that is meant; where that is none of ours, an empty text and what to say."""
    found = named or running_shell()
    shell = _CALLED.get(found, found)
    if shell in SHELLS:
        return shell, ""
    told = f"there is no completion for {found!r}" if found else "which shell this runs in cannot be told"
    return "", f"{option}: {told}; name one of {', '.join(SHELLS)}, as in {option} bash"


def running_shell() -> str:
    """Return the shell that this runs in; empty where that cannot be told."""
    from shellingham import ShellDetectionFailure, detect_shell

    try:
        name: str = detect_shell()[0]
    except ShellDetectionFailure:
        name = ""
    return name
