/** The user's time zone, in which all times are shown. */
export const TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const zoneName = (): string => {
  const offset = -new Date().getTimezoneOffset();
  const sign = offset < 0 ? "−" : "+";
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const text = minutes === 0 ? `${hours}` : `${hours}:${String(minutes).padStart(2, "0")}`;
  return `${TIME_ZONE} (UTC${offset === 0 ? "" : sign + text})`;
};

const two = (value: number, digits = 2): string => String(value).padStart(digits, "0");

/** `16:04:05`, with the day where it is another one than today. */
export function clock(time: number, { millis = false } = {}): string {
  const date = new Date(time);
  const text = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  const day =
    date.toDateString() === new Date().toDateString()
      ? ""
      : `${two(date.getMonth() + 1)}-${two(date.getDate())} `;
  return day + text + (millis ? `.${two(date.getMilliseconds(), 3)}` : "");
}

/** `2026-02-03 16:04:05.006` */
export function dateTime(time: number): string {
  const date = new Date(time);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${two(date.getMilliseconds(), 3)}`;
}

/** `340 ms`, `2.4 s`, `3 min 5 s`, `2 h 3 min`, `12 d 4 h` */
export function duration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 1_000) return `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3_600)} h`;
}

/** `1.4 kB` */
export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
