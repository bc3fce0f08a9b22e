"""Names of objects in a store: told from paths, shown without what opens the store, refused as files."""

from pathlib import Path
from urllib.parse import unquote

from scenario_cli.errors import UsageError

STORES = ("s3", "gs", "gcs", "az", "abfs", "abfss")
AZURE = ("az", "abfs", "abfss")  # where a name stands before an account: it is no secret


def in_store(name: str) -> bool:
    """Whether a name is that of an object, or of a folder of them, in a store."""
    scheme, sign, _ = name.partition("://")
    return bool(sign) and scheme.lower() in STORES


def shown(name: str) -> str:
    """Return a name as it may be shown: keys and parameters that open the store are left out."""
    if not in_store(name):
        return name
    address, _, _ = name.partition("?")
    scheme, _, rest = address.partition("://")
    host, sign, key = rest.partition("/")
    return f"{scheme.lower()}://{public_host(scheme.lower(), host)}{sign}{unquote(key)}"


def public_host(scheme: str, host: str) -> str:
    """Return where a store is, without the key that opens it."""
    user, _, place = host.rpartition("@")
    name = user.partition(":")[0]
    return f"{name}@{place}" if name and scheme in AZURE else place


def refuse_store(where: str | Path) -> None:
    """Refuse the name of an object where files alone are read and written.

    Raises
    ------
    UsageError
        It is one. (As a path it has lost a slash; a folder may well be called ``s3:``.)
    """
    name = where if isinstance(where, str) else where.as_posix().replace(":/", "://", 1)
    if in_store(name) and not Path(f"{name.partition('://')[0]}:").is_dir():
        message = "this is in an object store, which `batch` and `merge` alone read and write"
        raise UsageError(f"{shown(name)}: {message}; copy it to a file")
