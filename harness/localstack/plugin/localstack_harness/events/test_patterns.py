import unittest

from localstack_harness.events.patterns import matches_wildcard


class WildcardsTest(unittest.TestCase):
    def test_it_matches_any_number_of_characters(self) -> None:
        for value, expected in (
            ("ac", True),
            ("abc", True),
            ("a\nc", True),
            ("acd", False),
            ("xac", False),
            (1, False),
        ):
            with self.subTest(value=value):
                self.assertEqual(matches_wildcard("a*c", value), expected)

    def test_what_follows_a_backslash_is_text(self) -> None:
        self.assertTrue(matches_wildcard(r"a\*c\\*", "a*c\\d"))
        self.assertFalse(matches_wildcard(r"a\*c", "abc"))


if __name__ == "__main__":
    unittest.main()
