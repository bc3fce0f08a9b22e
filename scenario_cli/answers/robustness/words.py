"""Words that more than one part of a robustness analysis says."""

from scenario_cli.answers.robustness.ask import RobustnessAnswer

MODEL_WORDS = {
    "anywhere": "all weights, each as good as any other",
    "ordered": "all weights that keep the present order of importance",
    "around": "weights spread round the present ones",
    "ranges": "all weights within the file's ranges",
    "answers": "all weights that the answers leave",
}


def caption(answer: RobustnessAnswer) -> str:
    """Return how the shares came about: exact, or with N, seed and standard error."""
    found, model = answer.found, answer.model
    words = MODEL_WORDS[model.weights]
    drawn = ", ratings drawn from their ranges" if answer.drawn else ""
    if found.samples == 0:
        return f"Exact, over {words} (of {model.over}){drawn}; not the chance that an option is chosen."
    error = float(found.standard_error.max()) * 100
    return (
        f"N = {found.samples:,} over {words} (of {model.over}){drawn}; seed {model.seed}; "
        f"standard error at most {error:.2f} percentage points; not the chance that an option is chosen."
    )


def item_title(answer: RobustnessAnswer, id_: str) -> str:
    """Return the title of a driver or a factor, or its id where it has none."""
    scenario = answer.study.scenario
    item = scenario.factors.get(id_) or scenario.drivers[id_]
    return item.title or id_


def share_word(share: float, *, exact: bool) -> str:
    """Return a share in per cent: one decimal, and no 0.0 or 100.0 for what is neither."""
    dust = DUST if exact else 0.0
    if dust < share < ROUNDED_AWAY:
        return "<0.1"
    if 1 - ROUNDED_AWAY < share < 1 - dust:
        return ">99.9"
    return f"{share * 100:.1f}"


ROUNDED_AWAY = 0.0005
DUST = 1e-12
