import unittest
from typing import Any

from localstack.services.apigateway.next_gen.execute_api.template_mapping import ApiGatewayVtlTemplate
from werkzeug.datastructures import Headers

from localstack_harness.apigateway.templates import velocity

BODY = """{"name": "Rex Dog", "pets": [{"n": 1}, {"n": 2}], "owner": {"city": "Bern", "zip": "3000"}, "none": [],
"empty": "", "age": 5, "tags": "a,b"}"""
ALL_PARAMETERS = """#set($all = $input.params())#foreach($type in $all.keySet())
#set($some = $all.get($type))$type:#foreach($name in $some.keySet())$name=$some.get($name);#end#end"""


def rendered(template: str) -> str:
    overrides: dict[str, Any] = {"requestOverride": {}, "responseOverride": {}}
    parameters = {
        "path": {"id": "7"},
        "querystring": {"q": "z"},
        "header": Headers([("X-User", "me"), ("Accept", "*/*")]),
    }
    variables: Any = {
        "context": {**overrides},
        "stageVariables": {},
        "input": {"body": BODY, "params": parameters},
    }
    text, _ = ApiGatewayVtlTemplate().render_request(template, variables, overrides)  # type: ignore[arg-type]
    return text


class TemplatesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        velocity.install()

    def check(self, cases: dict[str, str]) -> None:
        for template, text in cases.items():
            with self.subTest(template=template):
                self.assertEqual(rendered(template), text)

    def test_texts_have_the_methods_of_java(self) -> None:
        self.check(
            {
                "$input.path('$.name').toUpperCase() $input.path('$.name').length()": "REX DOG 7",
                "$input.path('$.name').indexOf('D') $input.path('$.name').indexOf('no')": "4 -1",
                "$input.path('$.name').endsWith('g') $input.path('$.name').equals('x')": "true false",
                "$input.path('$.empty').isEmpty() $input.path('$.name').isEmpty()": "true false",
                "#set($text = \"a\")$text.concat('b').trim()": "ab",
                "$input.params('id').length() $input.params('id').equals('7')": "1 true",
                "#foreach($tag in $input.path('$.tags').split(','))[$tag]#end": "[a][b]",
            }
        )

    def test_lists_and_maps_have_the_methods_of_java(self) -> None:
        self.check(
            {
                "$input.path('$.pets').size() $input.path('$.none').isEmpty()": "2 true",
                "$input.path('$.owner').size() $input.path('$.owner').isEmpty()": "2 false",
                "$input.path('$.owner').keySet()": "[city, zip]",
                "$input.path('$').containsKey('age') $input.path('$').containsKey('x')": "true false",
                "#foreach($e in $input.path('$.owner').entrySet())$e.key=$e.getValue();#end": "city=Bern;zip=3000;",
                "$input.path('$.owner').entrySet()": "[city=Bern, zip=3000]",
                "#set($m = {})#set($x = $m.put('a', 'b'))$m.size() $m.a": "1 b",
            }
        )

    def test_values_of_different_classes_are_compared(self) -> None:
        self.check(
            {
                "#if($input.params('id') == 7)same#end": "same",
                "#if($input.params('id') != 8)other#end": "other",
                "#if($input.path('$.absent').size() > 0)some#{else}none#end": "none",
                "#set($sum = $input.path('$.age') + 1)$sum": "6",
                "#set($text = 'n' + 1)$text": "n1",
            }
        )

    def test_headers_are_listed_as_sent_and_found_in_any_case(self) -> None:
        self.check(
            {
                "$input.params().header.keySet()": "[X-User, Accept]",
                "$input.params('x-user') $input.params().header.get('x-user')": "me me",
                "$input.params().header.X-User": "me",
            }
        )
        self.assertEqual(
            "".join(rendered(ALL_PARAMETERS).split()),
            "path:id=7;querystring:q=z;header:X-User=me;Accept=*/*;",
        )


if __name__ == "__main__":
    unittest.main()
