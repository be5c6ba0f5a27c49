"""
The bodies of S3 objects, each in a file. One that is there already is not written again: a body never changes, its
replacement has another name.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from localstack_harness.keep.state import service_named


def write(folder: Path) -> set[str]:
    """Returns the names of the files of all bodies."""
    folder.mkdir(exist_ok=True)
    needed = set()
    storage = _storage()
    for bucket, each in _objects():
        file = storage._get_object_file(bucket, storage._key_from_s3_object(each))
        if file is None:
            continue
        path = folder / _name(bucket, each)
        needed.add(path.name)
        if not path.exists():
            draft = path.with_suffix(".new")
            draft.write_bytes(_body(file))
            draft.replace(path)
    return needed


def restore(folder: Path) -> None:
    """Puts the bodies into LocalStack's storage. Uploads in parts that had not been completed are gone."""
    from localstack.services.s3.models import s3_stores
    from localstack.services.s3.storage.ephemeral import S3_MAX_FILE_SIZE_BYTES, LockedSpooledTemporaryFile

    storage = _storage()
    for _, _, store in s3_stores.iter_stores():
        for each_bucket in store.buckets.values():
            storage.create_bucket(each_bucket.name)
            each_bucket.multiparts.clear()
    for bucket, each in _objects():
        path = folder / _name(bucket, each)
        file = LockedSpooledTemporaryFile(
            dir=str(Path(storage.root_directory, bucket)), max_size=S3_MAX_FILE_SIZE_BYTES
        )
        file.write(path.read_bytes())
        file.internal_last_modified = each.internal_last_modified
        storage._filesystem[bucket]["keys"][storage._key_from_s3_object(each)] = file


def _storage() -> Any:
    return service_named("s3")._provider._storage_backend


def _objects() -> Iterator[tuple[str, Any]]:
    """Names of buckets, and their objects: each version, without delete markers."""
    from localstack.services.s3.models import S3Object, s3_stores

    for _, _, store in s3_stores.iter_stores():
        for bucket in list(store.buckets.values()):
            for each in bucket.objects.values(with_versions=True):
                if isinstance(each, S3Object):
                    yield bucket.name, each


def _name(bucket: str, each: Any) -> str:
    identity = (bucket, each.key, each.version_id or "", each.internal_last_modified)
    return hashlib.sha256(repr(identity).encode()).hexdigest()


def _body(file: Any) -> bytes:
    """Without its locks, which another thread may have held when the process was copied, and its position."""
    if file._rolled:
        file._file.flush()
        descriptor = file.fileno()
        return os.pread(descriptor, os.fstat(descriptor).st_size, 0)
    body: bytes = file._file.getvalue()
    return body
