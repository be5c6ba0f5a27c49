import { readFile } from "node:fs/promises";
import { instanceProcesses } from "localstack-harness";
import { median } from "./figures.ts";

/** One of two ways to run the same app. */
export interface Side {
  /** `with an open console` */
  name: string;
  /** Sends a reminder, and returns the milliseconds until its second mail. */
  send(): Promise<number>;
  /** What lasts as long as its turn. */
  during?(): Promise<Disposable>;
  /** Milliseconds of processor time that its LocalStack has used: other work on the machine does not change it. */
  processorTime(): Promise<number>;
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
  const taken = new Map([first, second].map((side) => [side, { times: [] as number[], processor: 0 }]));
  for (let round = 1; round <= rounds; round++) {
    // a machine that is busy for a while is so for both, and neither is always the second
    for (const side of round % 2 === 0 ? [second, first] : [first, second]) {
      using _ = await side.during?.();
      // what the turn before left to do is done meanwhile
      await side.send();
      const so = taken.get(side);
      const before = await side.processorTime();
      for (let sent = 0; sent < reminders; sent++) so?.times.push(await side.send());
      if (so) so.processor += (await side.processorTime()) - before;
    }
    console.log(`round ${round} of ${rounds}`);
  }
  const compare = (what: string, of: (side: Side) => number) => {
    const [a, b] = [of(first), of(second)];
    console.log(
      `${what}: ${a.toFixed(1)} ms ${first.name}, ${b.toFixed(1)} ms ${second.name}: ${((a / b - 1) * 100).toFixed(1)} % more`,
    );
  };
  console.log(`\n${rounds * reminders} reminders each`);
  compare("from the request to the second mail (median)", (side) => median(taken.get(side)?.times ?? []));
  compare("processor time of LocalStack", (side) => (taken.get(side)?.processor ?? 0) / (rounds * reminders));
}

/** Milliseconds of processor time that the process of an embedded LocalStack has used; only Linux reports it. */
export async function processorTime(endpoint: string): Promise<number> {
  const [pid] = await instanceProcesses(Number(new URL(endpoint).port));
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // after the name, which may have spaces; in hundredths of a second
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13)
    .map(Number);
  return (user + system) * 10;
}
