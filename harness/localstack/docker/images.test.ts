import { describe, expect, test } from "vitest";
import { PullMeter } from "./images.ts";

const downloading = (id: string, current: number, total: number) => ({
  id,
  status: "Downloading",
  progressDetail: { current: current * 1e6, total: total * 1e6 },
});

describe("the meter of a pull", () => {
  test("adds up the layers", () => {
    const meter = new PullMeter();
    expect(meter.take(downloading("a", 10, 100))).toBe("10 of 100 MB");
    expect(meter.take(downloading("b", 50, 300))).toBe("60 of 400 MB");
    expect(meter.take(downloading("a", 100, 100))).toBe("150 of 400 MB");
  });

  test("says nothing for less than a twentieth", () => {
    const meter = new PullMeter();
    expect(meter.take(downloading("a", 4, 100))).toBeUndefined();
    expect(meter.take(downloading("a", 6, 100))).toBe("6 of 100 MB");
    expect(meter.take(downloading("a", 10, 100))).toBeUndefined();
    expect(meter.take(downloading("a", 11, 100))).toBe("11 of 100 MB");
  });

  test("does not count what is not downloaded", () => {
    const meter = new PullMeter();
    expect(meter.take({ id: "4.14.0", status: "Pulling from localstack/localstack" })).toBeUndefined();
    expect(meter.take({ ...downloading("a", 50, 100), status: "Extracting" })).toBeUndefined();
    expect(meter.take({ id: "a", status: "Downloading", progressDetail: {} })).toBeUndefined();
  });
});
