"""Scenarios and weights in archives: the bytes of the unpacked folder, or what keeps them from it."""

import bz2
import gzip
import io
import lzma
import os
import random
import stat
import tarfile
import tracemalloc
import zipfile
import zlib

import pytest
from batch_builders import COFFEE, WEIGHTS, put, rows_of

from scenario_cli.batch import archives, unpacking
from scenario_cli.batch.archives import Archive
from scenario_cli.errors import InputError
from scenario_cli.files.catalog import MAX_BYTES

pytestmark = pytest.mark.thorough

PACKED = {
    ".tar": bytes,
    ".tar.gz": gzip.compress,
    ".tgz": gzip.compress,
    ".tar.bz2": bz2.compress,
    ".tar.xz": lzma.compress,
}
ENDINGS = [".zip", *PACKED]


def zipped(files, how=zipfile.ZIP_DEFLATED):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", how) as archive:
        for name, text in files:
            archive.writestr(name, text)
    return content.getvalue()


def tarred(files):
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for name, text in files:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text))
    return content.getvalue()


def archive_of(files, ending):
    files = [*files]
    return zipped(files) if ending == ".zip" else PACKED[ending](tarred(files))


def in_folder(folder):
    return [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in folder.rglob("*.yaml")]


@pytest.fixture
def project(coffee):
    """Scenarios and weights of a project, one of which names its own; packed in no order of names."""
    own = COFFEE.replace("id: coffee\n", "weights: fair\n")
    for name in ("b/z", "b-a", "b/a", "a"):
        put(coffee / f"project/scenarios/{name}.yaml", own)
    put(coffee / "project/scenarios/tea.yaml", COFFEE.replace("id: coffee", "id: tea"))
    for id_, points in {"fair": (30, 70), "gourmet": (90, 10), "miser": (1, 9)}.items():
        put(coffee / f"project/weights/{id_}.yaml", WEIGHTS.format(*points))
    return coffee


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_archive_gives_the_bytes_of_the_unpacked_folder(project, batch, monkeypatch, ending):
    files = in_folder(project / "project")
    random.Random(ending).shuffle(files)
    (project / f"p{ending}").write_bytes(archive_of(files, ending))
    names = ["a", "b/a", "b/z", "b-a", "tea"]  # in order of path: a folder before what goes on with a sign
    monkeypatch.chdir(project / "project")
    scenarios = [f"scenarios/{name}.yaml" for name in names]
    batch(*scenarios, "-o", "../one.csv")
    batch(*scenarios, "-w", "weights", "--injects", "each", "-o", "../two.csv")
    monkeypatch.chdir(project)
    said = batch(f"p{ending}", "-o", "from.csv").stderr
    assert said == (
        f"p{ending}: note: 3 of its 8 YAML files are weights and not read as scenarios [left-out]\n"
    )
    assert (project / "from.csv").read_bytes() == (project / "one.csv").read_bytes()
    for jobs in ("1", "2"):
        line = [f"p{ending}", "-w", f"p{ending}", "--injects", "each", "--jobs", jobs]
        assert batch(*line, "-o", "from.csv").stderr == ""
        assert (project / "from.csv").read_bytes() == (project / "two.csv").read_bytes()


@pytest.mark.parametrize("ending", ENDINGS)
def test_windows_change_no_byte(project, batch, monkeypatch, ending):
    files = in_folder(project / "project") + [
        (f"weights/{k:03}.yaml", WEIGHTS.format(k + 1, 5).encode()) for k in range(40)
    ]
    random.Random(ending).shuffle(files)
    (project / f"p{ending}").write_bytes(archive_of(files, ending))
    before = batch(f"p{ending}", "-w", f"p{ending}").stdout
    assert len(rows_of(before)) == 5 * 43 * 3
    monkeypatch.setattr(archives, "IN_A_WINDOW", 100)
    assert batch(f"p{ending}", "-w", f"p{ending}").stdout == before


