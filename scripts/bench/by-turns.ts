import type { Harness } from "localstack-harness";
import type { App } from "../app/petcuddleotron.ts";
import { requestToMails } from "./invocations.ts";

/** One of two ways to run the same app. */
export interface Side {
  /** `with an open console` */
  name: string;
  /** Sends as many reminders in sequence, and returns the milliseconds of all. */
  send(reminders: number): Promise<number>;
}

export interface Turns {
  /** How often each side has its turn. */
  rounds: number;
  /** Reminders in each turn. */
  reminders: number;
}

/** Measures two sides by turns, and prints how much more than the second one the first one takes. */
export async function compareByTurns(
  [first, second]: readonly [Side, Side],
  { rounds, reminders }: Turns,
): Promise<void> {
  const spent = new Map([first, second].map((side) => [side, 0]));
  for (let round = 1; round <= rounds; round++) {
    // a machine that is busy for a while is so for both, and neither is always the second
    const turns = round % 2 === 0 ? [second, first] : [first, second];
    for (const side of turns) spent.set(side, (spent.get(side) ?? 0) + (await side.send(reminders)));
    console.log(`round ${round} of ${rounds}`);
  }
  const count = rounds * reminders;
  const each = (side: Side) => (spent.get(side) ?? 0) / count;
  const shown = (side: Side) => `${each(side).toFixed(1)} ms ${side.name}`;
  console.log(
    `\n${count} reminders each, from the request to the second mail: ${shown(first)}, ${shown(second)}: ` +
      `${((each(first) / each(second) - 1) * 100).toFixed(1)} % more`,
  );
}

/** Milliseconds of as many reminders, each from its request to its second mail. */
export async function sendAll(harness: Harness, app: App, reminders: number): Promise<number> {
  let milliseconds = 0;
  for (let sent = 0; sent < reminders; sent++) milliseconds += await requestToMails(harness, app);
  return milliseconds;
}
