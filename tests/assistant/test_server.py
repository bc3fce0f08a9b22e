"""`scenario mcp`, spoken to by the protocol's own client over the pipes of a process."""

import json
import os
from pathlib import Path

import pytest
from mcp import types
from mcp.shared.exceptions import MCPError

from scenario_cli import __version__
from scenario_cli.assistant.tools import READING, WRITING
from scenario_cli.render.json import json_text

pytestmark = pytest.mark.thorough

STUDIED = ("score", "sensitivity", "explain", "evidence", "robustness", "compare")


# Each tool, and the command line whose document it returns.
CALLS = [
    ("score", {}, ["score"]),
    (
        "score",
        {"scenario": "coffee", "weights": "red", "injects": ["price_cut"], "set": ["ratings.keep.taste=6"]},
        ["score", "coffee", "-w", "red", "--inject", "price_cut", "--set", "ratings.keep.taste=6"],
    ),
    (
        "score",
        {"weights": ["red"], "chance": "price_cut=0.4"},
        ["score", "-w", "red", "--chance=price_cut=0.4"],
    ),
    ("sensitivity", {"weights": "red"}, ["sensitivity", "-w", "red"]),
    (
        "sensitivity",
        {"two_way": "taste,cost", "lock": [], "for": "keep", "blend": "red"},
        ["sensitivity", "--two-way=taste,cost", "--for", "keep", "--blend", "red"],
    ),
    ("explain", {"option": "new", "against": "keep"}, ["explain", "new", "--against", "keep"]),
    ("explain", {"option": "new", "scenario": "coffee"}, ["explain", "new", "coffee"]),
    ("evidence", {"without": "memo"}, ["evidence", "--without", "memo"]),
    ("evidence", {"kind": "judgement"}, ["evidence", "--kind", "judgement"]),
    (
        "robustness",
        {"model": "around", "spread": 0.3, "samples": 500, "seed": 7, "ratings": "uncertain"},
        ["robustness", "--model=around", "--spread=0.3", "--samples=500", "--seed=7", "--ratings=uncertain"],
    ),
    ("robustness", {"over": "drivers", "samples": 500}, ["robustness", "--over=drivers", "--samples=500"]),
    ("compare", {}, ["compare"]),
    (
        "compare",
        {"scenario": ["coffee"], "weights": ["red", "blue"]},
        ["compare", "coffee", "-w", "red", "-w", "blue"],
    ),
    (
        "diff",
        {"files": ["weights/red.yaml", "weights/blue.yaml"]},
        ["diff", "weights/red.yaml", "weights/blue.yaml"],
    ),
    ("methods", {"as_published": True}, ["methods", "--as-published"]),
    ("methods", {"as_published": False}, ["methods"]),
    ("check", {"files": ["scenarios", "weights/red.yaml"]}, ["check", "scenarios", "weights/red.yaml"]),
    ("check", {"files": "coffee"}, ["check", "coffee"]),
    ("check", {}, ["check"]),
    ("weights_history", {"weights": "red", "scenario": "coffee"}, ["weights", "history", "red"]),
    ("ratings_history", {"scenario": "coffee"}, ["ratings", "history", "coffee"]),
    ("list", {}, ["list"]),
    ("show", {"name": "coffee"}, ["show", "coffee"]),
    ("verify", {"result": "saved.json"}, ["verify", "saved.json"]),
    ("schema", {"format": "score"}, ["schema", "score"]),
    ("schema", {"format": "scenario"}, ["schema", "scenario"]),
]


def test_it_says_what_it_is_and_which_tools_there_are(coffee, talk):
    async def conversation(peer):
        return peer.initialize_result, await peer.list_tools()

    (hello, listed), told = talk(conversation)
    assert (hello.server_info.name, hello.server_info.version) == ("scenario-cli", __version__)
    assert "not a likelihood" in hello.instructions
    assert {tool.name for tool in listed.tools} == {tool.name for tool in READING}
    assert {"check", "diff", "schema", "methods", *STUDIED} <= {tool.name for tool in listed.tools}
    for tool in listed.tools:
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.destructive_hint is False
        assert tool.annotations.open_world_hint is False
        assert tool.input_schema["additionalProperties"] is False
        assert tool.description.endswith(".")
    assert told == "scenario mcp: speaking on stdin and stdout; only reads\n"