def test_an_archive_in_a_list_and_in_a_pattern(project, batch):
    files = in_folder(project / "project/weights")
    for name in ("one.zip", "two.zip"):
        (project / name).write_bytes(zipped(files))
    put(project / "list.txt", "one.zip\ntwo.zip\nweights/fair.yaml\n")
    rows = rows_of(batch("coffee", "--files-from", "list.txt").stdout)
    assert [row["weights"] for row in rows[::3]] == ["fair", "gourmet", "miser"] * 2 + ["fair"]
    assert batch("coffee", "-w", "*.zip").stdout == batch("coffee", "-w", "one.zip", "-w", "two.zip").stdout


def test_a_mistake_is_told_at_its_place_in_the_archive(coffee, batch):
    files = [("dir/bad.yaml", COFFEE.replace("taste: 8", "taste: 80").encode()), ("ok.yaml", COFFEE.encode())]
    for ending in (".zip", ".tar.gz"):
        (coffee / f"a{ending}").write_bytes(archive_of(files, ending))
        result = batch(f"a{ending}", code=3)
        line = COFFEE.splitlines().index("  new: {taste: 8, wait: 1, cost: 800}") + 1
        assert result.stderr.startswith(f"a{ending}/dir/bad.yaml:{line}:16: error: ")
        assert len(rows_of(result.stdout)) == 3


@pytest.mark.parametrize(
    ("own", "there"),
    [
        ("balanced", "dir/balanced.yaml"),
        ("balanced", "dir/weights/balanced.yml"),
        ("balanced", "weights/balanced.yaml"),
        ("balanced", "balanced.json"),
        ("weights/x.yaml", "dir/weights/x.yaml"),
        ("../w/x.yaml", "w/x.yaml"),
        ("weights/x.yaml", "weights/x.yaml"),
    ],
)
def test_the_weights_that_a_scenario_names_are_found_beside_it(coffee, batch, own, there):
    put(coffee / "weights/balanced.yaml", WEIGHTS.format(9, 1))  # the one in the archive comes first
    content = b'{"drivers": {"comfort": 25, "cost": 75}, "format": "weights/1", "id": "mine"}'
    files = [("dir/c.yaml", COFFEE.replace("id: coffee", f"weights: {own}").encode()), (there, content)]
    (coffee / "a.zip").write_bytes(zipped(files))
    rows = rows_of(batch("a.zip").stdout)
    assert [row["weights"] for row in rows] == ["mine"] * 3
    assert rows[0]["scenario"] == "c"
    put(coffee / "w.yaml", content.decode())
    direct = rows_of(batch("coffee", "-w", "w.yaml").stdout)
    assert [row["score"] for row in rows] == [row["score"] for row in direct]


def test_weights_that_are_not_in_the_archive_are_found_as_ever(coffee, batch):
    text = COFFEE.replace("id: coffee", "weights: miser")
    (coffee / "a.zip").write_bytes(zipped([("c.yaml", text)]))
    assert {row["weights"] for row in rows_of(batch("a.zip").stdout)} == {"miser"}
    (coffee / "a.zip").write_bytes(zipped([("c.yaml", text.replace("miser", "nowhere"))]))
    assert batch("a.zip", code=3).stderr.startswith("a.zip/c.yaml:2:10: error: there is no weights file")


def of_type(name, kind, link="x"):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def encrypted(name):
    """A zip whose only file says that it is encrypted."""
    content = bytearray(zipped([(name, COFFEE)]))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    return bytes(content)


def linked(name):
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return zipped([(info, "/etc/passwd")])


