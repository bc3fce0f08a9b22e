"""What the shell is offered: ids of the scenario that is typed, or meant."""

import subprocess
import sys

import pytest


@pytest.fixture
def offered(environment, in_examples):
    def offered(words):
        env = {
            "_SCENARIO_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        }
        command = [sys.executable, "-c", "from scenario_cli.__main__ import main; main()"]
        done = subprocess.run(command, capture_output=True, env=environment(**env), check=False, timeout=60)
        assert done.stderr == b""
        return done.stdout.decode().split()

    return offered


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("scenario explain b", ["bakery"]),
        ("scenario explain inn lunch --against sta", ["stall"]),
        ("scenario sensitivity lunch --for i", ["inn"]),
        ("scenario score china-arms-russia --inject ship", ["shipment_exposed"]),
        ("scenario sensitivity china-arms-russia --lock p", ["power", "personality"]),
        ("scenario evidence china-arms-russia --without wild", ["wilder"]),
        ("scenario score china-arms-russia --set weights.pow", None),
        ("scenario score none-such --inject s", []),
        ("scenario score - --inject s", []),
    ],
)
def test_ids_of_the_scenario_are_offered(offered, words, found):
    got = offered(words)
    if found is None:
        assert got[:2] == ["weights.power=", "weights.power.leverage="]
        assert all(key.startswith("weights.power") for key in got)
    else:
        assert got == found


def test_ratings_that_can_be_set_are_offered(offered):
    got = offered("scenario score china-arms-russia --set ratings.drones.s")
    assert got == ["ratings.drones.sanctions=", "ratings.drones.standing="]


def test_names_of_examples_are_offered(offered):
    assert offered("scenario new --from o") == ["office-site"]
    assert offered("scenario new --from ") == [
        "bismarck-sea",
        "china-arms-russia",
        "drug-harms",
        "fighter-aircraft",
        "industrial-robot",
        "office-site",
    ]
