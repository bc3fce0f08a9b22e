"""Names in object stores to the file systems of pyarrow that open these; what opens one is never told."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from scenario_cli.errors import UsageError
from scenario_cli.extras import needs
from scenario_cli.files.stores import AZURE, public_host

CONNECT_SECONDS = 5
ANSWER_SECONDS = 10  # without a byte; it is tried three times
RETRY_SECONDS = 30  # of Google's library, which tries for a quarter of an hour
ENVIRONMENT = ("AWS_", "AZURE_", "GOOGLE_")
TEXTS = ("region", "scheme", "endpoint_override", "tls_ca_file_path")
SWITCHES = (
    "allow_bucket_creation",
    "allow_bucket_deletion",
    "allow_delayed_open",
    "check_directory_existence_before_creation",
    "force_virtual_addressing",
)
DELAYED_SINCE = 19  # before this version of pyarrow an upload that is opened late may fail unheard

# What errors say, and what is told: the first that fits.
REASONS = (
    ("Cannot parse URI|Invalid IPv6", "this is no address of one"),
    ("NO_SUCH_BUCKET|ContainerNotFound|bucket does not exist|Bucket .* not found", "there is no such bucket"),
    ("HTTP status 301", "its bucket is in another region"),
    (
        "INVALID_ACCESS_KEY_ID|SIGNATURE_DOES_NOT_MATCH|InvalidAccessKeyId|SignatureDoesNotMatch|"
        "EXPIRED_TOKEN|ExpiredToken|InvalidToken|UNRECOGNIZED_CLIENT|UNAUTHENTICATED|AuthenticationFailed",
        "the store does not take these credentials",
    ),
    (
        "ACCESS_DENIED|AccessDenied|HTTP status 403|PERMISSION_DENIED|Authorization(Failure|Permission)",
        "this is not permitted",
    ),
    (
        "NETWORK_CONNECTION|UNAVAILABLE|DEADLINE_EXCEEDED|(not|n't|Failed to|Fail to) (connect|resolve)",
        "the store cannot be reached",
    ),
)


class StoreFile(NamedTuple):
    """An object in a store, or a folder: the keys of objects that begin alike.

    Attributes
    ----------
    root : str
        What opens the store; never shown.
    key : str
        The path there, without a slash at its beginning.
    """

    root: str
    key: str

    def __repr__(self) -> str:
        return f"StoreFile({self.name})"

    @property
    def name(self) -> str:
        """What it is called."""
        scheme, _, rest = self.root.partition("?")[0].partition("://")
        host = public_host(scheme, rest)
        return f"{scheme}://{host}/{self.key}" if self.key else f"{scheme}://{host}"

    @property
    def base(self) -> str:
        """The last part of its path."""
        return self.key.rstrip("/").rpartition("/")[2]

    @property
    def place(self) -> str:
        """Where the store is, whatever opens it."""
        return re.split("://|@", self.root.partition("?")[0])[-1]

    def is_same(self, other: "StoreFile") -> bool:
        """Whether it is the same object, whatever opens either."""
        return (self.place, self.key) == (other.place, other.key)

    def is_in(self, folder: "StoreFile") -> bool:
        """Whether it lies in a folder, whatever opens either."""
        home = folder.key.rstrip("/")
        return self.place == folder.place and self.key.startswith(f"{home}/" if home else "")

    def inside(self, path: str) -> "StoreFile":
        """Return what lies in this folder."""
        home = self.key.rstrip("/")
        return self._replace(key=f"{home}/{path}" if home else path)


ReadPath = str | Path | StoreFile  # where something is read


def store_file(name: str) -> StoreFile:
    """Return the object, or the folder, that a name stands for; nothing is asked of the store.

    Raises
    ------
    UsageError
        It names no bucket.
    MissingPackageError
        pyarrow is not installed.
    """
    needs("pyarrow", "an object store", extra="table")
    address, sign, query = name.partition("?")
    scheme, _, rest = address.partition("://")
    host, _, key = rest.partition("/")
    if not host.rpartition("@")[2]:
        raise UsageError(f"{scheme}://: name a bucket, {scheme}://BUCKET/KEY")
    return StoreFile(f"{scheme.lower()}://{host}{sign}{query}", unquote(key).lstrip("/"))


class StoreSystem(NamedTuple):
    """A file system of pyarrow, and the path there at which a store begins."""

    files: Any
    start: str

    def path(self, file: StoreFile) -> str:
        """Return where an object is there."""
        return "/".join(part for part in (self.start, file.key.rstrip("/")) if part)


def system_of(file: StoreFile) -> StoreSystem:
    """Return what opens an object.

    Raises
    ------
    UsageError
        The store's address is none, or this pyarrow has no file system for it.
    OSError
        The store cannot be reached.
    """
    asked = sorted((key, text) for key, text in os.environ.items() if key.startswith(ENVIRONMENT))
    return _opened_system(file.root, tuple(asked))


def is_used() -> bool:
    """Whether this process has opened a store: it then has threads, and is not to be forked."""
    return _opened_system.cache_info().currsize > 0


@lru_cache(maxsize=32)
def _opened_system(root: str, _environment: tuple[tuple[str, str], ...]) -> StoreSystem:
    """Open a store, once for what the environment says."""
    import pyarrow as pa

    scheme = root.partition("://")[0]
    try:
        if scheme == "s3":
            bucket = StoreFile(root, "").place
            return StoreSystem(_s3(root, bucket), bucket)
        return _other(root, scheme)
    except (pa.ArrowNotImplementedError, ImportError):
        raise _lacking(scheme) from None
    except (pa.ArrowInvalid, TypeError, ValueError, UnicodeError) as error:
        if scheme in AZURE and "Unrecognized filesystem" in str(error):
            raise _lacking(scheme) from None
        said = _plain_reason(str(error), root)
        raise UsageError(f"{StoreFile(root, '').name}: this store cannot be opened: {said}") from None
    except OSError as error:
        raise OSError(_plain_reason(str(error), root)) from None


def _lacking(scheme: str) -> UsageError:
    import pyarrow as pa

    needed = "pyarrow 17 or later, on Windows 24" if scheme in AZURE else "a pyarrow that is built with it"
    return UsageError(f"{scheme}://: this file system needs {needed}; {pa.__version__} is installed")


def _s3(root: str, bucket: str) -> Any:
    """Return the file system of a bucket: where it is, and who may open it, is asked as AWS's tools do."""
    import pyarrow as pa
    from pyarrow import fs

    parts = urlsplit(root)
    asked: dict[str, Any] = dict(parse_qsl(parts.query, keep_blank_values=True))
    for name in asked.keys() - {*TEXTS, *SWITCHES}:
        raise ValueError(f"'{name}' is no parameter of it")
    asked |= {name: asked[name].lower() in ("true", "1") for name in SWITCHES if name in asked}
    endpoint = asked.pop("endpoint_override", None) or os.environ.get("AWS_ENDPOINT_URL_S3")
    endpoint = endpoint or os.environ.get("AWS_ENDPOINT_URL")
    if endpoint:
        scheme, _, place = endpoint.rpartition("://")
        asked |= {"scheme": asked.get("scheme") or scheme or "https", "endpoint_override": place.rstrip("/")}
    elif "region" not in asked:
        asked["region"] = fs.resolve_s3_region(bucket)
    if int(pa.__version__.partition(".")[0]) >= DELAYED_SINCE:
        asked = {"allow_delayed_open": True, **asked}
    if parts.username:
        asked |= {"access_key": unquote(parts.username), "secret_key": unquote(parts.password or "")}
    return fs.S3FileSystem(connect_timeout=CONNECT_SECONDS, request_timeout=ANSWER_SECONDS, **asked)