DAMAGED = "this archive is damaged, cut off, or no archive of this kind [unreadable]"
STRANGE = {
    "up.tar": (tarred([("../up.yaml", COFFEE.encode())]), "'../up.yaml' leads out of it [unsafe-path]"),
    "in.tar": (tarred([("a/../b.yaml", COFFEE.encode())]), "'a/../b.yaml' leads out of it [unsafe-path]"),
    "root.tar.gz": (
        gzip.compress(tarred([("/root.yaml", COFFEE.encode())])),
        "'/root.yaml' leads out of it [unsafe-path]",
    ),
    "up.zip": (zipped([("../up.yaml", COFFEE)]), "'../up.yaml' leads out of it [unsafe-path]"),
    "drive.zip": (zipped([("C:\\x.yaml", COFFEE)]), "'C:/x.yaml' leads out of it [unsafe-path]"),
    "link.tar": (tarred([(of_type("l.yaml", tarfile.SYMTYPE), b"")]), "'l.yaml' is a link [not-a-file]"),
    "hard.tar": (tarred([(of_type("l.yaml", tarfile.LNKTYPE), b"")]), "'l.yaml' is a link [not-a-file]"),
    "pipe.tar": (tarred([(of_type("p.yaml", tarfile.FIFOTYPE), b"")]), "'p.yaml' is a device [not-a-file]"),
    "dev.tar": (tarred([(of_type("d.yaml", tarfile.CHRTYPE), b"")]), "'d.yaml' is a device [not-a-file]"),
    "link.zip": (linked("l.yaml"), "'l.yaml' is a link or a device [not-a-file]"),
    "secret.zip": (encrypted("s.yaml"), "'s.yaml' is encrypted [encrypted]"),
    "none.zip": (zipped([("README", "x")]), "there is no YAML file in this archive [missing-file]"),
    "none.tar": (tarred([]), "there is no YAML file in this archive [missing-file]"),
    "macos.zip": (
        zipped([("__MACOSX/._a.yaml", "x"), ("._a.yaml", "x")]),
        "there is no YAML file in this archive [missing-file]",
    ),
    "weights.zip": (
        zipped([("w.yaml", WEIGHTS.format(1, 1))]),
        "there are no scenarios in this archive, but weights [missing-file]",
    ),
    "text.zip": (b"no archive", DAMAGED),
    "text.tar": (b"no archive", DAMAGED),
    "text.tar.gz": (
        b"no archive",
        DAMAGED,
    ),
    "text.tar.bz2": (
        b"no archive",
        DAMAGED,
    ),
    "text.tar.xz": (
        b"no archive",
        DAMAGED,
    ),
    "empty.tar": (b"", DAMAGED),
}


@pytest.mark.parametrize("name", STRANGE)
def test_what_cannot_be_read_is_told_at_the_archive_and_the_rest_is_scored(coffee, batch, name):
    content, said = STRANGE[name]
    (coffee / name).write_bytes(content)
    before = set(coffee.rglob("*"))
    result = batch(name, "coffee", code=3)
    assert result.stderr == f"{name}: error: {said}\n"
    assert len(rows_of(result.stdout)) == 3
    assert set(coffee.rglob("*")) == before


