import json
import os
import stat
import tempfile
import unittest
from pathlib import Path
from unittest import mock
from urllib.parse import parse_qs

from localstack_harness.lambda_runtime.nodejs.node import PROGRAM, Node, NodeNotFoundError, command, find_node
from localstack_harness.lambda_runtime.nodejs.packages import Packages

PACKAGES = Packages("/a folder", [], "^x", ["/p&q"])


class FindNodeTest(unittest.TestCase):
    def setUp(self) -> None:
        find_node.cache_clear()
        self.addCleanup(find_node.cache_clear)

    def program(self, text: str) -> str:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name, "node")
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    def test_uses_the_configured_node(self) -> None:
        path = self.program("echo v24.9.1")
        with mock.patch.dict(os.environ, {"LAMBDA_NODE_BIN": path}):
            self.assertEqual(find_node(), Node(os.path.realpath(path), 24))

    def test_reports_a_node_that_does_not_run(self) -> None:
        for path, message in (
            ("/nowhere/node", "/nowhere/node does not run"),
            (self.program("exit 3"), "does not run"),
            (self.program("echo hello"), "--version returned 'hello'"),
        ):
            find_node.cache_clear()
            with (
                mock.patch.dict(os.environ, {"LAMBDA_NODE_BIN": path}),
                self.assertRaisesRegex(NodeNotFoundError, message),
            ):
                find_node()

    def test_reports_a_missing_node(self) -> None:
        with (
            mock.patch.dict(os.environ, {"PATH": "", "LAMBDA_NODE_BIN": ""}),
            self.assertRaisesRegex(NodeNotFoundError, "LAMBDA_NODE_BIN"),
        ):
            find_node()


class CommandTest(unittest.TestCase):
    def flags(self, memory: int, options: str = "") -> list[str]:
        line = command("/n", str(PROGRAM), memory, options, PACKAGES)
        self.assertEqual((line[0], line[-1]), ("/n", f"{PROGRAM}/index.mjs"))
        self.assertEqual(line[1], "--max-http-header-size=81920")
        self.preload = line[2]
        return line[3:-1]

    def test_loads_the_preload_with_the_packages_in_its_address(self) -> None:
        self.flags(128)
        address, _, query = self.preload.partition("?")
        self.assertEqual(address, f"--import={(PROGRAM / 'preload/preload.mjs').as_uri()}")
        self.assertEqual(json.loads(parse_qs(query)["packages"][0]), PACKAGES.as_settings())

    def test_divides_the_memory_as_aws_does(self) -> None:
        self.assertEqual(self.flags(1024), ["--max-semi-space-size=51", "--max-old-space-size=922"])
        self.assertEqual(self.flags(128), ["--max-semi-space-size=6", "--max-old-space-size=116"])

    def test_leaves_sizes_to_the_options_of_the_function(self) -> None:
        self.assertEqual(self.flags(128, "--max_old_space_size=64"), [])
        self.assertEqual(len(self.flags(128, "--enable-source-maps")), 2)


if __name__ == "__main__":
    unittest.main()
