"""A conversation with the server, in a process of its own, by the protocol's own client."""

import sys
from pathlib import Path

import pytest
from looped import to_its_end
from mcp import ClientSession, types
from mcp.client.stdio import StdioServerParameters, stdio_client

COFFEE = """\
# Ours
format: scenario/1
title: Which coffee machine?
question: Which machine does the office buy?
sources:
  memo: {title: Memo}
evidence:
  slow: {source: memo, at: p. 2, says: It is slow.}
drivers:
  comfort:
    factors:
      taste: {}
      wait: {scale: {worst: 6, best: 0, unit: min}}
  cost: {scale: {worst: 900, best: 100, unit: EUR}}
options:
  keep: {title: Keep the old one}
  new: {title: Buy the new one}
ratings:
  keep: {taste: 4, wait: {value: 4, why: Timed in May., evidence: [slow]}, cost: 100}
  new: {taste: 8, wait: 2, cost: 700}
injects:
  price_cut: {title: The price falls, ratings: {new: {cost: {shift: -200}}}}
"""
RED = "format: weights/1\ntitle: Red\ndrivers: {comfort: 60, cost: 40}\n"


@pytest.fixture
def coffee(folder):
    """A folder with a scenario and two weights files."""
    for name, text in (
        ("scenarios/coffee.yaml", COFFEE),
        ("weights/red.yaml", RED),
        ("weights/blue.yaml", RED.replace("Red", "Blue").replace("60", "20")),
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


@pytest.fixture
def talk(environment, tmp_path_factory):
    """Run a conversation, an async function of a peer, with ``scenario mcp`` in the working folder."""

    def talk(conversation, *args, client="tester"):
        told = tmp_path_factory.mktemp("told") / "stderr"

        async def held():
            server = StdioServerParameters(
                command=sys.executable,
                args=["-m", "scenario_cli", "mcp", *args],
                env=environment(),
                cwd=Path.cwd(),
            )
            info = types.Implementation(name=client, version="1")
            with told.open("w", encoding="utf-8") as errlog:
                async with (
                    stdio_client(server, errlog=errlog) as (reading, writing),
                    ClientSession(reading, writing, client_info=info) as peer,
                ):
                    await peer.initialize()
                    return await conversation(peer)

        return to_its_end(held()), told.read_text(encoding="utf-8")

    return talk


@pytest.fixture
def ask(talk):
    """Call tools in one conversation; return their results."""

    def ask(*calls, write=False, client="tester"):
        async def conversation(peer):
            return [await peer.call_tool(name, arguments) for name, arguments in calls]

        found, _ = talk(conversation, *(["--write"] if write else []), client=client)
        return found

    return ask
