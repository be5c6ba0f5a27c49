import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Clients } from "../aws/clients.ts";
import type { StackResource } from "../resources/stack-resource.ts";
import type { TableItem } from "./table.ts";

/** All items of a table, as plain data. */
export async function readItems(
  clients: Pick<Clients, "of">,
  { physicalId: TableName, place }: Pick<StackResource, "physicalId" | "place">,
  abortSignal?: AbortSignal,
): Promise<TableItem[]> {
  const client = clients.of(DynamoDBClient, place);
  const items: TableItem[] = [];
  const scan = { TableName, ConsistentRead: true };
  for await (const page of paginateScan({ client }, scan, abortSignal ? { abortSignal } : {}))
    items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
  return items;
}
