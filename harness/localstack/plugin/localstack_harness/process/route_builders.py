"""
Changes werkzeug/routing/rules.py, which compiles two functions for each route that build its address, and that nothing calls
here. LocalStack compiles all routes again whenever it adds one.
"""

from collections.abc import Callable
from functools import cache

from werkzeug.routing.rules import Rule

from localstack_harness.support.patching import replace

type Builder = Callable[..., tuple[str, str]]


def install() -> None:
    compile_builder = Rule._compile_builder

    def compile_when_called(self: Rule, append_unknown: bool = True) -> Builder:
        @cache
        def builder() -> Builder:
            return compile_builder(self, append_unknown)

        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            return builder()(rule, **values)

        return build

    replace(Rule, "_compile_builder", compile_when_called)
