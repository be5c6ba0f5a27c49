"""
S3 keeps large objects below /tmp/localstack-s3-storage (localstack/services/s3/provider.py): another user of the machine
cannot write there, and the buckets of two LocalStacks share folders. Here they are in LocalStack's own temporary folder.
"""

import tempfile
from pathlib import Path

from localstack.services.s3 import provider


def install() -> None:
    # in a container this is where LocalStack has them
    provider.DEFAULT_S3_TMP_DIR = str(Path(tempfile.gettempdir(), "localstack-s3-storage"))