def test_each_tool_returns_the_document_that_its_command_prints_and_says_its_finding(coffee, ask, process):
    Path("saved.json").write_bytes(process("score", "-f", "json").stdout)
    assert {name for name, _, _ in CALLS} == {tool.name for tool in READING}
    results = ask(*((name, arguments) for name, arguments, _ in CALLS))
    for (name, arguments, words), result in zip(CALLS, results, strict=True):
        printed = process(*words, "-f", "json")
        assert (printed.returncode, result.is_error) == (0, False), (name, arguments, result.content)
        assert json_text(result.structured_content).encode() == printed.stdout, (name, arguments)
        document = json.loads(printed.stdout)
        said = document.get("finding", f"The JSON Schema of {document.get('title')}.")
        assert result.content[0].text == said
        assert len(result.content) in (2, 3)
        assert json.loads(result.content[-1].text) == document
        assert result.content[-1].annotations.audience == ["assistant"]
        assert "\n" not in result.content[-1].text


def test_caveats_stand_beside_the_finding_as_on_the_page(coffee, ask, process):
    path = Path("scenarios/coffee.yaml")
    path.write_text(COFFEE_PROPOSED, encoding="utf-8")
    (result,) = ask(("score", {"weights": "red"}))
    flags = [flag for flag in result.structured_content["flags"] if flag["level"] == "warning"]
    assert "proposed_by_program" in {flag["code"] for flag in flags}
    finding, caveats, _ = (part.text for part in result.content)
    assert finding == result.structured_content["finding"]
    codes = [line.rpartition(" ")[2] for line in caveats.splitlines()]
    assert codes == list(dict.fromkeys(f"[{flag['code']}]" for flag in flags))
    assert "! 2 ratings were set by a program (judge-1 and judge-2): " in caveats
    assert printed_caveats(process("score", "-w", "red", "--width", "500")) == caveats.splitlines()


def printed_caveats(done):
    return [line for line in done.stdout.decode().splitlines() if line.startswith("! ")]


COFFEE_PROPOSED = """\
format: scenario/1
title: Which?
question: Which?
weights: red
drivers: {comfort: {}, cost: {}}
options: {keep: {}, new: {}}
ratings:
  keep: {comfort: {value: 4, by: {program: judge-1}}, cost: 3}
  new: {comfort: 8, cost: {value: 4, by: "program: judge-2", why: Read.}}
"""


def test_errors_are_the_located_lines_that_the_command_prints(coffee, ask, process):
    text = Path("scenarios/coffee.yaml").read_text(encoding="utf-8").replace("taste: 8", "tast: 80")
    Path("scenarios/coffee.yaml").write_text(text, encoding="utf-8")
    printed = process("score").stderr.decode().replace(os.linesep, "\n")
    assert printed.count("scenarios/coffee.yaml:") == 2
    score, check = ask(("score", {}), ("check", {"files": ["scenarios"]}))
    assert (score.is_error, score.structured_content) == (True, None)
    assert [part.text for part in score.content] == [printed.strip()]
    assert check.is_error is True
    assert json_text(check.structured_content).encode() == process("check", "scenarios", "-f", "json").stdout
    assert [part.text for part in check.content[:-1]] == [
        process("check", "scenarios").stderr.decode().replace(os.linesep, "\n").strip(),
        check.structured_content["finding"],
    ]


