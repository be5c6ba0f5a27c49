import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

from localstack.services.s3 import provider

from localstack_harness.process import object_files


class ObjectFilesTest(unittest.TestCase):
    def test_buckets_are_in_the_temporary_folder_of_this_localstack(self) -> None:
        with (
            tempfile.TemporaryDirectory() as folder,
            patch.object(tempfile, "tempdir", folder),
            patch.object(provider, "DEFAULT_S3_TMP_DIR", provider.DEFAULT_S3_TMP_DIR),
        ):
            object_files.install()
            store = provider.S3Provider()._storage_backend
            store.create_bucket("shop")
            self.assertEqual(
                [path.name for path in Path(folder).rglob("*")], ["localstack-s3-storage", "shop"]
            )


if __name__ == "__main__":
    unittest.main()
