import json
import unittest
from unittest import mock

from localstack_harness.ses.templates import rendering
from localstack_harness.ses.templates.rendering import RenderingError, merged_data, mime_of, render

CONTACT = {
    "contact": {"firstName": "Anaya", "note": "<b>&"},
    "subscription": [{"interest": "Sports"}, {"interest": "Travel"}],
}


class HandlebarsTest(unittest.TestCase):
    def rendered(self, text: str, data: object = CONTACT) -> str:
        return render({"text": text}, json.dumps(data))["text"]

    def test_renders_what_aws_documents(self) -> None:
        for text, expected in (
            ("Hello {{contact.firstName}}!", "Hello Anaya!"),
            ("{{contact.note}}", "<b>&"),
            ("{{{contact.note}}}", "<b>&"),
            ("{{#each subscription}}- {{interest}}\n{{/each}}", "- Sports\n- Travel\n"),
            ("{{#if plan}}yes{{else}}no{{/if}}", "no"),
            ("{{#if contact}}yes{{/if}}", "yes"),
            ("{{#unless plan}}none{{/unless}}", "none"),
            ("{{#with contact}}{{firstName}}{{/with}}", "Anaya"),
            ('{{#* inline "sign"}}Yours, {{contact.firstName}}{{/inline}}{{> sign}}', "Yours, Anaya"),
            ("{{! nothing}}plain", "plain"),
        ):
            with self.subTest(text):
                self.assertEqual(self.rendered(text), expected)

    def test_a_missing_value_has_the_message_of_aws(self) -> None:
        with self.assertRaisesRegex(
            RenderingError, r"Attribute 'name' is not present in the rendering data\."
        ):
            self.rendered("Hi {{name}}")

    def test_what_handlebars_cannot_read_fails_and_the_next_one_works(self) -> None:
        for text in ("{{a}", "{{#if a}}", "{{shout contact}}", "{{log contact}}"):
            with self.subTest(text), self.assertRaises(RenderingError):
                self.rendered(text)
        self.assertEqual(self.rendered("x"), "x")

    def test_data_that_is_no_object_is_refused(self) -> None:
        for data in ("{", "[]", '"x"'):
            with self.subTest(data), self.assertRaisesRegex(RenderingError, "invalid"):
                render({"text": "x"}, data)
        self.assertEqual(render({"text": "x"}, None), {"text": "x"})


class MotoTest(unittest.TestCase):
    """In LocalStack's container."""

    def setUp(self) -> None:
        self.enterContext(mock.patch.object(rendering, "_child", return_value=None))

    def test_renders_values_conditions_and_lists(self) -> None:
        text = "{{#if hi}}Hi {{name}}{{/if}}{{#each pets}} {{pet}}{{/each}}"
        data = json.dumps({"hi": True, "name": "Ann", "pets": [{"pet": "Rex"}, {"pet": "Tom"}]})
        self.assertEqual(render({"text": text}, data), {"text": "Hi Ann Rex Tom"})

    def test_a_missing_value_has_the_same_message(self) -> None:
        with self.assertRaisesRegex(RenderingError, "Attribute 'name' is not present"):
            render({"text": "{{name}}"}, "{}")


class DataTest(unittest.TestCase):
    def test_own_values_replace_default_ones(self) -> None:
        self.assertEqual(json.loads(merged_data('{"a": 1, "b": 2}', '{"b": 3}')), {"a": 1, "b": 3})
        self.assertEqual(merged_data(None, None), "{}")

    def test_a_rendered_template_is_shown_as_mime(self) -> None:
        text = mime_of({"subject": "Grüße", "text": "Hi", "html": "<p>Hi"})
        self.assertIn("multipart/alternative", text)
        self.assertIn("<p>Hi", text)


if __name__ == "__main__":
    unittest.main()
