import importlib
import unittest
from configparser import ConfigParser
from pathlib import Path

_FILE = Path(__file__).parents[1] / "localstack_harness-0.1.0.dist-info" / "entry_points.txt"


class EntryPointsTest(unittest.TestCase):
    def test_lead_to_what_is_there(self) -> None:
        parser = ConfigParser(delimiters=("=",))
        parser.read(_FILE)
        found = [value for section in parser.sections() for value in parser[section].values()]
        self.assertGreater(len(found), 3)
        for entry in found:
            module, _, attribute = entry.partition(":")
            self.assertTrue(hasattr(importlib.import_module(module), attribute), entry)


if __name__ == "__main__":
    unittest.main()
