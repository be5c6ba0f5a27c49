import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import pixelmatch from "pixelmatch";
import type { Frame, Page } from "playwright-core";
import { PNG } from "pngjs";

/**
 * The share of pixels that may differ. Times, ids, durations and ports are covered in both pictures before; where they are of
 * another width, what is beside them moves by some pixels.
 */
export const MOST_DIFFERENT = 0.002;
/** How much a pixel's colour may differ, from 0 to 1: text is smoothed a little differently from machine to machine. */
const COLOUR = 0.2;
/** Pixels around what is covered. */
const AROUND = 10;
const DIFFERENCES = "reports/pictures";

const { UPDATE_PICTURES } = process.env;

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Elements whose text is another in each run, and the bars of time axes. */
const CHANGING = `(() => {
  const text = /\\d\\d:\\d\\d|\\d (ms|s|min)\\b|[0-9a-f]{8}-[0-9a-f]{4}|localhost:\\d|\\b(just )?now\\b/;
  const boxes = [...document.querySelectorAll('.span-track, .span-axis, code, pre')];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (text.test(node.data)) boxes.push(node.parentElement);
  return boxes.map((element) => element.getBoundingClientRect().toJSON());
})()`;

/** Takes a picture of a page: to a file with `UPDATE_PICTURES`, else the share of its pixels that differ from the file. */
export async function differenceOf(page: Page, file: string): Promise<number> {
  const taken = await page.screenshot();
  if (UPDATE_PICTURES) {
    await writeFile(file, taken);
    return 0;
  }
  const [now, kept] = [PNG.sync.read(taken), PNG.sync.read(await readFile(file))];
  const { width, height } = now;
  if (kept.width !== width || kept.height !== height) return 1;
  const boxes = await Promise.all(page.frames().map(changingIn));
  for (const picture of [now, kept]) for (const box of boxes.flat()) cover(picture, box);
  const difference = new PNG({ width, height });
  const count = pixelmatch(kept.data, now.data, difference.data, width, height, { threshold: COLOUR });
  const share = count / (width * height);
  if (share > MOST_DIFFERENT) {
    const left = join(DIFFERENCES, basename(file));
    await mkdir(dirname(left), { recursive: true });
    await writeFile(left, taken);
    await writeFile(left.replace(".png", "-difference.png"), PNG.sync.write(difference));
  }
  return share;
}

async function changingIn(frame: Frame): Promise<Box[]> {
  const boxes = await frame.evaluate<Box[]>(CHANGING);
  const place = await (frame.parentFrame() && (await frame.frameElement()).boundingBox());
  return boxes.map((box) => ({ ...box, x: box.x + (place?.x ?? 0), y: box.y + (place?.y ?? 0) }));
}

function cover({ data, width, height }: PNG, box: Box): void {
  const [left, top] = [Math.max(0, Math.floor(box.x - AROUND)), Math.max(0, Math.floor(box.y - 2))];
  const right = Math.min(width, Math.ceil(box.x + box.width + AROUND));
  const bottom = Math.min(height, Math.ceil(box.y + box.height + 2));
  for (let y = top; y < bottom; y++) data.fill(0, 4 * (y * width + left), 4 * (y * width + right));
}