@pytest.mark.parametrize("ending", ENDINGS)
def test_names_that_stand_there_twice_are_told_and_neither_is_scored(coffee, batch, ending):
    files = [("dir/c.yaml", COFFEE.encode()), ("d.yaml", COFFEE.encode()), ("./dir//c.yaml", b"other")]
    (coffee / f"a{ending}").write_bytes(archive_of(files, ending))
    result = batch(f"a{ending}", code=3)
    assert result.stderr == f"a{ending}: error: 'dir/c.yaml' stands in it twice [same-name]\n"
    assert len(rows_of(result.stdout)) == 3


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_archive_that_is_cut_off_anywhere_gives_nothing(project, batch, ending):
    whole = archive_of(in_folder(project / "project"), ending)
    rng = random.Random(ending)
    lengths = {0, 1, 10, 511, 512, 1024, 1536, *(rng.randrange(len(whole)) for _ in range(12))}
    end = len(whole.rstrip(b"\0")) if ending == ".tar" else len(whole) - 1
    end = -(-end // 512) * 512 + 511 if ending == ".tar" else end  # one block of zeros ends a tar
    for length in sorted({min(length, end) for length in lengths} | {end}):
        (project / f"a{ending}").write_bytes(whole[:length])
        result = batch(f"a{ending}", code=3)
        assert rows_of(result.stdout) == [], length
        assert "damaged, cut off" in result.stderr, length


@pytest.mark.parametrize("ending", [".zip", ".tar.gz", ".tar.bz2", ".tar.xz"])
def test_an_archive_with_a_wrong_byte_gives_no_wrong_row(project, batch, run, ending):
    """Each form has a check sum; what a byte in a name or a time makes of it is told or is the same."""
    whole = archive_of(in_folder(project / "project"), ending)
    (project / f"a{ending}").write_bytes(whole)
    right = batch(f"a{ending}").stdout.splitlines()
    rng = random.Random(ending)
    told = 0
    for _ in range(30):
        at = rng.randrange(len(whole))
        (project / f"a{ending}").write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
        result = run("batch", f"a{ending}")
        assert result.exit_code in (0, 3), result.exception
        assert {*result.stdout.splitlines()} <= {*right}
        told += result.exit_code == 3
    assert told >= 20


def test_a_damaged_file_in_a_zip_is_told_there_and_the_rest_is_scored(coffee, batch):
    content = bytearray(zipped([("a.yaml", COFFEE), ("b.yaml", COFFEE)], zipfile.ZIP_STORED))
    content[content.index(b"Which coffee")] ^= 1
    (coffee / "a.zip").write_bytes(bytes(content))
    result = batch("a.zip", code=3)
    assert result.stderr == "a.zip/a.yaml:1:1: error: this file is damaged [unreadable]\n"
    assert len(rows_of(result.stdout)) == 3


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_is_larger_than_files_may_be_is_told_there(coffee, batch, ending):
    large = COFFEE.encode() + b"# " + b"x" * MAX_BYTES
    (coffee / f"a{ending}").write_bytes(archive_of([("l.yaml", large), ("c.yaml", COFFEE.encode())], ending))
    result = batch(f"a{ending}", code=3)
    assert result.stderr == f"a{ending}/l.yaml:1:1: error: the file is larger than 8 MiB [too-large]\n"
    assert len(rows_of(result.stdout)) == 3


def test_a_zip_that_lies_about_a_size_unpacks_no_more_than_a_file_may_have(coffee, batch):
    content = bytearray(zipped([("l.yaml", b"x" * (3 * MAX_BYTES))]))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.index(mark) + at
        content[start : start + 4] = (100).to_bytes(4, "little")
    (coffee / "a.zip").write_bytes(bytes(content))
    tracemalloc.start()
    try:
        result = batch("a.zip", code=3)
        assert tracemalloc.get_traced_memory()[1] < 4 * MAX_BYTES
    finally:
        tracemalloc.stop()
    assert "a.zip/l.yaml:1:1: error: " in result.stderr


def bomb(size):
    """A gzip file with a tar in it, which holds one file of so many zeros, packed by a thousand."""
    head = tarfile.TarInfo("big.bin")
    head.size = size
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(head.tobuf())]
    parts += [packer.compress(bytes(1024 * 1024)) for _ in range(size // 1024 // 1024)]
    return b"".join((*parts, packer.compress(bytes(1024)), packer.flush()))


def test_an_archive_that_unpacks_to_too_much_is_refused(coffee, batch, monkeypatch):
    (coffee / "a.tar.gz").write_bytes(bomb(64 * 1024 * 1024))
    assert "there is no YAML file" in batch("a.tar.gz", code=3).stderr
    monkeypatch.setattr(unpacking, "FREE", 1024 * 1024)
    said = batch("a.tar.gz", code=3).stderr
    assert said == "a.tar.gz: error: it unpacks to more than 1,000 times its size [too-large]\n"


def test_the_head_of_a_file_in_a_tar_takes_no_more_memory_than_is_meant(coffee, batch):
    info = tarfile.TarInfo("././@LongLink")
    info.type = tarfile.GNUTYPE_LONGNAME
    (coffee / "a.tar.xz").write_bytes(lzma.compress(tarred([(info, b"x" * (64 * 1024 * 1024))])))
    tracemalloc.start()
    try:
        said = batch("a.tar.xz", code=3).stderr
        assert tracemalloc.get_traced_memory()[1] < 32 * 1024 * 1024
    finally:
        tracemalloc.stop()
    assert said == "a.tar.xz: error: a head in it is longer than 1 MiB [too-large]\n"


def test_xz_that_wants_a_great_dictionary_is_refused(coffee, batch):
    content = lzma.compress(b"x", filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1024 * 1024}])
    # The size of the dictionary is a byte of the block's head: a sum over that head has to fit again.
    head_size = (content[12] + 1) * 4
    head = bytearray(content[12 : 12 + head_size - 4])
    at = head.index(bytes([0x21, 0x01])) + 2
    head[at] = 36  # 1 GiB
    wanted = content[:12] + bytes(head) + zlib.crc32(head).to_bytes(4, "little") + content[12 + head_size :]
    (coffee / "a.tar.xz").write_bytes(wanted)
    assert "damaged, cut off" in batch("a.tar.xz", code=3).stderr
    unlimited = lzma.LZMADecompressor(lzma.FORMAT_XZ).decompress(wanted)
    assert unlimited == b"x"  # nothing else is wrong with it


