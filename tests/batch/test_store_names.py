"""Names in stores: what is shown of them, what opens them; stores other than S3 by a mock of pyarrow."""

import sys

import pytest
from batch_builders import COFFEE, FORMS, put

from scenario_cli.batch import stores
from scenario_cli.batch.stores import StoreFile, store_file, system_of
from scenario_cli.errors import UsageError
from scenario_cli.files.stores import in_store, shown

fs = pytest.importorskip("pyarrow.fs")


class Flat(fs.FileSystemHandler):
    """The mock of pyarrow as a store: it has no folders that would have to be made."""

    def __init__(self):
        self.inner, _ = fs.FileSystem.from_uri("mock://")
        self.inner.create_dir("box", recursive=True)

    def get_type_name(self):
        return "flat"

    def normalize_path(self, path):
        return path

    def get_file_info(self, paths):
        return self.inner.get_file_info(paths)

    def get_file_info_selector(self, selector):
        return self.inner.get_file_info(selector)

    def open_input_file(self, path):
        return self.inner.open_input_file(path)

    def open_input_stream(self, path):
        return self.inner.open_input_stream(path)

    def open_output_stream(self, path, metadata):
        self.inner.create_dir(path.rpartition("/")[0], recursive=True)
        return self.inner.open_output_stream(path, compression=None)

    def delete_file(self, path):
        self.inner.delete_file(path)

    def delete_dir(self, path):
        self.inner.delete_dir(path)

    def open_append_stream(self, path, metadata):
        raise NotImplementedError

    create_dir = delete_dir_contents = delete_root_dir_contents = move = copy_file = open_append_stream


@pytest.fixture
def mocked(monkeypatch):
    """Let every store but S3 be the mock; return the addresses that were opened, and the mock."""
    opened, flat = [], Flat()

    def from_uri(address):
        opened.append(address)
        return fs.PyFileSystem(flat), "box/"

    class FileSystem:
        pass

    FileSystem.from_uri = staticmethod(from_uri)
    monkeypatch.setattr(fs, "FileSystem", FileSystem)
    for name in ("AZURE_STORAGE_ACCOUNT", "AZURE_STORAGE_ACCOUNT_NAME", "AZURE_STORAGE_KEY"):
        monkeypatch.delenv(name, raising=False)
    yield opened, flat.inner
    stores._opened_system.cache_clear()


def content_in(mock, path):
    with mock.open_input_file(path) as file:
        return file.read()


def put_all(mock, folder, home):
    for path in folder.iterdir():
        mock.create_dir(home, recursive=True)
        with mock.open_output_stream(f"{home}/{path.name}", compression=None) as file:
            file.write(path.read_bytes())


@pytest.mark.parametrize("scheme", ["gs", "az", "abfs"])
def test_all_stores_go_the_same_way(coffee, batch, run, mocked, scheme, monkeypatch):
    monkeypatch.setattr("scenario_cli.cli.commands.batch.ways.cores", lambda: 1)
    opened, mock = mocked
    put(coffee / "scenarios/tea.yaml", COFFEE.replace("id: coffee\n", ""))
    for name in ("scenarios", "weights"):
        put_all(mock, coffee / name, f"box/{name}")
    at = f"{scheme}://box"
    line, far = ["scenarios", "-w", "weights"], [f"{at}/scenarios", "-w", f"{at}/weights/"]
    for form in FORMS:
        batch(*line, "-o", f"out{form}")
        batch(*far, "-o", f"{at}/deep/out{form}")
        assert content_in(mock, f"box/deep/out{form}") == (coffee / f"out{form}").read_bytes()
    batch(*line, "-o", "out/")
    batch(*far, "-o", f"{at}/data/")
    assert (
        batch(*far, "-o", f"{at}/data/", "--resume").stderr == f"{at}/data: finished before; nothing to do\n"
    )
    for path in (coffee / "out").rglob("*.*"):
        name = path.relative_to(coffee / "out").as_posix()
        assert content_in(mock, f"box/data/{name}") == path.read_bytes()
    assert run("merge", f"{at}/data", "-o", "merged.csv").exit_code == 0
    assert (coffee / "merged.csv").read_bytes() == (coffee / "out.csv").read_bytes()
    assert {address.partition("://")[0] for address in opened} == {"gs" if scheme == "gs" else "abfs"}
    assert opened[0] == ("gs://box?retry_limit_seconds=30" if scheme == "gs" else "abfs://box")


