"""Games drawn at random, and what their logs come to by a naive reading of its own: line after line."""

import json
import tempfile
from pathlib import Path

from builders import TENTHS, stated_problems
from game.table import AT, stated
from hypothesis import strategies as st

import scenario_cli as sc
from scenario_cli.errors import ScenarioError

TEAMS = ("red", "blue")
POINTS = st.sampled_from([0, 1, 2.5, 40, 60])


@st.composite
def tables(draw):
    """A scenario with injects, and weights for it, as the data of files."""
    scenario, weights = draw(stated_problems(TENTHS, most=4))
    options, factors, drivers = [*scenario.options], [*scenario.factors], [*scenario.drivers]
    cell = st.one_of(
        st.fixed_dictionaries({"set": TENTHS}), st.fixed_dictionaries({"shift": st.floats(-9, 9).map(tenth)})
    )
    injects = {}
    for k in range(draw(st.integers(1, 3))):
        cells = draw(st.dictionaries(st.sampled_from(factors), cell, max_size=2))
        times = draw(st.dictionaries(st.sampled_from(drivers), st.sampled_from([0.5, 2, 3]), max_size=2))
        inject = {"ratings": {draw(st.sampled_from(options)): cells}} if cells else {}
        inject |= {"weights": {driver: {"times": by} for driver, by in times.items()}} if times else {}
        if inject:
            injects[f"e{k}"] = {"title": f"Event {k}", **inject}
    data = json.loads(scenario.model_dump_json(exclude_unset=True)) | {"injects": injects}
    for row in data["ratings"].values():
        row |= {factor: cell["value"] for factor, cell in row.items() if isinstance(cell, dict)}
    return data, json.loads(weights.model_dump_json(exclude_unset=True))


def tenth(number):
    return round(number, 1)


class Played:
    """A game that is being played at random, with the files that it follows."""

    def __init__(self, home, scenario, weights):
        self.home, self.scenario, self.weights = home, scenario, weights
        self.refused = 0
        self.save()
        self.game = sc.new_game(home / "game", home / "s.json", home / "w.json", teams=TEAMS, at=AT)

    def save(self):
        (self.home / "s.json").write_text(json.dumps(self.scenario), encoding="utf-8")
        (self.home / "w.json").write_text(json.dumps(self.weights), encoding="utf-8")

    @property
    def folder(self):
        return self.game.folder.path

    def setting(self, draw):
        """A setting of a weight or a rating."""
        drivers = [*self.scenario["drivers"]]
        if draw(st.booleans()):
            driver = draw(st.sampled_from(drivers))
            factors = [*self.scenario["drivers"][driver].get("factors", {})]
            within = draw(st.sampled_from([None, *factors]))
            key = f"weights.{driver}" if within is None else f"weights.{driver}.{within}"
            return f"{key}={draw(POINTS)}"
        option = draw(st.sampled_from([*self.scenario["options"]]))
        factor = draw(st.sampled_from([*self.scenario["ratings"][option]]))
        return f"ratings.{option}.{factor}={draw(st.one_of(TENTHS, st.just('unknown')))}"

    def play(self, draw):
        """Do one thing; what does not go is refused and counted."""
        game, how = self.game, {"at": AT}
        events = stated(self.folder)
        line = draw(st.integers(1, len(events) + 1))
        injects = [*self.scenario["injects"]] or ["none"]
        moves = [one["line"] for one in events if one["kind"] == "move"] or [1]
        settings = [self.setting(draw) for _ in range(draw(st.integers(1, 2)))]
        ways = {
            "turn": lambda: game.turn("", **how),
            "guess": lambda: game.guess("red", [draw(st.sampled_from([*self.scenario["options"]]))], **how),
            "inject": lambda: game.inject(
                draw(st.sampled_from(injects)), until=draw(st.sampled_from([None, 0, 1, 2, 3])), **how
            ),
            "set": lambda: game.set(*settings, by="red", **how),
            "ballot": lambda: game.set(*settings[:-1], weights=self.ballot(draw), **how),
            "move": lambda: game.move("blue", "so", **how),
            "ruling": lambda: game.ruling(
                draw(st.sampled_from(moves)), draw(st.booleans()), settings=settings[1:], **how
            ),
            "undo": lambda: game.undo(**how),
            "undo to": lambda: game.undo(to=line, **how),
            "redo": lambda: game.redo(**how),
            "edit": lambda: self.edit(draw) or game.fact("an edit", **how),
        }
        often = [*ways, "inject", "set", "ruling", "move", "undo", "redo"]
        try:
            ways[draw(st.sampled_from(often))]()
        except ScenarioError:
            self.refused += 1

    def ballot(self, draw):
        """Write another ballot."""
        points = {driver: draw(POINTS) for driver in self.scenario["drivers"]}
        if not any(points.values()):
            points[next(iter(points))] = 1
        path = self.home / "ballot.json"
        path.write_text(json.dumps({"format": "weights/1", "id": "ballot", "drivers": points}))
        return path

    def edit(self, draw):
        """Change a number in a file by hand."""
        if draw(st.booleans()):
            driver = draw(st.sampled_from([*self.weights["drivers"]]))
            changed = self.weights["drivers"] | {driver: draw(POINTS)}
            if any(changed.values()):
                self.weights = self.weights | {"drivers": changed}
        else:
            option = draw(st.sampled_from([*self.scenario["options"]]))
            row = self.scenario["ratings"][option]
            row = row | {draw(st.sampled_from([*row])): draw(TENTHS)}
            self.scenario = self.scenario | {"ratings": self.scenario["ratings"] | {option: row}}
        self.save()


