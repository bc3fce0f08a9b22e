"""What a chunk gave comes through a pipe as it was, however much there is; half of it is nothing."""

import multiprocessing
import socket
import threading

import pytest

from scenario_cli.batch.chunk import Done
from scenario_cli.batch.pipes import received, send

SIZES = [0, 1, 64 * 1024 - 1, 64 * 1024, 1_000_003, 20_000_000]


@pytest.fixture
def pipe():
    ends = multiprocessing.Pipe()
    yield ends
    for end in ends:
        end.close()


def sent(end, *many):
    thread = threading.Thread(target=lambda: [send(end, done) for done in many])
    thread.start()
    return thread


def test_what_is_sent_is_received_in_order(pipe):
    many = [Done(rows=bytes(range(256)) * (size // 256) + b"x" * (size % 256), n_rows=size) for size in SIZES]
    thread = sent(pipe[0], *many)
    for done in many:
        assert received(pipe[1]) == done
    thread.join()


def test_what_went_wrong_is_received_too(pipe):
    thread = sent(pipe[0], ValueError("no"), Done(rows=b"a" * 100_000))
    assert isinstance(received(pipe[1]), ValueError)
    assert received(pipe[1]).rows == b"a" * 100_000
    thread.join()


def test_a_sender_that_goes_away_half_way_is_told(pipe):
    pipe[0].send((Done(), 100_000))
    pipe[0].send_bytes(b"a" * 1000)
    pipe[0].close()
    with pytest.raises(EOFError):
        received(pipe[1])


def test_a_usual_time_limit_of_the_process_is_none_here(pipe):
    usual = socket.getdefaulttimeout()
    socket.setdefaulttimeout(0.01)
    try:
        later = threading.Timer(0.2, send, (pipe[0], Done(rows=b"b" * 3_000_000)))
        later.start()
        assert received(pipe[1]).rows == b"b" * 3_000_000
        later.join()
    finally:
        socket.setdefaulttimeout(usual)
