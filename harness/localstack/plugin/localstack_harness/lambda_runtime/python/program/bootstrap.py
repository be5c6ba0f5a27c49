"""
Runs a Python function: `python -s -S -u bootstrap.py <settings>`, as `/var/runtime/bootstrap.py` does on AWS.

It is run without site packages: the interpreter's environment is LocalStack's.
"""

import importlib
import json
import os
import sys


def main() -> None:
    folder, settings = sys.path[0], json.loads(sys.argv.pop())
    sys.path[0:1] = [os.environ["LAMBDA_TASK_ROOT"], *settings["layers"]]
    if folder not in sys.path:
        sys.path.append(folder)
    # before all modules that need one of these packages
    importlib.import_module("awslambdaric.provided").install(settings["packages"])
    importlib.import_module("awslambdaric.start").start(settings)


if __name__ == "__main__":
    main()