WRONG = [
    ({"scenaro": "coffee"}, "error: scenaro: no argument of 'score'; did you mean 'scenario'?"),
    (
        {"x": 1, "weight": 2},
        "error: x: no argument of 'score'; known: scenario, weights, injects, set, chance\n"
        "weight: no argument of 'score'; did you mean 'weights'?",
    ),
    ({"scenario": 3}, "error: scenario: expected a text"),
    ({"injects": [1]}, "error: injects: expected a text or a list of texts"),
    ({"scenario": "nowhere"}, "nowhere:1:1: error: there is no scenario 'nowhere'"),
    (
        {"weights": ["red", "blue"]},
        "error: weights: one at a time here, found 2; the tool compare takes several",
    ),
    ({"injects": "nothing"}, "error: injects: unknown inject 'nothing'"),
    ({"set": "weights.power=60"}, "error: set weights.power=60: "),
    ({"scenario": ""}, "error: scenario: an empty text names nothing; leave the argument out"),
    ({"scenario": "-"}, "error: scenario: '-' is standard input, on which the protocol is spoken here"),
    ({"scenario": "--output=x.json"}, "--output=x.json:1:1: error: there is no such file"),
    ({"weights": "x.yaml --output=y"}, "x.yaml --output=y:1:1: error: "),
    ({"set": "--output=x.json"}, "error: set --output=x.json: "),
    ({"scenario": "a\0b"}, "error: scenario: a text cannot hold the sign NUL"),
]


def test_wrong_arguments_are_refused_and_named(coffee, ask):
    results = ask(*(("score", arguments) for arguments, _ in WRONG))
    for (arguments, said), result in zip(WRONG, results, strict=True):
        assert (result.is_error, result.structured_content) == (True, None), arguments
        assert result.content[0].text.startswith(said), (arguments, result.content[0].text)
    assert sorted(path.name for path in Path().iterdir()) == ["scenarios", "weights"]


def test_what_is_missing_is_named(coffee, ask):
    results = ask(
        ("explain", {}),
        ("new", {}),
        ("diff", {"files": ["weights/red.yaml"]}),
        ("schema", {"format": "x"}),
        write=True,
    )
    said = [result.content[0].text for result in results]
    assert all(result.is_error for result in results)
    assert said[0] == "error: option: missing"
    assert said[1] == (
        "error: kind: missing; or copy an example with 'from'\nname: missing; or copy an example with 'from'"
    )
    assert said[2] == "error: files: expected 2 texts, found 1"
    assert said[3].startswith("error: format: 'x' is none of scenario, weights, pairs, ")


def test_a_tool_that_there_is_not_is_an_error_of_the_protocol(coffee, talk):
    async def conversation(peer):
        said = []
        for name in ("guess", "ratings_set"):
            with pytest.raises(MCPError) as refused:
                await peer.call_tool(name, {})
            said.append((refused.value.error.code, refused.value.error.message))
        return said

    said, _ = talk(conversation)
    assert [code for code, _ in said] == [types.INVALID_PARAMS] * 2
    assert said[0][1].startswith("there is no tool 'guess'; there are check, compare, ")
    assert said[1][1] == "'ratings_set' writes files, which this server was not started for"


def everything(folder):
    """Every file with its bytes and its times, and every folder."""
    return {
        path.relative_to(folder).as_posix(): (
            path.read_bytes() if path.is_file() else None,
            path.stat().st_mtime_ns,
            path.stat().st_mode,
        )
        for path in [folder, *sorted(folder.rglob("*"))]
    }


def test_nothing_is_written_in_a_long_conversation_without_write(coffee, ask, process):
    Path("saved.json").write_bytes(process("score", "-f", "json").stdout)
    before = everything(coffee)
    calls = [(name, arguments) for name, arguments, _ in CALLS] + [("score", wrong) for wrong, _ in WRONG]
    assert len(ask(*calls)) == len(calls) > 30
    assert everything(coffee) == before


def test_files_are_read_anew_at_each_call(coffee, talk):
    async def conversation(peer):
        first = await peer.call_tool("score", {"weights": "red"})
        path = Path("weights/red.yaml")
        path.write_text(path.read_text(encoding="utf-8").replace("60", "10"), encoding="utf-8")
        return first, await peer.call_tool("score", {"weights": "red"})

    (first, then), _ = talk(conversation)
    shares = [found.structured_content["weights"]["drivers"]["comfort"] for found in (first, then)]
    assert shares == [0.6, 0.2]


