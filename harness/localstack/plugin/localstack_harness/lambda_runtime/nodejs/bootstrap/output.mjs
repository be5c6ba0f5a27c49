// Standard output and error are files. On a full disk the function loses its log, and continues: on AWS its log cannot
// make it fail, and what it did would be done again.
import fs from "node:fs";

let lost = 0;

/**
 * The write is complete when it returns, even if the process ends afterwards.
 * @param {number} file
 * @param {string | Uint8Array} text
 */
export function write(file, text) {
  const note = lost > 0 ? `${lost} lines of the log could not be written\n` : "";
  const bytes = Buffer.concat([Buffer.from(note), Buffer.from(text)]);
  try {
    for (let written = 0; written < bytes.length; ) written += fs.writeSync(file, bytes, written);
    lost = 0;
  } catch {
    lost += 1;
  }
}

/** For what writes to the streams themselves: their own error handling ends the process. */
export function keepStreamsOpen() {
  for (const stream of [process.stdout, process.stderr]) {
    stream._write = (chunk, _encoding, done) => {
      write(stream.fd, chunk);
      done();
    };
  }
}
