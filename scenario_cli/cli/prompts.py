"""Questions asked on a terminal; the answers are kept until they are where they belong."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from scenario_cli.answers.weights.elicit.ask import driver_of_all, swing_lines
from scenario_cli.cli.output import say
from scenario_cli.errors import StudyError, UsageError
from scenario_cli.files.drafts import Draft
from scenario_cli.model.base import is_number, number_hint
from scenario_cli.model.scenario import Scenario


def swing_points(
    scenario: Scenario, texts: Sequence[str], *, ask: bool, draft: Draft | None = None
) -> dict[str, float]:
    """Return what each swing is worth, from ``ID=80``, or from questions where ids stand alone.

    Answers go to the draft one by one; those of an earlier run are offered.

    Raises
    ------
    StudyError
        A number is missing and nobody can be asked, or it cannot be.
    """
    parts = [text.partition("=") for text in texts]
    driver_of_all(scenario, [id_ for id_, _, _ in parts])  # before anybody is asked
    points: dict[str, float] = {}
    asked = []
    for text, (id_, equals, typed) in zip(texts, parts, strict=True):
        if equals:
            points[id_] = _stated(id_, typed)
        elif ask:
            asked.append(id_)
        else:
            raise StudyError(f"say what its swing is worth, as {text}=80", parameter="swings", value=text)
    points |= _Questions(scenario, asked, draft).answered() if asked else {}
    return {id_: points[id_] for id_, _, _ in parts}


def _stated(id_: str, typed: str) -> float:
    if not _is_worth(typed):
        message = f"expected a number of 0 or more, found '{typed}'"
        raise StudyError(message, number_hint(typed), parameter="swings", value=id_)
    return float(typed)


def _is_worth(typed: str) -> bool:
    return is_number(typed.strip()) and float(typed) >= 0


@contextmanager
def kept(draft: Draft) -> Iterator[None]:
    """Remove a draft once all is done; say where it is if anything came between, Ctrl-C too."""
    try:
        yield
    except BaseException:
        if draft.holds_answers:
            say(f"\nThe answers are kept in {draft.path}; the same command goes on from there.")
        raise
    draft.drop()


class _Questions:
    """What each swing is worth, one question after another, with a way back."""

    def __init__(self, scenario: Scenario, ids: Sequence[str], draft: Draft | None) -> None:
        self.scenario, self.ids = scenario, ids
        self.draft = draft
        self.answers = self.offered()

    def answered(self) -> dict[str, float]:
        """Ask until there is an answer to each."""
        where = (
            f" Until the weights are made the answers are kept in {self.draft.path}." if self.draft else ""
        )
        say(f"Answer b to go back to the question before.{where}")
        at = next((i for i, id_ in enumerate(self.ids) if id_ not in self.answers), len(self.ids))
        while at < len(self.ids):
            id_ = self.ids[at]
            typed = self.reply(id_)
            if typed in ("b", "back"):
                if not at:
                    say("  this is the first question")
                at = max(at - 1, 0)
            elif not typed and id_ in self.answers:
                at += 1
            elif _is_worth(typed):
                self.answers[id_] = float(typed)
                self.keep()
                at += 1
            else:
                hint = number_hint(typed)
                say(f"  a number of 0 or more, please{f': {hint}' if hint else ''}")
        return self.answers

    def reply(self, id_: str) -> str:
        """Ask one question, with worst and best in words."""
        was = f" (Enter: {self.answers[id_]:g})" if id_ in self.answers else ""
        say("\n".join(swing_lines(self.scenario, id_)))
        return reply_to(f"  worth, where the largest swing is 100{was}: ")

    def offered(self) -> dict[str, float]:
        """Return the answers of an earlier run, if there are some and they are wanted."""
        if self.draft is None:
            return {}
        try:
            found = {id_: n for id_, n in self.draft.answers().items() if id_ in self.ids}
        except (ValueError, OSError):
            say(f"{self.draft.path} holds something else, and stays: answers are not kept this time.")
            self.draft = None
            return {}
        if not found:
            return {}
        words = ", ".join(f"{id_} {number:g}" for id_, number in found.items())
        say(f"{self.draft.path} has answers of an earlier run: {words}.")
        while (typed := reply_to("  go on from there? (y or n) ").lower()) not in ("", "y", "yes", "n", "no"):
            pass
        if typed.startswith("n"):
            say("  then from the start; your first answer takes the place of those")
            return {}
        return found

    def keep(self) -> None:
        """Keep the answers so far."""
        if self.draft is None:
            return
        try:
            self.draft.keep(self.answers)
        except OSError as error:
            say(f"  answers cannot be kept in {self.draft.path}: {error.strerror or error}")
            self.draft = None


def reply_to(question: str) -> str:
    """Ask on stderr, and return the line that is typed; ``UsageError`` where there is none any more."""
    sys.stderr.write(question)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise UsageError("the questions were not answered")
    return line.strip()
