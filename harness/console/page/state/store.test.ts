import { expect, test } from "vitest";
import { shortName } from "./store.ts";

test.each([
  ["arn:aws:states:us-east-1:000000000000:stateMachine:Shop-ProcessOrder10906E0C-7b01e46c", "ProcessOrder"],
  ["/aws/lambda/Shop-Web3C8945DB-Zx81kT0pQ2aB", "Web"],
  ["Shop-Shipped8D853304-392.fifo", "Shipped"],
  ["Shop-Dev-ChargeServiceRoleA0FAA12-0f6c3240", "ChargeServiceRole"],
  [
    "arn:aws:lambda:us-east-1:000000000000:function:PetCuddleOTron-SendReminder",
    "PetCuddleOTron-SendReminder",
  ],
  ["GET /orders", "orders"],
  ["orders-2026", "orders-2026"],
])("%s is called %s", (name, short) => {
  expect(shortName(name)).toBe(short);
});
