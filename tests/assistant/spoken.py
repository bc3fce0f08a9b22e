"""The protocol as bytes, where a client would be in the way."""

import json
import subprocess
import sys

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "raw", "version": "1"},
    },
}
READY = {"jsonrpc": "2.0", "method": "notifications/initialized"}


def call(number, name, **arguments):
    params = {"name": name, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}


def started(environment, *args):
    return subprocess.Popen(
        [sys.executable, "-m", "scenario_cli", "mcp", *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )


def piped(process, *messages):
    """Say messages and close stdin at once; return the answers by id."""
    said = b"".join(json.dumps(message).encode() + b"\n" for message in messages)
    done = process("mcp", stdin=said)
    assert done.returncode == 0
    return {answer["id"]: answer for answer in map(json.loads, done.stdout.splitlines())}
