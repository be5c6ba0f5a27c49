import unittest
from typing import Any

from localstack_harness.dynamodb.table_properties import as_table, changes, creation, local_replica

KEYS = [{"AttributeName": "id", "KeyType": "HASH"}]
BY_OWNER = {"IndexName": "byOwner", "KeySchema": KEYS, "Projection": {"ProjectionType": "ALL"}}
TABLE: dict[str, Any] = {"TableName": "Pets", "AttributeDefinitions": [], "KeySchema": KEYS}
ON_DEMAND = {**TABLE, "BillingMode": "PAY_PER_REQUEST"}
SCALED = {"WriteCapacityAutoScalingSettings": {"MinCapacity": 2, "MaxCapacity": 9, "SeedCapacity": 4}}


class GlobalTablesTest(unittest.TestCase):
    def test_a_table_on_demand_has_no_capacity(self) -> None:
        replica = {
            "Region": "us-east-1",
            "DeletionProtectionEnabled": True,
            "Tags": [{"Key": "a", "Value": "b"}],
        }
        model = {
            **ON_DEMAND,
            "Replicas": [replica],
            "GlobalSecondaryIndexes": [BY_OWNER],
            "StreamSpecification": {"StreamViewType": "NEW_IMAGE"},
            "SSESpecification": {"SSEEnabled": False},
        }
        self.assertEqual(
            creation(as_table(model, local_replica(model, "us-east-1"))),
            {
                **ON_DEMAND,
                "DeletionProtectionEnabled": True,
                "Tags": [{"Key": "a", "Value": "b"}],
                "GlobalSecondaryIndexes": [BY_OWNER],
                "StreamSpecification": {"StreamViewType": "NEW_IMAGE", "StreamEnabled": True},
                "SSESpecification": {"Enabled": False},
            },
        )

    def test_capacity_is_read_in_the_replica_and_written_in_the_table(self) -> None:
        model = {
            **TABLE,
            "WriteProvisionedThroughputSettings": SCALED,
            "GlobalSecondaryIndexes": [{**BY_OWNER, "WriteProvisionedThroughputSettings": SCALED}],
        }
        replica = {
            "ReadProvisionedThroughputSettings": {"ReadCapacityUnits": 3},
            "GlobalSecondaryIndexes": [
                {"IndexName": "byOwner", "ReadProvisionedThroughputSettings": {"ReadCapacityUnits": 7}}
            ],
        }
        created = creation(as_table(model, replica))
        self.assertEqual(created["ProvisionedThroughput"], {"ReadCapacityUnits": 3, "WriteCapacityUnits": 4})
        (index,) = created["GlobalSecondaryIndexes"]
        self.assertEqual(index["ProvisionedThroughput"], {"ReadCapacityUnits": 7, "WriteCapacityUnits": 4})

    def test_a_replica_in_another_region_is_refused_by_name(self) -> None:
        with self.assertRaisesRegex(ValueError, "a replica in eu-west-1 is not supported"):
            local_replica({"Replicas": [{"Region": "us-east-1"}, {"Region": "eu-west-1"}]}, "us-east-1")


class ChangesTest(unittest.TestCase):
    def test_what_stays_is_not_updated(self) -> None:
        self.assertEqual(list(changes(ON_DEMAND, ON_DEMAND)), [])

    def test_an_index_is_created_and_deleted_by_itself(self) -> None:
        before = {**ON_DEMAND, "GlobalSecondaryIndexes": [BY_OWNER]}
        by_kind = {**BY_OWNER, "IndexName": "byKind"}
        after = {**ON_DEMAND, "GlobalSecondaryIndexes": [by_kind]}
        self.assertEqual(
            [change["GlobalSecondaryIndexUpdates"] for change in changes(before, after)],
            [[{"Delete": {"IndexName": "byOwner"}}], [{"Create": by_kind}]],
        )

    def test_a_changed_stream_is_disabled_first(self) -> None:
        before = {**ON_DEMAND, "StreamSpecification": {"StreamViewType": "KEYS_ONLY"}}
        after = {**ON_DEMAND, "StreamSpecification": {"StreamViewType": "NEW_IMAGE"}}
        self.assertEqual(
            list(changes(before, after)),
            [
                {"StreamSpecification": {"StreamEnabled": False}},
                {"StreamSpecification": {"StreamViewType": "NEW_IMAGE", "StreamEnabled": True}},
            ],
        )

    def test_a_table_with_capacity_says_how_much(self) -> None:
        (change,) = changes(ON_DEMAND, {**TABLE, "BillingMode": "PROVISIONED"})
        self.assertEqual(
            change,
            {
                "BillingMode": "PROVISIONED",
                "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
            },
        )


if __name__ == "__main__":
    unittest.main()