@pytest.mark.parametrize(
    ("name", "environment", "address"),
    [
        ("gs://b/k", {}, "gs://b?retry_limit_seconds=30"),
        ("gs://anonymous@b/k?retry_limit_seconds=5", {}, "gs://anonymous@b?retry_limit_seconds=5"),
        ("gs://b/k?scheme=http", {}, "gs://b?scheme=http&retry_limit_seconds=30"),
        ("gcs://b/k", {}, "gcs://b?retry_limit_seconds=30"),
        ("az://c/k", {"AZURE_STORAGE_ACCOUNT": "acc"}, "abfs://acc@c"),
        ("az://c/k", {"AZURE_STORAGE_ACCOUNT_NAME": "acc"}, "abfs://acc@c"),
        ("az://other@c/k", {"AZURE_STORAGE_ACCOUNT": "acc"}, "abfs://other@c"),
        (
            "abfss://c@acc.dfs.core.windows.net/k",
            {"AZURE_STORAGE_ACCOUNT": "x"},
            "abfs://c@acc.dfs.core.windows.net",
        ),
        ("abfs://c/k?enable_tls=false", {"AZURE_STORAGE_ACCOUNT": "acc"}, "abfs://acc@c?enable_tls=false"),
    ],
)
def test_a_store_is_opened_at_its_address(mocked, monkeypatch, name, environment, address):
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    file = store_file(name)
    assert system_of(file).path(file) == "box/k"
    assert mocked[0] == [address]


def test_the_key_of_an_account_is_taken_from_the_environment(mocked, monkeypatch):
    made = []

    class Azure:
        def __init__(self, account, *, account_key):
            made.append((account, account_key))

    monkeypatch.setattr(fs, "AzureFileSystem", Azure, raising=False)
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT", "acc")
    monkeypatch.setenv("AZURE_STORAGE_KEY", "secret")
    file = store_file("az://box/a/k")
    assert system_of(file).path(file) == "box/a/k"
    assert made == [("acc", "secret")]


@pytest.mark.skipif(not hasattr(fs, "AzureFileSystem") or sys.platform == "win32", reason="needs pyarrow 17")
def test_pyarrow_takes_these_addresses_of_azure(monkeypatch):
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT", "acc")
    monkeypatch.setenv("AZURE_STORAGE_KEY", "c2VjcmV0")
    for name in ("az://c/a/k", "az://c@other.dfs.core.windows.net/a/k", "abfs://other@c/a/k"):
        file = store_file(name)
        assert system_of(file).path(file) == "c/a/k"
    stores._opened_system.cache_clear()


def test_pyarrow_takes_these_addresses_of_google():
    for name in ("gs://b/a/k", "gs://anonymous@b/a/k?scheme=http&endpoint_override=127.0.0.1:1"):
        file = store_file(name)
        assert system_of(file).path(file) == "b/a/k"
    stores._opened_system.cache_clear()


@pytest.mark.parametrize("said", ["Unrecognized filesystem type in URI: abfs://c", "built without it"])
def test_a_file_system_that_pyarrow_lacks_is_told(coffee, batch, monkeypatch, said):
    import pyarrow as pa

    def from_uri(_):
        raise (pa.ArrowInvalid if "Unrecognized" in said else pa.ArrowNotImplementedError)(said)

    monkeypatch.setattr(fs, "FileSystem", type("FileSystem", (), {"from_uri": staticmethod(from_uri)}))
    needed = "this file system needs pyarrow 17 or later, on Windows 24"
    for line in (
        ["-w", "az://c/w.yaml"],
        ["-w", "az://c/w"],
        ["--table", "az://c/t.csv"],
        ["-o", "az://c/x.csv"],
    ):
        result = batch("coffee", *line, code=2)
        assert f"az://: {needed}; {pa.__version__} is installed" in result.stderr


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("s3://b/dir/x.yaml", "s3://b/dir/x.yaml"),
        ("S3://b/x%20y.yaml?region=r", "s3://b/x y.yaml"),
        ("s3://key:secret@b/x.yaml?a=secret", "s3://b/x.yaml"),
        ("s3://key:se@cret@b", "s3://b"),
        ("gs://anonymous@b/k", "gs://b/k"),
        ("abfs://c:secret@acc.dfs.core.windows.net/k", "abfs://c@acc.dfs.core.windows.net/k"),
        ("az://acc@c/k?sig=secret", "az://acc@c/k"),
        ("a/b.yaml?x", "a/b.yaml?x"),
        ("http://b/k?x=secret", "http://b/k?x=secret"),
    ],
)
def test_what_is_shown_of_a_name_has_nothing_that_opens_the_store(name, told):
    assert shown(name) == told
    if in_store(name):
        assert store_file(name).name == told
        assert "secret" not in repr(store_file(name))


