"""The Model Context Protocol over standard input and output: tools in, documents out."""

import asyncio
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from scenario_cli.assistant.answered import Spoken, told
from scenario_cli.assistant.arguments import AssistantTool
from scenario_cli.assistant.calls import Calls
from scenario_cli.assistant.changing import WRITING
from scenario_cli.assistant.streams import Incoming, OpenRequests, Outgoing, Wire
from scenario_cli.assistant.tools import tools
from scenario_cli.assistant.typed import command_line
from scenario_cli.errors import MissingPackageError, UsageError
from scenario_cli.extras import needs

if TYPE_CHECKING:
    from mcp import types
    from mcp.server import ServerRequestContext
    from mcp.server.lowlevel import Server

EXTRA = "mcp"
WHAT = "a server for assistants"
INSTRUCTIONS = """\
Ranks a decision-maker's options from files, and shows exactly what would change the answer.
Take every number from a tool: compute none, guess none. Name ids as the tools do (list, show).
A score is value under the weights that are stated, not a likelihood. A share of weightings is not a
probability. Say the caveats with the finding; score has all of them. Cite evidence by its source and
the place in it, which explain and evidence give; where a rating has none, say so. Ratings
that you propose are marked as set by a program, and stay so until a person sets them."""


def ready() -> None:
    """Refuse to go on without the package that speaks the protocol.

    Raises
    ------
    MissingPackageError
        It is not installed, or is a version before 2.
    """
    needs("mcp", WHAT, extra=EXTRA)
    if find_spec("mcp_types") is None:
        raise MissingPackageError(
            f"{WHAT} needs version 2 of mcp, an older one is installed; pip install 'scenario-cli[{EXTRA}]'"
        )


def serve(calls: Calls, *, version: str, write: bool) -> None:
    """Answer over standard input and output until either is closed.

    Parameters
    ----------
    calls : Calls
        Runs a command line, and returns what it wrote.
    version : str
        The version of this program.
    write : bool
        Whether there are tools that write.

    Raises
    ------
    MissingPackageError
        The package that speaks the protocol is not installed.
    """
    ready()
    asyncio.run(_served(server_of(calls, version=version, write=write), Wire(calls.stop)))


async def _served(server: "Server[object]", wire: Wire) -> None:
    from mcp.server.stdio import stdio_server

    asked = OpenRequests()
    async with stdio_server(stdout=wire) as (reading, writing):  # type: ignore[arg-type]
        streams = Incoming(reading, asked), Outgoing(writing, asked)
        await server.run(*streams, server.create_initialization_options())


def server_of(calls: Calls, *, version: str, write: bool) -> "Server[object]":
    """Return the server, which speaks to nobody yet."""
    from mcp import types
    from mcp.server.lowlevel import Server
    from mcp.shared.exceptions import MCPError

    known = {tool.name: tool for tool in tools(write=write)}

    async def listed(
        context: "ServerRequestContext[object]", params: "types.PaginatedRequestParams | None"
    ) -> "types.ListToolsResult":
        return types.ListToolsResult(tools=[declared(tool) for tool in known.values()])

    async def called(
        context: "ServerRequestContext[object]", params: "types.CallToolRequestParams"
    ) -> "types.CallToolResult":
        if params.name not in known:
            raise MCPError(types.INVALID_PARAMS, _no_such_tool(params.name, sorted(known)))
        asked = known[params.name]
        client = context.session.client_params
        try:
            words = command_line(asked, params.arguments or {}, client.client_info.name if client else "")
        except UsageError as error:
            return result_of(Spoken(None, (f"error: {error}",), failed=True))
        return result_of(told(await calls.ran(words, writes=asked.writes), asked))

    return Server(
        "scenario-cli",
        version=version,
        instructions=INSTRUCTIONS,
        on_list_tools=listed,
        on_call_tool=called,
    )


def _no_such_tool(name: str, known: Sequence[str]) -> str:
    if name in {tool.name for tool in WRITING}:
        return f"'{name}' writes files, which this server was not started for"
    return f"there is no tool '{name}'; there are {', '.join(known)}"


def declared(tool: AssistantTool) -> "types.Tool":
    """Return a tool as the protocol declares it."""
    from mcp import types

    return types.Tool(
        name=tool.name,
        description=tool.about,
        input_schema=tool.schema,
        annotations=types.ToolAnnotations(
            read_only_hint=not tool.writes,
            destructive_hint=tool.overwrites,
            idempotent_hint=tool.repeatable or not tool.writes,
            open_world_hint=False,
        ),
    )


def result_of(said: Spoken) -> "types.CallToolResult":
    """Return what a tool says as the protocol has it."""
    from mcp import types

    texts = [types.TextContent(type="text", text=text) for text in said.texts]
    if said.whole:  # a client may hand on texts alone
        audience = types.Annotations(audience=["assistant"])
        texts.append(types.TextContent(type="text", text=said.whole, annotations=audience))
    return types.CallToolResult(
        content=[*texts],
        structured_content=said.document,
        is_error=said.failed,
    )