def _other(root: str, scheme: str) -> StoreSystem:
    from pyarrow import fs

    if scheme in ("gs", "gcs") and "retry_limit_seconds" not in root:
        query = urlencode({"retry_limit_seconds": RETRY_SECONDS})
        root = f"{root}{'&' if '?' in root else '?'}{query}"
    if scheme in AZURE:
        address, _, query = root.partition("://")[2].partition("?")
        account = os.environ.get("AZURE_STORAGE_ACCOUNT_NAME") or os.environ.get("AZURE_STORAGE_ACCOUNT")
        key = os.environ.get("AZURE_STORAGE_ACCOUNT_KEY") or os.environ.get("AZURE_STORAGE_KEY")
        if account and "@" not in address and "." not in address:
            if key and not query:
                return StoreSystem(fs.AzureFileSystem(account, account_key=key), address)
            address = f"{account}@{address}"
        root = f"abfs://{address}{'?' if query else ''}{query}"
    files, start = fs.FileSystem.from_uri(root)
    return StoreSystem(files, start.strip("/"))


def _plain_reason(said: str, root: str) -> str:
    """Return what is told of an error: one line, and none of what opens the store."""
    for pattern, reason in REASONS:
        if re.search(pattern, said):
            return reason
    address, _, query = root.partition("?")
    user, _, key = address.partition("://")[2].rpartition("@")[0].partition(":")
    for text in (root, address, query, *(value for _, value in parse_qsl(query)), key, user):
        if len(text) > 2:  # of so short a text it would be words that are taken out
            said = said.replace(text, "...").replace(unquote(text), "...")
    return re.sub(r" \(Request ID: [^)]*\)", "", said).partition("\n")[0]


@contextmanager
def plainly(file: StoreFile) -> Iterator[None]:
    """Tell in plain words what keeps an object from being read or written.

    Raises
    ------
    OSError
        Something does; ``FileNotFoundError`` where it is not there.
    """
    import pyarrow as pa

    try:
        yield
    except FileNotFoundError:
        raise FileNotFoundError("there is no such object") from None
    except (OSError, pa.ArrowException) as error:
        raise OSError(_plain_reason(str(error), file.root)) from None