@st.composite
def games(draw, least=8, most=30):
    """A game that was played at random, in a folder of its own."""
    home = Path(tempfile.mkdtemp(prefix="course-"))
    played = Played(home, *draw(tables()))
    for _ in range(draw(st.integers(least, most))):
        played.play(draw)
    return played


class Reading:
    """What some lines of a log come to, read from the bytes of the folder alone."""

    def __init__(self, folder, lines):
        self.folder = folder
        undone = set()
        for line in lines:
            undone |= set(line.get("undoes", ()))
            undone -= set(line.get("redoes", ()))
        self.standing = [line for line in lines if line["line"] not in undone and "undoes" not in line]
        rulings = {line["move"]: line["line"] for line in self.standing if line["kind"] == "ruling"}
        self.turn, self.trials = 0, []  # (what is tried, the last turn that it holds)
        for line in self.standing:
            kind = line["kind"]
            if kind == "new":
                self.scenario, self.weights = line["scenario"]["sha256"], line["weights"]["sha256"]
            elif kind == "turn":
                self.turn += 1
            elif kind == "inject":
                self.trials.append((line["inject"], line["until"]))
            elif kind == "set":
                if line["weights"] is not None:
                    self.take_ballot(line["weights"]["sha256"])
                self.put(line["set"])
            elif kind == "ruling" and rulings[line["move"]] == line["line"]:
                self.put(line["set"])
            elif kind == "edited":
                self.take_edit(line)

    def put(self, settings):
        self.trials += [(setting, None) for setting in settings]

    def data(self, sha256):
        return json.loads((self.folder / "kept" / f"{sha256}.yaml").read_text(encoding="utf-8"))

    @property
    def now(self):
        """What is tried, in order; an event that was to hold through a turn before holds no more."""
        return [trial for trial, until in self.trials if until is None or until >= self.turn]

    def happened(self):
        injects = self.data(self.scenario)["injects"]
        return [injects[trial] for trial in self.now if "=" not in trial]

    def take_ballot(self, sha256):
        """All points are those of the ballot, also where an event had multiplied them."""
        self.weights = sha256
        self.trials = [(trial, until) for trial, until in self.trials if not trial.startswith("weights.")]
        points = self.data(sha256)["drivers"]
        for driver in {driver for inject in self.happened() for driver in inject.get("weights", {})}:
            self.put([f"weights.{driver}={points[driver]}"])

    def take_edit(self, line):
        """The file is the new one; a number that was changed in it and by a line before is the file's."""
        keys = {trial.partition("=")[0] for trial, _ in self.trials if "=" in trial}
        for inject in self.happened():
            keys |= {f"weights.{driver}" for driver in inject.get("weights", {})}
            for option, row in inject.get("ratings", {}).items():
                keys |= {f"ratings.{option}.{factor}" for factor in row}
        if line["old"] == self.scenario:
            self.scenario = line["new"]
        else:
            assert line["old"] == self.weights
            self.weights = line["new"]
        self.put([f"{change['key']}={change['new']}" for change in line["changes"] if change["key"] in keys])

    @property
    def study(self):
        """The study by the library: the files that hold, with what is tried on them in order."""
        files = (self.folder / "kept" / f"{sha256}.yaml" for sha256 in (self.scenario, self.weights))
        return sc.study(*files).tried(*self.now)

    def scores(self):
        """The scores by schoolbook arithmetic over the plain data, without the library."""
        scenario, weights = self.data(self.scenario), self.data(self.weights)
        ratings = {option: {**row} for option, row in scenario["ratings"].items()}
        points = {**weights["drivers"]}
        within = {}
        for driver, about in scenario["drivers"].items():
            equal = dict.fromkeys(about.get("factors", [driver]), 1.0)
            within[driver] = {**weights.get("factors", {}).get(driver, equal)}
        for trial in self.now:
            key, _, value = trial.partition("=")
            path = key.split(".")
            if not value:
                inject = scenario["injects"][trial]
                for driver, by in inject.get("weights", {}).items():
                    points[driver] *= by["times"]
                for option, row in inject.get("ratings", {}).items():
                    for factor, change in row.items():
                        before = ratings[option][factor]
                        if "set" in change:
                            ratings[option][factor] = change["set"]
                        elif before != "unknown":
                            ratings[option][factor] = min(max(before + change["shift"], 0), 10)
            elif path[0] == "ratings":
                ratings[path[1]][path[2]] = value if value == "unknown" else float(value)
            elif len(path) == 2:
                points[path[1]] = float(value)
            else:
                within[path[1]][path[2]] = float(value)
        return {
            option: sum(
                100 * points[driver] / sum(points.values()) * share / sum(within[driver].values())
                * (0.5 if row[factor] == "unknown" else row[factor] / 10)
                for driver in points
                for factor, share in within[driver].items()
            )
            for option, row in ratings.items()
        }  # fmt: skip
