"""What a reader of a group's answer should know."""

from collections.abc import Mapping, Sequence

from scenario_cli.answers.flags import ballot_flags
from scenario_cli.answers.group.words import EMPTY, HOWS
from scenario_cli.choices import BlendMethod
from scenario_cli.engine.flags import Flag, ranking_flags
from scenario_cli.mistakes import Mistake
from scenario_cli.study import Study
from scenario_cli.text import listed

FILES_CARRY_NAMES = Flag(
    code="files_carry_names",
    level="note",
    text="no names are shown here, but the files of the ballots carry them",
)
TEAMS_HIDDEN = Flag(
    code="teams_hidden",
    level="note",
    text="no team is shown: each has fewer than five ballots, or would leave fewer than five outside",
)


def left_out_flags(n_ballots: int, n_left_out: int, mistakes: Sequence[Mistake]) -> list[Flag]:
    """Return what is said of ballots that are left out; why in codes, which hold no name."""
    if not n_left_out:
        return []
    whole = n_ballots + n_left_out
    were = "was" if n_left_out == 1 else "were"
    why = listed(sorted({mistake.code for mistake in mistakes if mistake.level == "error"}))
    text = f"{n_left_out} of {whole} ballots {were} left out, and nothing of that counts here: {why}"
    return [Flag(code="left_out", level="warning", text=text)]


def nobodys_flags(first: Sequence[int], leaders: Sequence[int], titles: Sequence[str]) -> list[Flag]:
    """Return a warning where the room puts options first that no ballot does: an average is nobody's view."""
    if any(first[i] for i in leaders):
        return []
    verb = "is" if len(leaders) == 1 else "are"
    text = f"{listed([titles[i] for i in leaders])} {verb} first for the room, and in no ballot"
    return [Flag(code="nobodys_first", level="warning", text=text)]


def blend_flags(blends: Mapping[BlendMethod, tuple[int, ...] | None], titles: Sequence[str]) -> list[Flag]:
    """Return a note where the blends have different options first, or one of them cannot be."""
    flags = []
    firsts: dict[tuple[int, ...], list[BlendMethod]] = {}
    for how, first in blends.items():
        if first is None:
            text = f"there is no {HOWS[how]}: {EMPTY[how]}"
            flags.append(Flag(code="no_blend", level="note", text=text))
        else:
            firsts.setdefault(first, []).append(how)
    if len(firsts) > 1:
        said = [
            f"{listed([titles[i] for i in first])} by {listed([f'the {HOWS[how]}' for how in hows])}"
            for first, hows in firsts.items()
        ]
        text = f"it matters how ballots are blended: first is {'; '.join(said)}"
        flags.insert(0, Flag(code="blends_differ", level="warning", text=text))
    return flags


def agreement_flags(n_ballots: int, n_options: int, kendall_w: float | None) -> list[Flag]:
    """Return a note where there is no W, and why."""
    if n_ballots == 1:
        text = "one ballot has nobody to agree with: Kendall's W is not defined"
    elif kendall_w is None and n_options == 1:
        text = "Kendall's W is not defined for one option"
    elif kendall_w is None:
        text = "Kendall's W is not defined: every ballot ties all options"
    else:
        return []
    return [Flag(code="no_agreement", level="note", text=text)]


def room_flags(room: Study) -> list[Flag]:
    """Return the warnings of the room's ranking, and that weights were looked at one at a time."""
    found = ranking_flags(room.scenario, room.problem, room.ranking, weights_named=True)
    told = [flag for flag in found if flag.level == "warning" or flag.code == "one_at_a_time"]
    return [*told, *ballot_flags(room)]


def remaining_flags(n_ballots: int, *, several_rounds: bool, hidden: bool, paired: bool) -> list[Flag]:
    """Return what else a reader should know: of rounds, of pairs, of names that are ``hidden``."""
    flags = []
    if several_rounds:
        flags.append(Flag(code="several_rounds", level="warning", text="the ballots are of several rounds"))
    if not paired:
        text = f"of {n_ballots} ballots no two are held to each other: there are no camps and no tau"
        flags.append(Flag(code="too_many_for_pairs", level="note", text=text))
    return [*flags, *([FILES_CARRY_NAMES] if hidden else [])]
