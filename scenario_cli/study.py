"""A study: a scenario under weights with what is tried on it, in order. Every answer is computed from one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scenario_cli.choices import Kind, Over, Ratings, WeightsModel
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.files.origin import Models, ScenarioSource, WeightsSource, models_of, weights_of
from scenario_cli.subject import Subject

if TYPE_CHECKING:
    from scenario_cli.answers.evidence.ask import EvidenceAnswer
    from scenario_cli.answers.explain.ask import ExplainAnswer
    from scenario_cli.answers.export.written import ExportedFile
    from scenario_cli.answers.judged import AnswersSource
    from scenario_cli.answers.methods.ask import MethodsAnswer
    from scenario_cli.answers.product.ask import ProductAnswer
    from scenario_cli.answers.robustness.ask import RobustnessAnswer
    from scenario_cli.answers.score.ask import ScoreAnswer
    from scenario_cli.answers.sensitivity.ask import SensitivityAnswer
    from scenario_cli.model.settings import Trial

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Study(Subject):
    """A scenario, weights, and what is tried on them: what every answer is computed from.

    Made by ``study``; ``tried`` and ``under`` give other studies, and change none. Its attributes are
    those of ``Subject``; its methods are the questions.
    """

    def tried(self, *trials: "Trial") -> "Study":
        """Return a study on which more is tried, strictly in the order given.

        Parameters
        ----------
        *trials : str or Setting
            The id of an inject; ``"ratings.OPTION.FACTOR=4"``, ``"weights.DRIVER=60"`` or
            ``"weights.DRIVER.FACTOR=2"`` as text; ``"chance.INJECT=0.4"``, which the score alone
            can be asked under; or a setting.

        Raises
        ------
        StudyError
            One names what the scenario lacks, or a number that cannot be; or all of them
            together leave all weights at 0.

        Examples
        --------
        >>> import scenario_cli as sc
        >>> study = sc.study("china-arms-russia", weights="authors")
        >>> study.tried("shipment_exposed", "weights.power=40").score().ranking.leaders
        (0,)
        """
        if not trials:
            return self
        from scenario_cli.model.settings import check_chances, read_trial

        more = tuple(read_trial(trial, self.scenario) for trial in trials)
        study = replace(self, trials=(*self.trials, *more))
        check_chances(study.trials, self.scenario)
        study.problem  # noqa: B018 - what cannot be is told here, not at the first question
        return study

    def under(self, weights: WeightsSource) -> "Study":
        """Return the study under other weights; what is tried on it stays.

        Raises
        ------
        InputError
            The weights are missing or wrong, or do not fit the scenario.
        """
        stated, origin = weights_of(weights, self.scenario)
        return replace(self, weights=stated, weights_origin=origin)

    def score(self) -> "ScoreAnswer":
        """Ask which option leads, by how much, and what would change it.

        Examples
        --------
        >>> import scenario_cli as sc
        >>> score = sc.study("china-arms-russia", weights="authors").score()
        >>> score.study.problem.options[score.ranking.leaders[0]]
        'straddle'
        """
        from scenario_cli.answers.score.ask import ask_score

        return ask_score(self)

    def sensitivity(
        self,
        *,
        two_way: str | Sequence[str] | None = None,
        map_: bool = False,
        blend: WeightsSource | None = None,
        for_: str | None = None,
        lock: str | Sequence[str] = (),
        event: str | Sequence[str] | None = None,
        over: str | None = None,
        progress: Progress | None = None,
    ) -> "SensitivityAnswer":
        """Ask for every exact point where the answer turns.

        Parameters
        ----------
        two_way : two ids, optional
            Two drivers or factors over whose shares first place is mapped: ``("a", "b")`` or ``"a,b"``.
        map_ : bool
            The same over the drivers, where three are free to move.
        blend : str, Path or Weights, optional
            Weights to go straight to.
        for_ : str, optional
            The option of which is asked what would put it first.
        lock : ids
            Drivers that keep their weight.
        event : two ids, optional
            Two injects, which do not hang together, over whose chances first place of the
            expected score is mapped: ``("a", "b")`` or ``"a,b"``.
        over : str, optional
            A driver or factor over whose weight every option's score is told, from 0 to all.
        progress : callable, optional
            Told what is done and what there is in all.

        Raises
        ------
        InputError
            An id is not in the scenario, or the weights to go to are wrong.

        Examples
        --------
        >>> import scenario_cli as sc
        >>> found = sc.study("china-arms-russia").sensitivity(lock="power")
        >>> found.one_way[1].kind
        'driver'
        """
        from scenario_cli.answers.sensitivity.ask import ask_sensitivity

        return ask_sensitivity(
            self,
            two_way=two_way,
            map_=map_,
            blend=blend,
            for_=for_,
            lock=lock,
            event=event,
            over=over,
            progress=progress,
        )

    def explain(self, option: str, against: str | None = None) -> "ExplainAnswer":
        """Ask why one option stands above another: without ``against`` the runner-up, or the leader.

        Raises
        ------
        InputError
            There is no such option, or no other to stand against.

        Examples
        --------
        >>> import scenario_cli as sc
        >>> round(sc.study("china-arms-russia").explain("straddle", against="drones").gap, 1)
        8.2
        """
        from scenario_cli.answers.explain.ask import ask_explain

        return ask_explain(self, option, against)

    def evidence(self, *, without: str | Sequence[str] = (), kind: Kind = "assumption") -> "EvidenceAnswer":
        """Ask what the result rests on, and what happens without it.

        Parameters
        ----------
        without : ids
            Evidence, or sources with all that comes from them, to leave out.
        kind : {"reporting", "judgement", "assumption"}
            Which ratings to doubt.

        Raises
        ------
        InputError
            There is no such evidence and no such source.

        Examples
        --------
        >>> import scenario_cli as sc
        >>> sc.study("china-arms-russia").evidence(without="wilder").knocked_out.ids
        ('wilder',)
        """
        from scenario_cli.answers.evidence.ask import ask_evidence

        return ask_evidence(self, without=without, kind=kind)

    def robustness(
        self,
        *,
        model: WeightsModel = "anywhere",
        over: Over | None = None,
        answers: "Sequence[AnswersSource]" = (),
        spread: float | None = None,
        ratings: Ratings = "fixed",
        samples: int = 100_000,
        seed: int = 0,
        progress: Progress | None = None,
    ) -> "RobustnessAnswer":
        """Ask what survives not knowing the weights, or the ratings.

        Parameters
        ----------
        model : {"anywhere", "ordered", "around", "ranges", "answers"}
            How weights may lie.
        over : {"factors", "drivers"}, optional
            What has a weight of its own; without it factors, or what all answers are about.
        answers : sequence of str, Path or Answers
            For ``answers``: files or models, all of which weights are to fulfil.
        spread : float, optional
            For ``around``: a weight of average size 1/n has standard deviation ``spread``/n; 0.2 without it.
        ratings : {"fixed", "uncertain"}
            Whether ratings are drawn from low to high, too.
        samples, seed : int
            How many weightings are sampled where no closed form exists; the same seed gives the same numbers.
        progress : callable, optional
            Told what is done and what there is in all.

        Raises
        ------
        InputError
            The spread cannot be, or the weights state no ranges, or none that can be met.

        Examples
        --------
        >>> import scenario_cli as sc
        >>> found = sc.study("china-arms-russia").robustness(over="drivers").found
        >>> found.acceptability.shape  # options, ranks
        (4, 4)
        """
        from scenario_cli.answers.robustness.ask import ask_robustness

        return ask_robustness(
            self,
            model=model,
            over=over,
            answers=answers,
            spread=spread,
            ratings=ratings,
            samples=samples,
            seed=seed,
            progress=progress,
        )

    def methods(self, *, as_published: bool = False) -> "MethodsAnswer":
        """Ask whether the answer hangs on adding up: ranks by six methods, and why these differ.

        ``as_published`` normalises over the options at hand, as papers do, not by the declared scales.

        Examples
        --------
        >>> import scenario_cli as sc
        >>> sc.study("china-arms-russia").methods().found.vikor.ranks
        array([1, 2, 3, 4])
        """
        from scenario_cli.answers.methods.ask import ask_methods

        return ask_methods(self, as_published=as_published)

    def product(
        self,
        *perspectives: WeightsSource,
        samples: int = 10_000,
        seed: int = 0,
        progress: Progress | None = None,
    ) -> "ProductAnswer":
        """Ask every question at once: the whole product of an analysis, as a page to hand on.

        Parameters
        ----------
        *perspectives : str, Path or Weights
            Other weights, to compare with those of the study.
        samples, seed : int
            How many weightings are sampled where no closed form exists; the same seed gives the same numbers.
        progress : callable, optional
            Told what is done and what there is in all.

        Returns
        -------
        ProductAnswer
            The answers of ``score``, ``sensitivity``, ``explain`` (the first option against the second),
            ``compare``, ``robustness`` and ``evidence``, and what each inject would do that could still
            happen: who would be first, and by how many points of score.

        Raises
        ------
        InputError
            Weights are missing or wrong, or do not fit the scenario.
        UsageError
            Two of the perspectives are the same.
        StudyError
            The chance of an event is tried, which not every question can take.

        Examples
        --------
        >>> import scenario_cli as sc
        >>> product = sc.study("china-arms-russia").product("critics", samples=1000)
        >>> [post.inject for post in product.signposts][:2]
        ['shipment_exposed', 'stays_hidden']
        """
        from scenario_cli.answers.product.ask import ask_product

        others = [self.under(weights) for weights in perspectives]
        return ask_product(self, others, samples=samples, seed=seed, progress=progress)

    def export(self, output: str | Path, *perspectives: WeightsSource, force: bool = False) -> "ExportedFile":
        """Write ratings and weights as a workbook that ranks the options itself, or as CSV.

        Parameters
        ----------
        output : str or Path
            The new file, by whose ending it is a workbook (``.xlsx``) or the ratings alone (``.csv``).
        *perspectives : str, Path or Weights
            Other weights, beside those of the study.
        force : bool
            Replace the file where it is there.

        Returns
        -------
        ExportedFile
            Its path, and what the scenario and the weights state that no table holds, a line each.

        Raises
        ------
        InputError, TakenError
            Weights are missing or wrong; the file is there already.
        UsageError
            The file has another ending, or holds what a user works on; or the study tries something.

        Examples
        --------
        >>> import scenario_cli as sc
        >>> sc.study("china-arms-russia").export("china.csv", "critics").path
        'china.csv'
        """
        from scenario_cli.answers.export.ask import export_tables
        from scenario_cli.answers.export.written import write_tables

        return write_tables(export_tables([self, *map(self.under, perspectives)]), output, force=force)

    def __repr__(self) -> str:
        stated, tried = self.scenario, "; ".join(map(str, self.trials))
        shape = f"{len(stated.options)} options x {len(stated.factors)} factors under {self.weights.id}"
        return f"Study: {stated.title}\n{shape}{', tried: ' if tried else ''}{tried}"

    def _repr_markdown_(self) -> str:
        return self.score()._repr_markdown_()


def study(scenario: ScenarioSource | None = None, weights: WeightsSource | None = None) -> Study:
    """Return a scenario under weights, ready to be asked.

    Parameters
    ----------
    scenario : str, Path or Scenario, optional
        A path, a name (of ``./scenarios/NAME.yaml``, ``./NAME.scenario.yaml`` or a built-in one), or a
        model made in Python. Without it: the only one of yours, else ``china-arms-russia``.
    weights : str, Path or Weights, optional
        Likewise in ``./weights``. Without it: those that the scenario names, else equal weights.

    Raises
    ------
    InputError, UsageError
        A file or a model is missing or wrong; every mistake of both is listed, each with its place.

    Examples
    --------
    >>> import scenario_cli as sc
    >>> print(sc.study("china-arms-russia", weights="authors"))
    Study: Will China arm Russia? (March 2023)
    4 options x 13 factors under authors
    """
    return study_of(models_of(scenario, weights))


def study_of(models: Models) -> Study:
    """Return the study of a scenario and weights that were read."""
    return Study(**models._asdict())


def decision_problem(
    scenario: ScenarioSource, weights: WeightsSource | None = None, trials: Sequence["Trial"] = ()
) -> DecisionProblem:
    """Return ``study(scenario, weights).tried(*trials).problem``: the arrays, after what is tried, in order.

    Raises
    ------
    InputError
        The models or files are wrong, or a trial does not fit.
    """
    return study(scenario, weights).tried(*trials).problem
