"""Which pieces go to a worker of a cluster together, and how many such bundles are under way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.batch import cluster as of_cluster
from scenario_cli.batch.chunk import Chunk, Done, ReadFile
from scenario_cli.batch.demands import Failed
from scenario_cli.batch.layout import Layout
from scenario_cli.batch.order import in_order
from scenario_cli.batch.plan import NoRows
from scenario_cli.batch.pool import Pool
from scenario_cli.batch.table import TableRows
from scenario_cli.mistakes import Mistake


def numbered(k):
    return Chunk(ReadFile(str(k), b"", ""), None, None, "none", Layout())


@given(
    kinds=st.lists(st.sampled_from(["scored", "skipped", "told"]), max_size=60),
    size=st.integers(1, 7),
    under_way=st.integers(1, 5),
)
def test_whatever_is_handed_over_together_comes_back_in_the_order_of_the_plan(kinds, size, under_way):
    submitted, waited = [], []

    def submit(chunks):
        submitted.append(chunks)
        assert len(submitted) - len(waited) <= under_way

        def wait():
            waited.append(chunks)
            return [Done(made_from=chunk.scenario.name) for chunk in chunks]

        return wait

    steps = [
        NoRows((Mistake(file=str(k), code="x", message=""),)) if kind == "told" else numbered(k)
        for k, kind in enumerate(kinds)
    ]
    given_ = in_order(
        iter(steps),
        Pool(submit, lambda: under_way, lambda chunks: len(chunks) == size),
        lambda chunk: kinds[int(chunk.scenario.name)] == "skipped",
        lambda chunk: Done(failed=(Failed(1, chunk.scenario.name),)),
    )
    found = [
        done.made_from or (done.failed[0].first if done.failed else done.mistakes[0].file)
        for _, done in given_
    ]
    assert found == [str(k) for k in range(len(kinds))]
    scored = [str(k) for k, kind in enumerate(kinds) if kind == "scored"]
    assert [chunk.scenario.name for chunks in submitted for chunk in chunks] == scored
    assert [len(chunks) for chunks in submitted[:-1]] == [size] * (len(submitted) - 1)


class Counted:
    """A client that counts threads and does nothing else."""

    status = "running"
    direct_to_workers = False
    threads = 1

    def nthreads(self):
        return {"tcp://one": self.threads}


@pytest.fixture
def counted(monkeypatch):
    monkeypatch.setattr(of_cluster, "LOOK", 0.0)
    client, told = Counted(), []
    return client, of_cluster.Workers(client, "tcp://x", told.append), told


def test_as_many_bundles_are_under_way_as_there_are_threads_now(counted):
    client, workers, _ = counted
    for threads in (1, 4, 2):
        client.threads = threads
        assert workers.under_way() == of_cluster.A_THREAD * threads


@given(
    seconds=st.floats(0.001, 5),
    row_bytes=st.integers(1, 10**8),
    threads=st.integers(1, 64),
    before=st.integers(0, 500),
    pieces=st.integers(1, 2000),
)
def test_a_bundle_takes_a_second_and_bounded_memory_and_leaves_some_for_others(
    seconds, row_bytes, threads, before, pieces
):
    workers = of_cluster.Workers(Counted(), "tcp://x", None)
    workers._seconds.append(seconds)
    workers._bytes, workers._threads, workers._submitted = row_bytes, threads, before
    pieces += before
    layout = Layout()
    chunks = []
    while before + len(chunks) < pieces:
        share = (before + len(chunks) + 1) / pieces
        chunks.append(Chunk(ReadFile("x", b"", ""), None, None, "none", layout, share=share))
        if workers.is_full(chunks):
            break
    n = len(chunks)
    assert n <= of_cluster.MOST_CHUNKS
    assert n == 1 or n * seconds <= of_cluster.BUNDLE
    assert n == 1 or n * row_bytes <= of_cluster.MOST_BYTES
    left = pieces - before - n
    assert n <= left / (2 * threads) + 1 or left == 0


def test_contents_that_are_sent_fill_a_bundle_too(counted):
    _, workers, _ = counted
    workers._seconds.append(0.001)
    most = of_cluster.MOST_HELD // of_cluster.A_THREAD
    workers._threads = most // of_cluster.MOST_SENT  # more threads: less each
    rows = TableRows("t", "t", "", ("a",), content=b"x" * (of_cluster.MOST_SENT // 3 + 1))
    chunk = Chunk(ReadFile("x", b"", ""), None, rows, "none", Layout(), share=0.0001)
    assert [workers.is_full([chunk] * n) for n in (1, 2, 3)] == [False, False, True]


@pytest.mark.parametrize("fault", [OSError, TimeoutError, None])
def test_workers_that_cannot_be_reached_are_reached_through_the_scheduler(counted, fault):
    client, workers, told = counted

    def sync(*_, **__):
        if fault:
            raise fault

    client.sync = sync
    workers._sights._find_ways()
    assert client.direct_to_workers == (fault is None)
    said = "workers cannot be reached from here; all goes through the scheduler"
    assert [mistake.message for mistake in told] == [said] * bool(fault)