def test_parts_of_a_name():
    file = store_file("s3://k:s@b/a%2Fb/c%20d/e.csv?region=r")
    assert file == StoreFile("s3://k:s@b?region=r", "a/b/c d/e.csv")
    assert (file.base, file.place) == ("e.csv", "b")
    assert store_file("s3://b/x/").inside("y").key == "x/y"
    assert store_file("s3://b").inside("y").key == "y"
    assert file.is_same(store_file("s3://b/a/b/c d/e.csv"))
    assert file.is_in(store_file("s3://b/a/b/"))
    assert file.is_in(store_file("s3://b"))
    assert not file.is_in(store_file("s3://b/a/b/c"))
    assert not file.is_in(store_file("s3://other/a"))
    for name in ("s3://", "s3:///k", "s3://k:s@/x"):
        with pytest.raises(UsageError, match="name a bucket"):
            store_file(name)


@pytest.mark.parametrize(
    "name",
    [
        "s3://k:SECRET@[b/x.csv?region=SECRET",
        "s3://b/x.csv?scheme=SECRET&endpoint_override=SECRET",
        "gs://SECRET@[b/x.csv?retry_limit_seconds=SECRET",
        "az://c:SECRET@[acc/x.csv?sig=SECRET&client_secret=SECRET",
        "abfs://acc@c/x.csv?client_secret=SECRET&nope=SECRET",
    ],
)
def test_what_opens_a_store_is_not_told_where_it_cannot_be_opened(coffee, batch, name):
    for line in (["-w", name.replace(".csv", ".yaml")], ["--table", name], ["-o", name]):
        result = batch("coffee", *line, code=2)
        assert ": this store cannot be opened: " in result.stderr
        assert "SECRET" not in result.stderr
        assert result.stdout == ""


@pytest.mark.parametrize(
    "line",
    [
        ["score", "s3://key:secret@b/x.yaml?a=secret"],
        ["score", "-w", "gs://b/x.yaml"],
        ["score", "-o", "s3://b/x.json"],
        ["check", "s3://b/x.yaml"],
        ["check", "s3://b/*.yaml"],
        ["compare", "coffee", "-w", "az://b/w", "-w", "az://b/v"],
        ["import", "s3://b/x.csv"],
        ["export", "-o", "s3://b/x.csv"],
        ["new", "weights", "red", "-o", "s3://b/x.yaml"],
        ["verify", "s3://b/x.json"],
        ["diff", "s3://b/x.json", "s3://b/y.json"],
        ["show", "abfss://b/x.yaml"],
        ["weights", "set", "s3://b/x.yaml", "cost=4"],
    ],
    ids=" ".join,
)
def test_other_commands_say_that_batch_alone_reads_stores(coffee, run, line):
    before = {*coffee.rglob("*")}
    result = run(*line)
    assert result.exit_code == 2
    assert "this is in an object store, which `batch` and `merge` alone read and write" in result.stderr
    assert "secret" not in result.stderr
    assert {*coffee.rglob("*")} == before


def test_a_scenario_names_no_weights_in_a_store(coffee, batch):
    put(
        coffee / "scenarios/tea.yaml",
        COFFEE.replace("id: coffee", "id: tea\nweights: s3://k:secret@b/w.yaml"),
    )
    said = batch("tea", code=3).stderr
    assert said == (
        "scenarios/tea.yaml:3:10: error: a file cannot name an object in a store [missing-file]\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="no file is called so there")
def test_a_folder_called_as_a_store_is_a_folder(coffee, batch, run):
    put(coffee / "s3:/b/c.yaml", COFFEE)
    assert run("check", "s3:/b/c.yaml").exit_code == 0
    assert run("score", "coffee", "-o", "s3:/b/out.json").exit_code == 0
    assert (coffee / "s3:/b/out.json").exists()
