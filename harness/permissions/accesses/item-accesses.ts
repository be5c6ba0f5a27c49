import type { RecordedCall } from "../../control/call-record.ts";
import { listed } from "../policies/policy-document.ts";

/** What a transaction, a batch or PartiQL does with a table of DynamoDB. */
interface ItemAccess {
  action: string;
  table: string;
  index?: string | undefined;
}

/** The members of a transaction, and the action of each. */
const TRANSACTED: Record<string, string> = {
  Put: "dynamodb:PutItem",
  Update: "dynamodb:UpdateItem",
  Delete: "dynamodb:DeleteItem",
  Get: "dynamodb:GetItem",
  ConditionCheck: "dynamodb:ConditionCheckItem",
};
const PARTIQL: Record<string, string> = {
  SELECT: "dynamodb:PartiQLSelect",
  INSERT: "dynamodb:PartiQLInsert",
  UPDATE: "dynamodb:PartiQLUpdate",
  DELETE: "dynamodb:PartiQLDelete",
};

/** The actions of a call that reaches several items, or several tables; `undefined` for all other calls. */
export function itemActions(own: string, call: RecordedCall): readonly string[] | undefined {
  if (!own.startsWith("dynamodb:")) return undefined;
  const accesses = itemAccesses(call);
  return accesses && [...new Set(accesses.map(({ action }) => action))];
}

/** The tables and indexes that such a call reaches by an action. */
export function itemResources(action: string, call: RecordedCall): string[] | undefined {
  const accesses = itemAccesses(call)?.filter((access) => access.action === action);
  return accesses && [...new Set(accesses.map((access) => tableArn(access, call)))];
}

/**
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
 */
function itemAccesses({ operation, request }: RecordedCall): ItemAccess[] | undefined {
  switch (operation) {
    case "TransactWriteItems":
    case "TransactGetItems":
      return objects(request.TransactItems).flatMap((item) =>
        Object.entries(item).flatMap(([member, fields]) => {
          const [action, table] = [TRANSACTED[member], (fields as { TableName?: string } | null)?.TableName];
          return action && table ? [{ action, table }] : [];
        }),
      );
    case "BatchGetItem":
    case "BatchWriteItem":
      return Object.keys(request.RequestItems ?? {}).map((table) => ({
        action: `dynamodb:${operation}`,
        table,
      }));
    case "ExecuteStatement":
      return [statement(request.Statement)];
    case "BatchExecuteStatement":
      return objects(request.Statements).map(({ Statement }) => statement(Statement));
    case "ExecuteTransaction":
      return objects(request.TransactStatements).map(({ Statement }) => statement(Statement));
    case "Query":
    case "Scan":
      return [
        {
          action: `dynamodb:${operation}`,
          table: String(request.TableName),
          ...(typeof request.IndexName === "string" && { index: request.IndexName }),
        },
      ];
    default:
      return undefined;
  }
}

const objects = (value: unknown): Record<string, unknown>[] =>
  listed(value as Record<string, unknown>[] | undefined);

/** `SELECT * FROM "Pets"."by-kind" WHERE …` */
function statement(text: unknown): ItemAccess {
  const [, verb = ""] = /^\s*(\w+)/.exec(String(text)) ?? [];
  const from = /(?:\bFROM|\bINTO|^\s*UPDATE)\s+"?([\w.-]+?)"?(?:\."?([\w.-]+)"?)?(?:\s|$)/i.exec(
    String(text),
  );
  const action = PARTIQL[verb.toUpperCase()] ?? "dynamodb:PartiQLSelect";
  return { action, table: from?.[1] ?? "", index: from?.[2] };
}

function tableArn({ table, index }: ItemAccess, { region, account }: RecordedCall): string {
  const arn = table.startsWith("arn:") ? table : `arn:aws:dynamodb:${region}:${account}:table/${table}`;
  return index === undefined ? arn : `${arn}/index/${index}`;
}
