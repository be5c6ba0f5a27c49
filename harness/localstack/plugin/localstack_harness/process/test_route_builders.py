import unittest
from typing import override
from unittest import mock

from werkzeug.routing import Map, Rule
from werkzeug.routing.rules import Rule as PatchedRule

from localstack_harness.process import route_builders


class RouteBuilders(unittest.TestCase):
    @override
    def setUp(self) -> None:
        self._original = PatchedRule._compile_builder
        self.addCleanup(setattr, PatchedRule, "_compile_builder", self._original)

    def _built(self) -> list[object]:
        adapter = Map(
            [
                Rule("/pets/<int:id>", endpoint="pet", defaults={"page": 1}),
                Rule("/pets/<int:id>/<int:page>", endpoint="pet"),
                Rule("/a b/<path:rest>", endpoint="rest"),
            ]
        ).bind("localhost")
        return [
            adapter.match("/pets/3"),
            adapter.build("pet", {"id": 3, "page": 2}),
            adapter.build("pet", {"id": 3, "page": 1, "more": "x y"}),
            adapter.build("pet", {"id": 3, "page": 2, "more": "x"}, append_unknown=False),
            adapter.build("rest", {"rest": "c/ä"}),
        ]

    def test_addresses_are_built_as_before(self) -> None:
        before = self._built()
        route_builders.install()
        self.assertEqual(self._built(), before)

    def test_nothing_is_compiled_for_a_match(self) -> None:
        with mock.patch.object(PatchedRule, "_compile_builder", autospec=True) as compiled:
            route_builders.install()
            adapter = Map([Rule("/pets/<int:id>", endpoint="pet")]).bind("localhost")
            self.assertEqual(adapter.match("/pets/3"), ("pet", {"id": 3}))
            compiled.assert_not_called()


if __name__ == "__main__":
    unittest.main()
