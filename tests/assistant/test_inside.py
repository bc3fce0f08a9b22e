"""What is read lies in the folder of the server, or is built in, whatever an argument or a file names."""

import json
import os
from pathlib import Path

import pytest
from assistant.conftest import COFFEE, RED

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(os.name == "nt", reason="where links need a privilege"),
]
SECRET = "What nobody here is to read"


@pytest.fixture
def outside(coffee, tmp_path_factory, process):
    """A folder with files of each kind, which is no part of the one that the server works in."""
    home = tmp_path_factory.mktemp("outside")
    (home / "theirs.yaml").write_text(COFFEE.replace("Which coffee machine?", SECRET), encoding="utf-8")
    (home / "red.yaml").write_text(RED.replace("Red", SECRET), encoding="utf-8")
    (home / "text.txt").write_text(f"{SECRET}: yes\n", encoding="utf-8")
    (home / "saved.json").write_bytes(process("score", str(home / "theirs.yaml"), "-f", "json").stdout)
    return home


def calls_of(outside, name):
    up = os.path.relpath(outside)
    theirs, red = f"{outside}/theirs.yaml", f"{up}/red.yaml"
    return {
        "score": [
            {"scenario": theirs},
            {"weights": [red]},
            {"scenario": "linked"},
            {"scenario": "scenarios/linked.yaml"},
            {"scenario": f"{outside}/text.txt"},
            {"scenario": f"{outside}/not-there.yaml"},
            {"scenario": "/etc/passwd"},
            {"scenario": "s3://bucket/x.yaml"},
        ],
        "sensitivity": [{"blend": red}],
        "explain": [{"option": "new", "scenario": theirs}],
        "robustness": [{"model": "answers", "answers": theirs}],
        "compare": [{"scenario": [theirs, "coffee"], "weights": "red"}, {"weights": f"{outside}/*.yaml"}],
        "diff": [{"files": ["coffee", theirs]}, {"files": ["weights/red.yaml", red]}],
        "check": [{"files": f"{up}/*"}, {"files": f"{outside}"}, {"files": ["coffee", theirs]}],
        "verify": [
            {"result": f"{outside}/saved.json"},
            {"result": "saved.json", "under": f"{outside}"},
        ],
        "show": [{"name": theirs}, {"name": red}, {"name": "linked"}],
        "weights_history": [{"weights": red}],
        "ratings_history": [{"scenario": theirs}],
    }[name]


@pytest.mark.parametrize(
    "name",
    [
        *("score", "sensitivity", "explain", "robustness", "compare", "diff", "check", "verify", "show"),
        *("weights_history", "ratings_history"),
    ],
)
def test_no_argument_leads_outside(outside, ask, process, name):
    Path("saved.json").write_bytes(process("score", "coffee", "-f", "json").stdout)
    Path("scenarios/linked.yaml").symlink_to(outside / "theirs.yaml")
    asked = calls_of(outside, name)
    for arguments, result in zip(asked, ask(*((name, one) for one in asked)), strict=True):
        assert (result.is_error, result.structured_content) == (True, None), arguments
        (part,) = result.content
        assert part.text.endswith(
            "lies outside of the folder that the server was started in; nothing was read or written"
        ), (arguments, part.text)
        assert SECRET not in part.text


def test_what_files_and_folders_name_leads_nowhere_outside(outside, ask):
    up = os.path.relpath(outside)
    Path("own.yaml").write_text(f"{COFFEE}weights: {up}/red.yaml\n", encoding="utf-8")
    Path("scenarios/coffee.yaml").unlink()
    Path("scenarios/linked.yaml").symlink_to(outside / "theirs.yaml")
    Path("weights/linked.yaml").symlink_to(outside / "red.yaml")
    calls = [
        ("score", {}),
        ("score", {"scenario": "own.yaml"}),
        ("compare", {"scenario": "own.yaml"}),
        ("check", {}),
        ("check", {"files": "scenarios"}),
        ("check", {"files": "*/*.yaml"}),
        ("list", {}),
    ]
    results = ask(*calls)
    for (name, arguments), result in zip(calls, results, strict=True):
        told = json.dumps(result.structured_content) + "".join(part.text for part in result.content)
        assert SECRET not in told, (name, arguments)
        assert result.is_error == (name != "list"), (name, arguments, told)
    assert "cannot be read: it lies outside of the folder that the server was started in" in (
        results[0].content[0].text
    )


def test_what_is_inside_and_what_is_built_in_is_read_by_any_name(coffee, ask):
    Path("scenarios/again.yaml").symlink_to(coffee / "scenarios" / "coffee.yaml")
    calls = [
        (
            "score",
            {"scenario": f"{coffee}/scenarios/coffee.yaml", "weights": "./weights/../weights/red.yaml"},
        ),
        ("score", {"scenario": "scenarios/again.yaml"}),
        ("score", {"scenario": "china-arms-russia"}),
        ("show", {"name": "authors"}),
        ("check", {"files": "*/*.yaml"}),
    ]
    assert [result.is_error for result in ask(*calls)] == [False] * 5
