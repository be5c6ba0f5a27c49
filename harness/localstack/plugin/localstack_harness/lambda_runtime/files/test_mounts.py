"""Real functions with the paths of AWS, where this machine allows that."""

import os
import shutil
import tempfile
import unittest
from pathlib import Path
from typing import override
from unittest import mock

from localstack_harness.lambda_runtime.files.mounts import MountedView, view_of
from localstack_harness.lambda_runtime.files.namespaces import Namespaces, find_namespaces
from localstack_harness.lambda_runtime.files.view import Content, MachineView, View
from localstack_harness.lambda_runtime.functions_for_tests import FunctionTestCase
from localstack_harness.lambda_runtime.runtime import Runtime
from localstack_harness.lambda_runtime.runtimes import find_runtime

AWS_NAMES = {
    "PATH": "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    "LAMBDA_TASK_ROOT": "/var/task",
    "LAMBDA_RUNTIME_DIR": "/var/runtime",
    "PWD": "/var/task",
    "LANG": "en_US.UTF-8",
    "SHLVL": "0",
}
WRITE = """
import fs from 'node:fs';
const write = (file) => { try { fs.writeFileSync(file, 'x'); return 'written'; } catch (error) { return error.code; } };
export const handler = async (files) => files.map(write);
"""


@unittest.skipUnless(find_namespaces(), "this machine allows no mount namespaces")
class MountedFunctionTest(FunctionTestCase):
    @override
    def view(self, content: Content, runtime: Runtime) -> View:
        self.content = content
        view = view_of(content, runtime)
        self.assertIsInstance(view, MountedView)
        return view

    def test_a_nodejs_function_sees_the_paths_of_aws(self) -> None:
        code = (
            "export const handler = async () => ({ env: process.env, cwd: process.cwd(), node: process.execPath, "
            "argv: process.argv, url: import.meta.url, trace: new Error().stack })"
        )
        seen = self.invoke(self.start_function(runtime="nodejs22.x", files={"index.mjs": code}))
        node_path = "/opt/nodejs/node22/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules"
        self.assertEqual(
            seen["env"], {**seen["env"], **AWS_NAMES, "NODE_PATH": f"{node_path}:/var/runtime:/var/task"}
        )
        self.assertEqual({"HOME", "TMPDIR", "OLDPWD", "_"} & set(seen["env"]), set())
        self.assertEqual((seen["cwd"], seen["node"]), ("/var/task", "/var/lang/bin/node"))
        self.assertEqual(seen["argv"], ["/var/lang/bin/node", "/var/runtime/index.mjs"])
        self.assertEqual(seen["url"], "file:///var/task/index.mjs")
        self.assertIn("file:///var/task/index.mjs", seen["trace"])

    def test_a_python_function_sees_the_paths_of_aws(self) -> None:
        code = """
import os, sys
import boto3
def handler(event, context):
    return {"env": dict(os.environ), "cwd": os.getcwd(), "argv": sys.argv, "file": __file__, "path": sys.path[:4]}
"""
        seen = self.invoke(self.start_function(runtime="python3.13", files={"index.py": code}))
        self.assertEqual(seen["env"], {**seen["env"], **AWS_NAMES, "PYTHONPATH": "/var/runtime"})
        self.assertEqual((seen["cwd"], seen["argv"]), ("/var/task", ["/var/runtime/bootstrap.py"]))
        self.assertEqual(seen["file"], "/var/task/index.py")
        layers = ["/opt/python/lib/python3.13/site-packages", "/opt/python"]
        self.assertEqual(seen["path"], ["/var/task", *layers, "/var/runtime"])

    # a project below /tmp would be in it
    @mock.patch.dict(os.environ, {"LAMBDA_SDK_FOLDERS": ""})
    def test_a_function_can_write_to_its_own_tmp_only(self) -> None:
        sandbox = self.start_function(
            runtime="nodejs24.x", files={"index.mjs": WRITE}, layers={"nodejs/x": ""}
        )
        places = ["/tmp/x", "/var/task/x", "/opt/x", "/var/runtime/x", "/usr/x", "/x"]  # noqa: S108
        self.assertEqual(self.invoke(sandbox, places), ["written", *["EROFS"] * 5])
        self.assertEqual([file.name for file in (self.content.folder / "tmp").iterdir()], ["x"])

    def test_does_not_find_the_users_profiles(self) -> None:
        code = (
            "import fs from 'node:fs'; import os from 'node:os';"
            "export const handler = async () => [os.userInfo().uid, fs.readdirSync(os.homedir())];"
        )
        uid, home = self.invoke(self.start_function(runtime="nodejs24.x", files={"index.mjs": code}))
        self.assertEqual(uid, os.getuid())
        self.assertNotIn(".aws", home)
        self.assertNotIn(".bashrc", home)

    def test_does_not_find_those_in_another_home(self) -> None:
        # the usual folders for temporary files are hidden anyway
        home = self.enterContext(tempfile.TemporaryDirectory(dir=Path(__file__).parent, prefix="home "))
        profiles = Path(home, ".aws")
        profiles.touch()
        code = "import fs from 'node:fs'; export const handler = async (path) => fs.existsSync(path);"
        with mock.patch.dict(os.environ, {"HARNESS_USER_HOME": home}):
            sandbox = self.start_function(runtime="nodejs24.x", files={"index.mjs": code})
        self.assertIs(self.invoke(sandbox, str(profiles)), False)

    def test_of_a_user_without_a_record_has_the_user_of_aws(self) -> None:
        code = "import os from 'node:os'; export const handler = async () => os.userInfo();"
        with mock.patch("pwd.getpwuid", side_effect=KeyError("uid not found")):
            sandbox = self.start_function(runtime="nodejs24.x", files={"index.mjs": code})
        user = self.invoke(sandbox)
        self.assertEqual((user["username"], user["homedir"]), ("sbx_user1051", "/home/sbx_user1051"))

    def test_finds_the_packages_of_the_runtime_in_a_hidden_folder(self) -> None:
        for folder in (Path("/tmp"), Path("/opt"), Path("/var"), Path.home()):  # noqa: S108
            if not os.access(folder, os.W_OK):
                continue  # only root writes there
            with tempfile.TemporaryDirectory(dir=folder, prefix="a project ") as project:
                package = Path(project, "node_modules", "@aws-sdk", "client-rex")
                package.mkdir(parents=True)
                (package / "index.js").write_text("exports.place = __dirname;")
                with mock.patch.dict(os.environ, {"LAMBDA_SDK_FOLDERS": project}):
                    code = "import { place } from '@aws-sdk/client-rex'; export const handler = async () => place;"
                    sandbox = self.start_function(
                        runtime="nodejs24.x",
                        files={"index.mjs": code},
                        layers={"nodejs/node_modules/x/index.js": ""},
                    )
                    self.assertEqual(self.invoke(sandbox), str(package))

    def test_namespaces_are_found_where_temporary_files_are_in_a_folder_with_a_space(self) -> None:
        find_namespaces.cache_clear()
        self.addCleanup(find_namespaces.cache_clear)
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="with a space"))
        self.enterContext(mock.patch.object(tempfile, "tempdir", folder))
        self.assertIsNotNone(find_namespaces())

    def test_a_layer_is_below_opt(self) -> None:
        code = "import { execFileSync as run } from 'node:child_process'; export const handler = async () => `${run('purr')}`;"
        sandbox = self.start_function(
            runtime="nodejs24.x",
            files={"index.mjs": code},
            layers={"bin/purr": "#!/bin/sh\nprintf %s $0"},
            executable=("bin/purr",),
        )
        self.assertEqual(self.invoke(sandbox), "/opt/bin/purr")


