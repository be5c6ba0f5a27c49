import type { AccountRegion } from "../../aws/client-config.ts";
import { HarnessError } from "../../core/errors.ts";
import type { Place } from "../view-shapes.ts";

export const placeOf = ({ account, region }: AccountRegion): Place => `${account}:${region}`;

/** @throws HarnessError INVALID_PLACE */
export function placeFrom(text: Place): AccountRegion {
  const [, account = "", region = ""] = /^(\d{12}):([a-z0-9-]+)$/.exec(text) ?? [];
  if (!account)
    throw new HarnessError(
      "INVALID_PLACE",
      `${text || "nothing"} is no account and region: give them as 000000000000:us-east-1`,
    );
  return { account, region };
}