@pytest.mark.parametrize("ending", [".tar.gz", ".tar.bz2", ".tar.xz"])
def test_files_packed_one_after_another_are_one(project, batch, ending):
    """What `cat a.gz b.gz` gives is a packed file, too."""
    whole = tarred(in_folder(project / "project"))
    for cut in (1, 512, len(whole) // 2):
        content = PACKED[ending](whole[:cut]) + PACKED[ending](whole[cut:])
        (project / f"a{ending}").write_bytes(content)
        assert len(rows_of(batch(f"a{ending}").stdout)) == 15


def test_memory_does_not_grow_with_an_archive(coffee, batch, monkeypatch):
    """Forty files of 4 MiB, of which a window holds one or two, and two windows are held."""
    monkeypatch.setattr(archives, "IN_A_WINDOW", 8 * 1024 * 1024)
    rng = random.Random(5)
    remarks = [b"# " + rng.randbytes(2).hex().encode() * 1024**2 for _ in range(40)]
    files = [(f"{k}.yaml", COFFEE.encode() + remark) for k, remark in enumerate(remarks)]
    (coffee / "a.tar.gz").write_bytes(gzip.compress(tarred(files), 1))
    archive = Archive(coffee / "a.tar.gz", "a.tar.gz")
    tracemalloc.start()
    try:
        for member in archive.members():
            assert len(member.read()) > 4 * 1024 * 1024
        assert tracemalloc.get_traced_memory()[1] < 48 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_an_archive_that_is_away_or_a_folder_of_that_name(coffee, batch):
    assert batch("away.zip", code=3).stderr == "away.zip: error: there is no such file [missing-file]\n"
    put(coffee / "dir.zip/c.yaml", COFFEE)
    assert len(rows_of(batch("dir.zip").stdout)) == 3


def test_tables_in_archives_are_refused_plainly(coffee, batch):
    (coffee / "t.zip").write_bytes(zipped([("t.csv", "comfort,cost\n1,2\n")]))
    said = batch("coffee", "--table", "t.zip", code=3).stderr
    assert said == "t.zip: error: no tables are read from archives [archive]; unpack it first\n"


def test_an_archive_that_is_read_is_not_written_over(coffee, batch):
    (coffee / "a.csv").write_bytes(zipped([("c.yaml", COFFEE)]))
    os.link(coffee / "a.csv", coffee / "a.zip")
    before = (coffee / "a.csv").read_bytes()
    assert "this is a scenario that is read" in batch("a.zip", "-o", "a.csv", code=2).stderr
    assert (coffee / "a.csv").read_bytes() == before


def test_what_is_strange_in_an_archive_is_told_up_to_a_bound():
    files = [(f"../{k}.yaml", b"") for k in range(50)]
    path = "many.tar"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archives, "open_read", lambda _: io.BufferedReader(io.BytesIO(tarred(files))))
        archive = Archive(path, path)
    assert len(archive.mistakes) == archives.MOST_TOLD + 1
    assert archive.mistakes[-1].message == "and 30 more of its files cannot be read"


def test_a_window_that_cannot_be_read_any_more_is_told(coffee):
    (coffee / "a.tar.gz").write_bytes(archive_of([("c.yaml", COFFEE.encode())], ".tar.gz"))
    (member,) = Archive(coffee / "a.tar.gz", "a.tar.gz").members()
    (coffee / "a.tar.gz").write_bytes(gzip.compress(b"other"))
    with pytest.raises(InputError, match="damaged, cut off"):
        member.read()