class ViewTest(unittest.TestCase):
    @override
    def setUp(self) -> None:
        find_namespaces.cache_clear()
        self.addCleanup(find_namespaces.cache_clear)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.content = Content(Path(folder.name), Path(folder.name), Path(folder.name))
        self.runtime = find_runtime("nodejs24.x", "Zip")

    def test_is_that_of_this_machine_if_asked_for(self) -> None:
        with mock.patch.dict(os.environ, {"LAMBDA_FILES": "machine"}):
            self.assertIsInstance(view_of(self.content, self.runtime), MachineView)

    def test_is_that_of_this_machine_where_namespaces_are_not_allowed(self) -> None:
        refusing = Path(self.content.folder, "unshare")
        refusing.write_text("#!/bin/sh\necho 'unshare failed: Operation not permitted' >&2; exit 1\n")
        refusing.chmod(0o755)
        with (
            mock.patch.object(shutil, "which", lambda _: str(refusing)),
            self.assertLogs("localstack_harness.lambda_runtime", "INFO") as logged,
        ):
            self.assertIsInstance(view_of(self.content, self.runtime), MachineView)
        self.assertIn("unshare failed: Operation not permitted", logged.output[0])

    def test_is_that_of_this_machine_without_util_linux(self) -> None:
        with (
            mock.patch.object(shutil, "which", lambda _: None),
            self.assertLogs("localstack_harness.lambda_runtime", "INFO") as logged,
        ):
            self.assertIsInstance(view_of(self.content, self.runtime), MachineView)
        self.assertIn("util-linux", logged.output[0])


class MountsTest(unittest.TestCase):
    def mounts(self, folder: Path) -> list[list[str]]:
        MountedView(
            Content(folder, folder, folder), find_runtime("nodejs24.x", "Zip"), Namespaces("", "", (), ())
        )
        return [line.split(" ") for line in (folder / "mounts").read_text().splitlines()]

    def test_escapes_paths(self) -> None:
        with tempfile.TemporaryDirectory(prefix="a\tfolder ") as name:
            escaped = name.replace("\t", "\\011").replace(" ", "\\040")
            self.assertEqual(self.mounts(Path(name))[2][:2], [escaped, f"{escaped}/root/var/task"])

    def test_keeps_what_the_file_system_forbids(self) -> None:
        with (
            tempfile.TemporaryDirectory() as name,
            mock.patch.object(os, "statvfs", return_value=mock.Mock(f_flag=os.ST_NOEXEC)),
        ):
            self.assertEqual(self.mounts(Path(name))[2][3], "bind,ro,nosuid,nodev,X-mount.mkdir,noexec")


if __name__ == "__main__":
    unittest.main()