def test_calls_that_come_at_once_do_not_mix(coffee, talk):
    import asyncio

    async def conversation(peer):
        calls = [peer.call_tool("score", {"weights": "red" if k % 2 else "blue"}) for k in range(8)]
        return await asyncio.gather(*calls)

    found, _ = talk(conversation)
    ids = [result.structured_content["weights"]["id"] for result in found]
    assert ids == ["blue", "red"] * 4


def test_more_than_a_million_weightings_are_refused_and_the_schema_says_so(coffee, ask):
    (result, fewest) = ask(("robustness", {"samples": 10**12}), ("robustness", {"samples": 0}))
    assert result.is_error
    assert result.content[0].text == (
        "error: samples: at most 1,000,000 here; more can be asked for on the command line"
    )
    assert fewest.content[0].text == "error: samples: expected 1 or more"
    tool = next(tool for tool in READING if tool.name == "robustness")
    samples = tool.schema["properties"]["samples"]
    assert (samples["minimum"], samples["maximum"]) == (1, 1_000_000)
    assert "at most 1,000,000" in samples["description"]


def test_defaults_that_had_an_effect_are_told(coffee, ask):
    Path("scenario.toml").write_text('weights = "blue"\n', encoding="utf-8")
    (by_default, stated) = ask(("score", {}), ("score", {"weights": "red"}))
    assert by_default.structured_content["provenance"]["defaults"]
    assert by_default.content[1].text.splitlines()[-1] == "Defaults: weights blue (scenario.toml)."
    assert not any("Defaults" in part.text for part in stated.content[:-1])


def test_a_title_of_several_lines_stays_in_one(coffee, ask):
    path = Path("scenarios/coffee.yaml")
    text = path.read_text(encoding="utf-8").replace("{title: Buy the new one}", '{title: "Buy\\nnow"}')
    path.write_text(text, encoding="utf-8")
    (result,) = ask(("score", {"weights": "red"}))
    assert "Buy\\nnow" in result.content[0].text
    assert "\n" not in result.content[0].text


def test_a_driver_without_factors_is_known_once(coffee, ask):
    (result,) = ask(("sensitivity", {"over": "zzz"}))
    assert result.is_error
    assert result.content[0].text.startswith("error: over: unknown driver or factor 'zzz'; ")
    assert result.content[0].text.count("cost") == 1


def test_without_the_extra_it_says_how_to_get_it(folder, run, monkeypatch):
    monkeypatch.setattr("scenario_cli.extras.find_spec", lambda _: None)
    result = run("mcp")
    assert (result.exit_code, result.stdout) == (2, "")
    how = "install scenario-cli with the extra 'mcp': pip install 'scenario-cli[mcp]'"
    assert result.stderr == f"error: a server for assistants needs mcp; {how}\n"


def test_an_older_version_of_the_package_is_told(folder, run, monkeypatch):
    monkeypatch.setattr("scenario_cli.assistant.server.find_spec", lambda _: None)
    result = run("mcp")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: a server for assistants needs version 2 of mcp, an older one is installed; "
        "pip install 'scenario-cli[mcp]'\n"
    )


def test_tools_that_write_are_declared_as_what_they_are(coffee, talk):
    async def conversation(peer):
        return await peer.list_tools()

    listed, _ = talk(conversation, "--write")
    hints = {tool.name: tool.annotations for tool in listed.tools}
    assert set(hints) == {tool.name for tool in (*READING, *WRITING)}
    writing = {name for name, hint in hints.items() if not hint.read_only_hint}
    assert writing == {"weights_set", "weights_undo", "ratings_set", "ratings_undo", "new"}
    assert {name for name, hint in hints.items() if hint.destructive_hint} == writing - {"new"}
    assert not hints["new"].idempotent_hint
    assert hints["ratings_set"].idempotent_hint
    assert not hints["ratings_undo"].idempotent_hint
