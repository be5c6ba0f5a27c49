import json
import unittest
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from localstack.services.s3.constants import DEFAULT_PUBLIC_BLOCK_ACCESS
from werkzeug.datastructures import Headers

from localstack_harness.gateway import s3_access
from localstack_harness.gateway.hosts import HostKind
from localstack_harness.gateway.rules import Asked
from localstack_harness.support.http.sender import sender_of

_EVERYONE = {"URI": "http://acs.amazonaws.com/groups/global/AllUsers", "Type": "Group"}


def bucket(**changes: Any) -> Any:
    values: dict[str, Any] = {
        "name": "site",
        "policy": None,
        "public_access_block": DEFAULT_PUBLIC_BLOCK_ACCESS,
        "acl": {"Grants": []},
        "objects": {},
        "cors_rules": None,
    }
    return SimpleNamespace(**{**values, **changes})


def policy(action: str, resource: str) -> str:
    return json.dumps(
        {"Statement": {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": resource}}
    )


class AnyoneMayTest(unittest.TestCase):
    def may(self, operation: str, of: Any, key: str | None = "a", **more: Any) -> bool:
        return s3_access.anyone_may(operation, of, key, {}, **more)

    def test_what_the_policy_says(self) -> None:
        readable = bucket(policy=policy("s3:GetObject", "arn:aws:s3:::site/*"))
        self.assertTrue(self.may("GetObject", readable))
        self.assertTrue(self.may("HeadObject", readable))
        self.assertFalse(self.may("PutObject", readable))
        self.assertFalse(self.may("GetObject", readable, version="v1"))
        self.assertFalse(self.may("ListObjectsV2", readable, key=None))
        self.assertTrue(
            self.may("ListObjectsV2", bucket(policy=policy("s3:ListBucket", "arn:aws:s3:::site")), key=None)
        )
        self.assertFalse(self.may("GetObject", bucket()))

    def test_what_the_access_control_lists_say(self) -> None:
        def granting(permission: str) -> dict[str, Any]:
            return {"Grants": [{"Grantee": _EVERYONE, "Permission": permission}]}

        public = bucket(objects={"a": SimpleNamespace(acl=granting("READ"))})
        self.assertTrue(self.may("GetObject", public))
        self.assertFalse(self.may("GetObject", public, key="b"))
        self.assertTrue(self.may("ListObjects", bucket(acl=granting("READ")), key=None))
        self.assertTrue(self.may("PutObject", bucket(acl=granting("FULL_CONTROL"))))
        self.assertFalse(self.may("PutObject", bucket(acl=granting("READ"))))

    def test_a_block_of_public_access_counts_where_it_was_made(self) -> None:
        readable = policy("s3:GetObject", "arn:aws:s3:::site/*")
        blocked = bucket(policy=readable, public_access_block=dict(DEFAULT_PUBLIC_BLOCK_ACCESS))
        self.assertFalse(self.may("GetObject", blocked))
        self.assertTrue(self.may("GetObject", bucket(policy=readable)))


class PageMayUseS3Test(unittest.TestCase):
    def may(
        self, method: str, of: Any = None, path: str = "/site/a", query: str = "", **headers: str
    ) -> bool:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = Asked(method, path, query, Headers({"Host": "localhost:4566", **named}))
        with patch.object(s3_access, "find_bucket", lambda name: of if name == "site" else None):
            return s3_access.page_may_use_s3(HostKind.API, asked, sender_of(asked.headers))

    def allowing(self, *origins: str, methods: tuple[str, ...] = ("GET", "PUT", "POST")) -> Any:
        return bucket(
            cors_rules={"CORSRules": [{"AllowedMethods": list(methods), "AllowedOrigins": list(origins)}]}
        )

    def test_it_may_show_and_link_to_objects(self) -> None:
        for mode in ("no-cors", "navigate"):
            self.assertTrue(self.may("GET", bucket(), Sec_Fetch_Mode=mode))
        self.assertFalse(self.may("GET", None, path="/other/a", Sec_Fetch_Mode="no-cors"))
        self.assertFalse(self.may("GET", None, path="/", Sec_Fetch_Mode="no-cors"))

    def test_it_may_read_and_write_what_the_bucket_says(self) -> None:
        mine = "https://app.example"
        for method in ("GET", "PUT", "POST"):
            self.assertTrue(self.may(method, self.allowing(mine), Origin=mine, Sec_Fetch_Mode="cors"))
            self.assertFalse(self.may(method, self.allowing(mine), Origin="https://evil.example"))
            self.assertFalse(self.may(method, bucket(), Origin=mine))
        self.assertFalse(self.may("DELETE", self.allowing(mine), Origin=mine))
        preflight = {"Origin": mine, "Access_Control_Request_Method": "PUT"}
        self.assertTrue(self.may("OPTIONS", self.allowing(mine), **preflight))
        self.assertFalse(self.may("OPTIONS", bucket(), **preflight))
        self.assertFalse(self.may("OPTIONS", self.allowing(mine), Origin=mine))

    def test_a_form_overwrites_nothing(self) -> None:
        for origin in ("null", "https://evil.example", "http://anything.s3-website.localhost:4566"):
            self.assertFalse(
                self.may("POST", bucket(), path="/site", Origin=origin, Sec_Fetch_Mode="navigate")
            )

    def test_all_origins_are_those_of_this_machine_where_a_signature_could_be_forged(self) -> None:
        everyone = self.allowing("*")
        signed = "X-Amz-Credential=test&X-Amz-Signature=forged"
        for origin, may in (
            ("https://evil.example", False),
            ("null", False),
            ("http://localhost:5173", True),
        ):
            self.assertIs(self.may("PUT", everyone, Origin=origin), may, origin)
            self.assertIs(self.may("GET", everyone, query=signed, Origin=origin, Sec_Fetch_Mode="cors"), may)
            self.assertTrue(self.may("GET", everyone, Origin=origin, Sec_Fetch_Mode="cors"))

    def test_a_queue_is_no_object(self) -> None:
        with patch.object(s3_access, "find_bucket", return_value=bucket()):
            asked = Asked("GET", "/000000000000/queue", "Action=SendMessage", Headers({"Host": "localhost"}))
            self.assertFalse(s3_access.page_may_use_s3(HostKind.API, asked, sender_of(asked.headers)))

    def test_the_bucket_in_the_host_name(self) -> None:
        asked = Asked("GET", "/a", "", Headers({"Host": "my.site.s3.localhost:4566"}))
        with patch.object(s3_access, "find_bucket", {"my.site": bucket()}.get):
            self.assertTrue(s3_access.page_may_use_s3(HostKind.S3, asked, sender_of(asked.headers)))


if __name__ == "__main__":
    unittest.main()
