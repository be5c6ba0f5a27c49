/** One event of a log stream. */
export interface LogLine {
  time: Date;
  group: string;
  stream: string;
  /** Without the line break at its end. */
  message: string;
}

const START = /^START RequestId: |"type":\s*"platform\.start"/;
const END = /^REPORT RequestId: |"type":\s*"platform\.report"/;

/**
 * The lines that contain one of the ids, and with each of them all lines of the same invocation. An environment of a
 * function writes one stream and runs one invocation at a time, so that all lines between START and REPORT belong to it
 * (AWS Lambda Developer Guide, "Viewing CloudWatch logs for Lambda functions").
 */
export function ofInvocations<Line extends LogLine>(lines: readonly Line[], ids: readonly string[]): Line[] {
  const chosen = new Set<Line>();
  for (const stream of Map.groupBy(lines, (line) => line.stream).values())
    for (const invocation of invocations(stream)) {
      const meant = invocation.filter((line) => ids.some((id) => line.message.includes(id)));
      const isInvocation = invocation[0] !== undefined && START.test(invocation[0].message);
      for (const line of meant.length > 0 && isInvocation ? invocation : meant) chosen.add(line);
    }
  return lines.filter((line) => chosen.has(line));
}

/** Cuts a stream at each START and after each REPORT. */
function invocations<Line extends LogLine>(stream: readonly Line[]): Line[][] {
  const found: Line[][] = [];
  let current: Line[] = [];
  const cut = () => {
    if (current.length > 0) found.push(current);
    current = [];
  };
  for (const line of stream) {
    if (START.test(line.message)) cut();
    current.push(line);
    if (END.test(line.message)) cut();
  }
  cut();
  return found;
}
