import { expect, test } from "vitest";
import { chooseFunctions } from "./choose-functions.ts";

const names = ["Shop-Buy", "Shop-BuyLater", "Shop-Sell"];

test.each<[string[] | true, string[]]>([
  [true, names],
  [["Shop-Buy"], ["Shop-Buy"]],
  [["buy"], ["Shop-Buy"]],
  [["later"], ["Shop-BuyLater"]],
  [["shop"], names],
  [
    ["sell", "buy", "Shop-Sell"],
    ["Shop-Sell", "Shop-Buy"],
  ],
])("%s is %j", (wanted, expected) => expect(chooseFunctions(wanted, names)).toEqual(expected));

test("an unknown one is refused, with those that there are", () =>
  expect(() => chooseFunctions(["buy", "rent"], names)).toThrow(
    "no Node.js function rent, only Shop-Buy, Shop-BuyLater",
  ));
